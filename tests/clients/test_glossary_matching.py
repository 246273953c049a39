"""Words of a glossary are found as whole words, and in scripts without edges wherever they stand."""

from dataclasses import dataclass
from time import perf_counter

import pytest

from clients.glossary import Matcher, folded, spoken_of


@dataclass
class T:
    term: str
    forms: str = ""
    meaning: str = ""


TERMS = [T("PDP", "product page, Product Pages"), T("IT"), T("feed"), T("feed lag"), T("转化率"), T("ضمان"),
         T("конверсия"), T("C++"), T("#launch")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The PDP is up; product pages follow", ["PDP", "PDP"]),
        ("pdp", []),
        ("it is in IT", ["IT"]),
        ("The feed lag, and the feed.", ["feed lag", "feed"]),
        ("Newsfeed and feeder", []),
        ("我们的转化率很好", ["转化率"]),
        ("بالضمان", ["ضمان"]),
        ("Конверсия выросла, конверсиям", ["конверсия"]),
        ("in C++ and #launch", ["C++", "#launch"]),
        ("", []),
    ],
)
def test_found(text: str, found: list[str]) -> None:
    assert [hit.term.term for hit in Matcher.of(TERMS).find(text)] == found


def test_where_it_stands_and_in_what_order() -> None:
    hit = Matcher.of(TERMS).find("The feed.")[0]
    assert (hit.start, hit.end) == (4, 8)
    assert [term.term for term in spoken_of(TERMS, ["feed and PDP", ""])] == ["PDP", "feed"]
    assert folded("  Ｐｄｐ  Page ") == "pdp page"


def test_three_hundred_terms_are_quick() -> None:
    terms = [T(f"term{number} of trade", f"t{number}, 词{number}") for number in range(300)]
    text = "term7 of trade, and t8 with words of all kinds " * 90
    began = perf_counter()
    assert len(Matcher.of(terms).find(text)) == 180
    assert perf_counter() - began < 0.1
