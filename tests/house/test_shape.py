"""The shape of the house: files that fit in a head, names that say what they hold, templates and styles without back
doors.
"""

import ast
import re
from pathlib import Path

from tests.house.each import ROOT, of_each, relative

ROOMS = ("agency", "clients", "comms", "reports", "portal", "api", "config")
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parts[-2] != "mail")
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
MAX_FILE, MAX_FUNCTION = 270, 48
ONE_FILE = {"config/settings.py": "one file with all settings is easier to search than eight (docs/map.md)"}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|core|misc|managers?|services?)($|_)")


@of_each(CODE)
def test_files_and_functions_fit_in_a_head(path: Path) -> None:
    source = path.read_text()
    assert source.count("\n") <= MAX_FILE or relative(path) in ONE_FILE or path.parent.name == "demo", (
        "a noun is hiding in here"
    )
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - first_line_of_work(node) < MAX_FUNCTION, f"{node.name} is too long"


def first_line_of_work(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Behind the signature and the docstring, which may take the room they need."""
    told = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    return node.body[1].lineno if told and len(node.body) > 1 else node.body[0].lineno


@of_each(CODE)
def test_names_say_what_they_hold(path: Path) -> None:
    assert not VAGUE.search(path.stem)
    assert "TODO" not in path.read_text()
    assert "FIXME" not in path.read_text()


@of_each(PAGES)
def test_pages_hold_no_styles_and_no_scripts(path: Path) -> None:
    page = path.read_text()
    assert not re.search(r"\sstyle=", page), "styles stand in static/css"
    assert not re.search(r"\son[a-z]+=", page), "behaviour stands in static/js"
    assert "hx-on" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", page)
    assert "|safe" not in page
    assert not re.search(r"\|date(:|\s|})", page), "dates are put into words before they reach a page"


def test_a_part_that_is_included_alone_is_given_what_its_forms_need() -> None:
    """`only` leaves the token out; without it every browser's form is refused, though not that of Django's client."""
    folder = ROOT / "templates"
    pages = {str(page.relative_to(folder)): page.read_text() for page in folder.rglob("*.html")}
    alone = re.compile(r'{% include "([^"]+)"([^%]*) only %}')
    found = [(page, part, given) for page, text in pages.items() for part, given in alone.findall(text)]
    assert found
    assert not [
        (page, part) for page, part, given in found
        if "{% csrf_token %}" in pages.get(part, "") and "csrf_token=csrf_token" not in given
    ]  # fmt: skip


@of_each(STYLES)
def test_styles_know_no_left_and_right(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    physical = re.findall(
        r"(?:^|[\s;{])((?:margin|padding|border)-(?:left|right|top|bottom)[a-z-]*|(?:left|right|top|bottom|width|height)\s*:"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right))",
        css,
        flags=re.M,
    )
    assert not physical


@of_each([path for path in STYLES if path.stem not in {"tokens", "print"}])
def test_only_tokens_know_a_colour(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl|oklch)a?\(", css)


def test_the_tree_says_nothing_of_where_it_was_made() -> None:
    for path in ROOT.rglob("*"):
        if path.is_file() and path.suffix in {
            ".py",
            ".md",
            ".html",
            ".txt",
            ".yml",
            ".toml",
            ".css",
            ".js",
            ".in",
            ".sh",
            ".po",
        }:
            if any(part in {".venv", ".git", "var", "node_modules"} for part in path.parts):
                continue
            text = path.read_text(errors="replace")
            assert str(ROOT) not in text, relative(path)
