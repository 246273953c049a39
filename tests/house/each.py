"""One rule held against many files: as one test, which names every file that breaks it."""

from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Path], None]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def of_each(paths: Iterable[Path]) -> Callable[[Check], Callable[[], None]]:
    """A test of each file costs more than the rule itself when there are thousands."""
    held_against = list(paths)

    def held(check: Check) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for path in held_against:
                try:
                    check(path)
                except AssertionError as words:
                    broken.append(f"{relative(path)}: {words}")
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return held
