"""Words of a client without saying whose they are, for an expert outside who need not know: pure."""

import re
from collections.abc import Iterable

LEFT_OUT = "[…]"
SHORTEST = 3


def unnamed(text: str, names: Iterable[str]) -> str:
    """The text with each of the names, whole words in any case, replaced by '[…]'; the longest name first."""
    pattern = _any_of(names)
    return pattern.sub(LEFT_OUT, text) if pattern else text


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text, as they are written there, each once."""
    pattern = _any_of(names)
    return list(dict.fromkeys(found[0] for found in pattern.finditer(text))) if pattern else []


def with_parts(name: str) -> list[str]:
    """A person's name and each of its words that is long enough to say who it is."""
    return [name, *(word for word in name.split() if len(word.strip(".,")) >= SHORTEST)]


def _any_of(names: Iterable[str]) -> "re.Pattern[str] | None":
    wanted = sorted({name.strip() for name in names if len(name.strip()) >= SHORTEST}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in wanted)})(?!\w)", re.IGNORECASE)
