"""The look holds: dark sets that are one, contrast in every hue and both themes, icons that exist, partials listed."""

import re
from pathlib import Path

import pytest

from agency.colour import contrast, hex_of
from agency.styles import STYLESHEETS
from tests.house.each import ROOT, of_each

TOKENS = (ROOT / "static/css/tokens.css").read_text()
HUES = (ROOT / "static/css/hues.css").read_text()
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text()))
COMPONENTS = ROOT / "templates/components"
OFFERED = range(0, 360, 5)

GROUNDS = ("ground", "paper", "sunken", "hover", "brand-wash")
WASHES = ("good-wash", "attention-wash", "late-wash", "info-wash")
READ = (
    [(ink, ground) for ink in ("ink", "ink-2") for ground in (*GROUNDS, *WASHES)]
    + [(word, ground) for word in ("brand", "brand-strong") for ground in (*GROUNDS, *WASHES)]
    + [("ink-3", ground) for ground in GROUNDS]
    + [("on-brand", "brand"), ("on-brand", "brand-strong"), ("ground", "ink")]
    + [(signal, ground) for signal in ("good", "attention", "late", "info") for ground in (*GROUNDS, f"{signal}-wash")]
)
SEEN = [
    (mark, ground)
    for mark in ("brand-mark", "good-mark", "attention-mark", "late-mark", "info-mark")
    for ground in GROUNDS
] + [("edge", ground) for ground in ("ground", "paper", "sunken", "brand-wash")]


def declared(block: str) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


def block_of(selector: str) -> str:
    start = TOKENS.index(selector + " {")
    return TOKENS[start : TOKENS.index("}", start)]


LIGHT, DARK, SYSTEM = (declared(block_of(one)) for one in (":root", '[data-theme="dark"]', '[data-theme="system"]'))


def test_who_follows_the_system_gets_the_same_dark() -> None:
    assert DARK == SYSTEM
    assert set(DARK) <= set(LIGHT)


def test_each_style_sheet_has_its_place_in_the_order() -> None:
    there = {f"css/{path.relative_to(ROOT / 'static/css')}" for path in (ROOT / "static/css").rglob("*.css")}
    assert sorted(STYLESHEETS) == sorted(there)
    assert [one for one in STYLESHEETS if "components/" in one][-1] == "css/components/narrow.css"


def test_each_hue_on_offer_has_its_rule() -> None:
    rules = re.findall(r'\[data-hue="(\d+)"\] \{ --brand-h: (\d+); \}', HUES)
    assert rules == [(str(hue), str(hue)) for hue in OFFERED]


@pytest.mark.parametrize("hue", OFFERED)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_are_read_and_marks_are_seen(theme: str, hue: int) -> None:
    tokens = LIGHT if theme == "light" else {**LIGHT, **DARK}
    for front, ground in READ:
        assert contrast(colour(tokens[front], hue), colour(tokens[ground], hue)) >= 4.5, (front, ground)
    for front, ground in SEEN:
        assert contrast(colour(tokens[front], hue), colour(tokens[ground], hue)) >= 3, (front, ground)


def colour(value: str, hue: int) -> str:
    lightness, chroma, angle = (
        value.replace("var(--brand-h)", str(hue)).removeprefix("oklch(").removesuffix(")").split()
    )
    return hex_of(float(lightness.removesuffix("%")) / 100, float(chroma), float(angle))


@of_each(sorted((ROOT / "templates").rglob("*.html")))
def test_icons_that_pages_name_exist(page: Path) -> None:
    text = page.read_text()
    named = set(re.findall(r'\{% icon "([^"]+)"', text)) | set(re.findall(r'\b(?:sign_)?icon="([^"]+)"', text))
    assert named <= ICONS, named - ICONS


def test_each_component_is_listed_for_page_authors() -> None:
    listed = (COMPONENTS / "README.md").read_text()
    missing = [path.stem for path in COMPONENTS.glob("*.html") if not re.search(rf"\b{path.stem}\b", listed)]
    assert not missing
