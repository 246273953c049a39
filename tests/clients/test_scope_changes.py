"""What changed between two versions of a scope, said line by line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, strategies as st

from clients.scope_changes import LeftOut, Promise, Terms, changes

ARTICLES = Promise(name="Articles", quantity=Decimal(4), unit="", period="quarter")
ADVICE = Promise(name="Advice", quantity=Decimal(12), unit="h", period="month")
PHOTOS = LeftOut(number="2.5", what="Photography", reason="They have their own.")
BEFORE = Terms(promises=[ARTICLES, ADVICE], left_out=[PHOTOS], starts_on=date(2026, 1, 1), fee_minor=430000)


def words_of(after: Terms) -> list[str]:
    return [change.words for change in changes(BEFORE, after)]


def test_the_same_terms_have_no_changes() -> None:
    assert changes(BEFORE, replace(BEFORE)) == []


def test_more_of_a_deliverable() -> None:
    six = replace(ARTICLES, quantity=Decimal(6))
    (change,) = changes(BEFORE, replace(BEFORE, promises=[six, ADVICE]))
    assert change.words == "Articles from 4 a quarter to 6 a quarter"
    assert (change.before, change.after) == ("Articles: 4 a quarter", "Articles: 6 a quarter")


def test_another_case_is_the_same_deliverable() -> None:
    assert words_of(replace(BEFORE, promises=[replace(ARTICLES, name="ARTICLES"), ADVICE])) == []


def test_added_and_taken_out() -> None:
    site = Promise(name="Porto site", quantity=Decimal(1), unit="", period="total")
    assert words_of(replace(BEFORE, promises=[ARTICLES, site])) == ["Porto site: 1 in all added", "Advice taken out"]


def test_exclusions_come_and_go() -> None:
    film = LeftOut(number="2.6", what="Film", reason="")
    assert words_of(replace(BEFORE, left_out=[film])) == ["now left out: Film", "no longer left out: Photography"]
    other = replace(PHOTOS, reason="Too dear.")
    assert words_of(replace(BEFORE, left_out=[other])) == ["another reason for leaving out: Photography"]


def test_the_fee_is_marked_as_money() -> None:
    (change,) = changes(BEFORE, replace(BEFORE, fee_minor=480000))
    assert change.of_money
    assert change.words == "fee from €4,300 to €4,800"
    assert words_of(replace(BEFORE, fee_minor=None)) == ["no monthly fee any more"]
    assert [c.words for c in changes(replace(BEFORE, fee_minor=None), BEFORE)] == ["fee of €4,300 a month"]


def test_dates_assumptions_and_measures() -> None:
    after = replace(
        BEFORE, ends_on=date(2027, 3, 31), assumptions=["Texts come by the 5th"], success_metrics=["Enquiries"]
    )
    assert words_of(after) == [
        "Assumption added: Texts come by the 5th",
        "Measure of success added: Enquiries",
        "valid from 1 Jan 2026 until 31 Mar 2027",
    ]
    assert [c.before for c in changes(after, BEFORE)][:2] == ["Texts come by the 5th", "Enquiries"]


promise = st.builds(
    Promise,
    name=st.text(min_size=1, max_size=8),
    quantity=st.decimals(min_value=1, max_value=99, places=1),
    unit=st.sampled_from(["", "h"]),
    period=st.sampled_from(["month", "quarter", "total"]),
)
terms = st.builds(
    Terms,
    promises=st.lists(promise, max_size=4, unique_by=lambda each: each.name.casefold()),
    starts_on=st.just(date(2026, 1, 1)),
    fee_minor=st.one_of(st.none(), st.integers(0, 10**7)),
)


@given(terms, terms)
def test_no_change_is_forgotten_either_way(one: Terms, other: Terms) -> None:
    there, back = changes(one, other), changes(other, one)
    assert len(there) == len(back)
    assert sorted((c.before, c.after) for c in there) == sorted((c.after, c.before) for c in back)
    assert changes(one, one) == []
