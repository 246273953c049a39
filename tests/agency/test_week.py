"""The hours of a week as they are stored and typed."""

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st

from agency.week import parse_week, week_as_stored


def test_a_week_is_read_with_lunch_midnight_and_free_days() -> None:
    week = parse_week({"mon": [["14:00", "24:00"], ["9:00", "13:00"]], "sun": []})
    assert week[0] == ((540, 780), (840, 1440))
    assert week[1:] == ((),) * 6


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"mon": [["14:00", "13:00"]]}, "Monday: the span from 14:00 to 13:00 ends before it has begun."),
        ({"tue": [["14:00", "18:00"], ["09:00", "15:00"]]}, "Tuesday: a span begins at 14:00, inside 09:00 to 15:00."),
        ({"wed": [["9", "10:00"]]}, "Wednesday: “9” is not a time from 00:00 to 24:00."),
        ({"thu": [["24:01", "25:00"]]}, "Thursday: “24:01” is not a time from 00:00 to 24:00."),
        ({"thu": [["٠٩:00", "10:00"]]}, "Thursday: “٠٩:00” is not a time from 00:00 to 24:00."),
        ({"fri": [["09:00"]]}, "Friday: give each span as a beginning and an end."),
        ({"sat": "09:00-12:00"}, "Saturday: give each span as a beginning and an end."),
        ({"someday": []}, "“someday” is not a day; the days are mon to sun."),
        ([], "Working hours are given by day, from mon to sun."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_day(stored: Any, words: str) -> None:
    with override("en"), pytest.raises(ValueError) as refusal:
        parse_week(stored)
    assert str(refusal.value) == words


SPANS = st.lists(st.integers(0, 1440), unique=True, max_size=8).map(
    lambda minutes: tuple(zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
)


@given(st.tuples(*[SPANS] * 7))
def test_storing_and_reading_gives_the_same_week(week: Any) -> None:
    assert parse_week(week_as_stored(week)) == week


@given(st.recursive(st.none() | st.text(max_size=6) | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_whatever_is_stored_is_read_or_refused(stored: Any) -> None:
    try:
        week = parse_week({"mon": stored})
    except ValueError:
        return
    assert week == parse_week(week_as_stored(week))
