"""What is frozen is read back as it was, or refused with the place that is wrong."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from reports.freezing import UnreadableError
from reports.snapshot import SCHEMA, Figure, Goal, Missed, Node, Promise, Snapshot, Spend
from tests.reports.samples import AL_NOOR, NEWCOMER, QINGHE, SOLVANG

words = st.text(max_size=20)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
figures = st.builds(
    Figure, name=words, value=numbers, unit=words, year_ago=st.none() | numbers, month_ago=st.none() | numbers
)
nodes = st.recursive(
    st.builds(Node, name=words, spent_minor=st.none() | st.integers(), result=st.none() | numbers),
    lambda below: st.builds(Node, name=words, children=st.lists(below, max_size=3).map(tuple)),
    max_leaves=8,
)
snapshots = st.builds(
    replace,
    st.just(NEWCOMER),
    figures=st.lists(figures, max_size=3).map(tuple),
    went_well=st.lists(words, max_size=3).map(tuple),
    missed=st.lists(st.builds(Missed, words, st.dates(), st.none() | st.integers()), max_size=2).map(tuple),
    goals=st.lists(st.builds(Goal, metric=words, target=numbers, due=st.none() | st.dates()), max_size=2).map(tuple),
    promise=st.none() | st.builds(Promise, messages=st.integers(), by_person=st.integers()),
    spend=st.none() | st.builds(Spend, currency=st.just("EUR"), whole=nodes),
)


def written(snapshot: Snapshot) -> dict[str, Any]:
    """As a JSONField gives it back: through text."""
    return json.loads(json.dumps(snapshot.to_json()))


@pytest.mark.parametrize("snapshot", [SOLVANG, AL_NOOR, QINGHE, NEWCOMER], ids=lambda snapshot: snapshot.language)
def test_a_month_comes_back_as_it_was(snapshot: Snapshot) -> None:
    assert Snapshot.from_json(written(snapshot)) == snapshot
    assert Snapshot.from_json(written(snapshot)).digest() == snapshot.digest()


@given(snapshots)
def test_any_month_comes_back_as_it_was(snapshot: Snapshot) -> None:
    assert Snapshot.from_json(written(snapshot)) == snapshot


def test_money_and_figures_stay_exact() -> None:
    frozen = written(replace(NEWCOMER, figures=(Figure("Cost", Decimal("0.10"), "EUR"),)))
    assert frozen["schema"] == SCHEMA
    assert frozen["figures"][0]["value"] == "0.10"
    assert Snapshot.from_json(frozen).figures[0].value.as_tuple() == Decimal("0.10").as_tuple()


def test_the_digest_tells_one_month_from_another() -> None:
    assert SOLVANG.digest() == replace(SOLVANG).digest()
    assert SOLVANG.digest() != replace(SOLVANG, headline="Another headline.").digest()


def test_the_order_of_keys_does_not_matter() -> None:
    frozen = written(SOLVANG)
    assert Snapshot.from_json(dict(reversed(frozen.items()))).digest() == SOLVANG.digest()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 2}, "schema: 1 was expected, not 2"),
        ({"month": "2026-10-02"}, "month: the first day"),
        ({"month": "October"}, "month: date was expected"),
        ({"client": 7}, "client: str was expected"),
        ({"client": None}, "client: str was expected"),
        ({"detail": "everything"}, "detail: one of headline, summary, full"),
        ({"went_well": "fine"}, "went_well: a list was expected"),
        ({"went_well": [1]}, r"went_well\[0\]: str was expected"),
        ({"agency": "Northlight"}, "agency: an object was expected"),
        ({"agency": {"hue": 205}}, "agency: the field name is missing"),
        ({"margin": "12"}, "Snapshot: unknown field margin"),
        ({"figures": [{"name": "Sales", "value": 1.5}]}, r"figures\[0\].value: Decimal was expected"),
        ({"figures": [{"name": "Sales", "value": "NaN"}]}, r"figures\[0\].value: Decimal was expected"),
        ({"figures": [{"name": "Sales", "value": "many"}]}, r"figures\[0\].value: Decimal was expected"),
        ({"series": [{"name": "S", "unit": "", "source": "", "now": [["2026-10-01"]]}]}, r"now\[0\]: 2 values"),
        ({"promise": {"messages": True, "by_person": 1}}, "promise.messages: int was expected"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UnreadableError, match=complaint):
        Snapshot.from_json({**written(NEWCOMER), **change})


def test_fields_that_came_later_may_be_missing() -> None:
    frozen = written(NEWCOMER)
    del frozen["favours"], frozen["spend"]
    assert Snapshot.from_json(frozen) == NEWCOMER
