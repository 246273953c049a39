"""The report as a client gets it: real WeasyPrint, read back with poppler's tools."""

import html.parser
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from reports import layout
from reports.channels import MOST_ROWS
from reports.sections import sections
from reports.snapshot import Node, Snapshot, Spend
from tests.reports.samples import AL_NOOR, NEWCOMER, QINGHE, SOLVANG

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
ALL = pytest.mark.parametrize("snapshot", [SOLVANG, AL_NOOR, QINGHE, NEWCOMER], ids=lambda one: f"{one.language}")
INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


@cache
def printed(snapshot: Snapshot) -> bytes:
    return layout.pdf(snapshot)[0]


def asked(tool: str, document: bytes, folder: Path, *options: str) -> str:
    path = folder / "report.pdf"
    path.write_bytes(document)
    closing = ["-"] if tool == "pdftotext" else []
    return subprocess.run([tool, *options, str(path), *closing], check=True, capture_output=True, text=True).stdout


def unpacked(document: bytes) -> bytes:
    """What the PDF's compressed streams hold, those that are text."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    return b"".join(zlib.decompress(stream) for stream in packed if stream[:1] == b"x")


def words_of(text: str) -> str:
    """Without line breaks, doubled spaces and marks of direction."""
    return " ".join(text.translate(INVISIBLE).split())


# --- What stands in it ------------------------------------------------------------------------------------------------


def test_each_section_is_there(tmp_path: Path) -> None:
    text = words_of(asked("pdftotext", printed(SOLVANG), tmp_path))
    for words in (
        "Solvang Cycles in October",
        "Monthly report for Jens Solvang and Maria Holm. Written by Ida Brandt, 5 November 2026.",
        "€412,300",
        "Online sales, a month",
        "12 March: free delivery to Sweden begins",
        "Your goals for 2026",
        "Unlikely this year; €30 is realistic",
        "What went well",
        "What went wrong",
        "Your message of 21 October, “Cards refused?”, was acknowledged 3 h 20 min late.",
        "9 February: bids for the Agile 7",
        "By channel",
        "Search, e-bikes",
        "What we tried, and what we learnt",
        "What comes in November",
        "Tue 10 Nov, moved from",
        "Decided in October",
        "Jens, 29 October, corrected on",
        "Our word, and what was free",
        "Given free: the banner",
        "The figures behind the lines",
        "361.7K",
        "Times are those of Copenhagen.",
    ):
        assert words in text, words


def test_running_head_and_page_numbers(tmp_path: Path) -> None:
    pages = asked("pdftotext", printed(SOLVANG), tmp_path).split("\f")[:-1]
    assert len(pages) == 3
    assert "Solvang Cycles · October 2026" not in pages[0]
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of 3" in page
        assert number == 1 or "Solvang Cycles · October 2026" in page


def test_what_went_wrong_is_pointed_at_with_its_page(tmp_path: Path) -> None:
    unwritten = replace(SOLVANG, headline="")
    text = words_of(asked("pdftotext", layout.pdf(unwritten)[0], tmp_path))
    assert "2 things went wrong; they are told under What went wrong (page 2)." in text


def test_an_empty_month_says_so_and_shows_no_empty_tables(tmp_path: Path) -> None:
    text = words_of(asked("pdftotext", printed(NEWCOMER), tmp_path))
    for words in (
        "Drawn from our records on 5 November 2026, without our commentary.",
        "No figures were measured this month.",
        "No goals are written down yet.",
        "Nothing that we know of.",
        "Nothing has a date yet.",
    ):
        assert words in text
    for heading in ("What went well", "By channel", "What we tried", "Decided in", "Our word", "The figures behind"):
        assert heading not in text
    assert "<table" not in layout.html(NEWCOMER)


@pytest.mark.parametrize(("detail", "charts", "below"), [("headline", 1, None), ("summary", 2, 0), ("full", 3, 1)])
def test_the_level_of_detail_decides_how_deep_it_goes(detail: str, charts: int, below: int | None) -> None:
    found = sections(replace(SOLVANG, detail=detail))  # type: ignore[arg-type]
    assert len(found["charts"]) == charts
    assert (max(row["level"] for row in found["spend"]["rows"]) if found["spend"] else None) == below
    assert len(found["wrong"]) == 2


def test_letters_go_on_over_the_charts() -> None:
    charts = sections(SOLVANG)["charts"]
    assert [mark["letter"] for chart in charts for mark in chart["marks"]] == ["A", "B", "C"]


def test_a_long_tree_is_cut_and_says_so() -> None:
    campaigns = tuple(Node(f"Campaign {number}", 100) for number in range(MOST_ROWS + 3))
    spend = sections(replace(NEWCOMER, spend=Spend("EUR", Node("All", 4300, children=campaigns))))["spend"]
    assert len(spend["rows"]) == MOST_ROWS
    assert spend["left_out"] == "and 3 more lines, on request"
    assert spend["head"] == ["Spent"]
    assert spend["together"] == [{"head": "Spent", "words": "€43"}]


def test_a_month_without_a_figure_is_a_gap_and_a_dash() -> None:
    with translation.override(QINGHE.language):
        found = sections(QINGHE)
    assert len(found["charts"][0]["now"]) == 2
    assert found["behind"][0]["rows"][0]["cells"][3] == "–"


def test_a_year_of_long_words_is_told_in_two_halves() -> None:
    assert [len(table["months"]) for table in sections(SOLVANG)["behind"]] == [12]
    with translation.override("ru"):
        assert [len(table["months"]) for table in sections(SOLVANG)["behind"]] == [6, 6]


def test_a_sum_stands_once_at_the_end_of_a_broken_table(tmp_path: Path) -> None:
    assert SOLVANG.spend
    whole = replace(SOLVANG.spend.whole, children=SOLVANG.spend.whole.children * 6)
    text = asked("pdftotext", layout.pdf(replace(NEWCOMER, spend=replace(SOLVANG.spend, whole=whole)))[0], tmp_path)
    assert text.count("Together") == 1
    assert text.count("Channel") == 2, "the head is repeated"


def test_nothing_that_people_wrote_becomes_markup() -> None:
    hostile = '<script>alert(1)</script><img src="https://tracker.example/x.png">'
    page = layout.html(replace(SOLVANG, client=hostile, headline="", went_wrong=(hostile,), went_well=(hostile,)))
    assert "<script" not in page
    assert "<img" not in page


# --- Paper ------------------------------------------------------------------------------------------------------------


@ALL
def test_it_is_tagged_dated_and_in_its_language(snapshot: Snapshot, tmp_path: Path) -> None:
    document = printed(snapshot)
    told = dict(line.split(":", 1) for line in asked("pdfinfo", document, tmp_path).splitlines())
    assert told["Tagged"].strip() == "yes"
    assert told["JavaScript"].strip() == "no"
    assert f"/Lang ({snapshot.language})".encode() in unpacked(document)
    assert snapshot.client in told["Title"]
    assert "Nov  5 00:00:00 2026" in told["CreationDate"]
    assert "A4" in told["Page size"]
    structure = asked("pdfinfo", document, tmp_path, "-struct")
    assert structure.count("H1") == 1
    assert ("Table" in structure) == (snapshot is not NEWCOMER)


@pytest.mark.parametrize(
    ("snapshot", "fonts"),
    [
        (SOLVANG, {"Noto-Sans", "Noto-Serif"}),
        (AL_NOOR, {"Noto-Sans-Arabic", "Noto-Naskh-Arabic"}),
        (QINGHE, {"Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC"}),
    ],
    ids=["en", "ar", "zh-hans"],
)
def test_every_language_has_real_glyphs(snapshot: Snapshot, fonts: set[str], tmp_path: Path) -> None:
    lines = asked("pdffonts", printed(snapshot), tmp_path).splitlines()[2:]
    used = {line.split()[0].partition("+")[2] for line in lines}
    assert fonts <= used
    assert not any(re.search("JP|KR|TC|HK", font) for font in used)
    assert all(re.search(r"\byes yes yes\b", line) for line in lines), "embedded, subset, with Unicode"


def test_chinese_is_read_back_as_written(tmp_path: Path) -> None:
    text = words_of(asked("pdftotext", printed(QINGHE), tmp_path))
    for words in ("清河茶业", "2月17日", "春节，仓库停运九天", "¥862,400", "双十一落地页", "11月6日周五"):
        assert words in text


def test_arabic_is_read_back_as_written_and_turned(tmp_path: Path) -> None:
    text = words_of(asked("pdftotext", printed(AL_NOOR), tmp_path))
    for words in ("فنادق النور", "المحجوزة عبر موقعكم", "بداية رمضان", "عمر حداد"):
        assert words in text
    page = layout.html(AL_NOOR)
    assert '<html lang="ar" dir="rtl"' in page
    assert "data-grid" not in page, "a browser turns grids by itself"
    first, last = (edges(printed(AL_NOOR), tmp_path, month) for month in ("11", "10"))
    assert first > last, "time runs from right to left"


def edges(document: bytes, folder: Path, word: str) -> float:
    boxes = asked("pdftotext", document, folder, "-bbox", "-l", "1").splitlines()
    return next(float(box.split('xMin="')[1].split('"')[0]) for box in boxes if f">{word}</word>" in box)


def test_letter_paper(tmp_path: Path) -> None:
    assert "letter" in asked("pdfinfo", layout.pdf(NEWCOMER, paper="Letter")[0], tmp_path)


def test_the_same_month_gives_the_same_paper() -> None:
    assert layout.pdf(NEWCOMER)[0] == layout.pdf(Snapshot.from_json(NEWCOMER.to_json()))[0]


def test_what_is_active_around_it_does_not_matter() -> None:
    plain = layout.html(QINGHE)
    with translation.override("ar"), override_settings(TIME_ZONE="Pacific/Auckland"):
        assert layout.html(QINGHE) == plain


@pytest.mark.parametrize(
    "points", [pytest.param(3, marks=pytest.mark.prove), 8, pytest.param(14, marks=pytest.mark.prove)]
)
def test_headings_never_stand_alone_at_the_foot_of_a_page(points: int, tmp_path: Path) -> None:
    headings = ("What went well", "By channel", "What we tried, and what we learnt", "What comes in November")
    month = replace(SOLVANG, went_well=SOLVANG.went_well[:1] * points, tests=SOLVANG.tests * 4)
    for page in asked("pdftotext", layout.pdf(month)[0], tmp_path, "-layout").split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()][:-1]
        assert not lines or not lines[-1].startswith(headings)


# --- What it may load -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["https://example.com/x.css", "file:///etc/passwd", "data:text/css,p{}", "rapport-css:../config/settings.py"],
)
def test_paper_loads_our_style_sheets_and_nothing_else(address: str) -> None:
    from reports.paper import ForeignAddressError, OwnSheetsOnly, printed as on_paper

    with pytest.raises(ForeignAddressError):
        OwnSheetsOnly().fetch(address)
    with pytest.raises(ForeignAddressError):
        on_paper(f'<html lang="en"><title>x</title><link rel="stylesheet" href="{address}"><p>x', identifier="x")


def test_web_workers_never_load_weasyprint() -> None:
    script = (
        "import django, sys; django.setup(); import reports.layout, reports.sections;"
        "sys.exit(any(name.startswith('weasyprint') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


# --- On the screen ----------------------------------------------------------------------------------------------------


class Attributes(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, name) for name, _value in attrs}


@pytest.mark.parametrize("made", [layout.html, layout.fragment])
def test_a_strict_policy_holds(made: Callable[[Snapshot], str]) -> None:
    parser = Attributes()
    parser.feed(made(SOLVANG))
    assert not [found for found in parser.found if found[1] == "style" or found[1].startswith("on")]
    assert "<style" not in made(SOLVANG)
    assert "<script" not in made(SOLVANG)


def test_the_fragment_brings_its_own_language_and_hue() -> None:
    with translation.override("en"):
        assert '<article class="report" lang="ar" dir="rtl" data-hue="320">' in layout.fragment(AL_NOOR)


def test_a_hue_between_two_takes_the_nearest() -> None:
    for hue, nearest in ((204, 205), (358, 0), (2, 0)):
        page = layout.html(replace(NEWCOMER, agency=replace(NEWCOMER.agency, hue=hue)))
        assert f'data-hue="{nearest}"' in page


def test_figures_are_exact_wherever_they_stand() -> None:
    page = layout.html(replace(SOLVANG, figures=(replace(SOLVANG.figures[0], value=Decimal("0.1") * 3),)))
    assert "€0.30" in page
