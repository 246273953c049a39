"""The import table of docs/map.md, held by walking the syntax trees: no room imports a room above it, anywhere in a
file.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.each import ROOT, of_each

MAY_IMPORT = {
    "agency": set(),
    "clients": {"agency"},
    "comms": {"agency", "clients"},
    "reports": {"agency", "clients", "comms"},
    "portal": {"agency", "clients", "comms", "reports"},
    "api": {"agency", "clients", "comms", "reports"},
    "config": set(),
}
FILES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module, node.lineno


@of_each(FILES)
def test_a_room_imports_only_what_lies_below(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    upward = [
        f"line {line}: {module}"
        for module, line in imported(ast.parse(path.read_text()))
        if (top := module.split(".")[0]) in MAY_IMPORT and top != room and top not in MAY_IMPORT[room]
    ]
    assert not upward


@of_each(path for path in FILES if path.parent.name == "domain" or path.stem.startswith("quer"))
def test_verbs_and_queries_are_told_the_time(path: Path) -> None:
    """`at` is passed in, so that tests can move time and a verb means the same whenever it runs."""
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow", "localdate"}
        and ast.unparse(node.func.value) in {"timezone", "datetime", "date", "dt"}
    ]
    assert not calls, f"asks for the time on lines {calls}"


def test_migrations_do_not_import_rooms() -> None:
    allowed = {"agency.keys", "agency.search.fields", "agency.models.agency", "agency.tenancy.base"}
    for path in ROOT.glob("*/migrations/0*.py"):
        for module, line in imported(ast.parse(path.read_text())):
            assert module.split(".")[0] not in MAY_IMPORT or module in allowed, f"{path.name}:{line} imports {module}"
