"""Shares of the quantity against shares of the time, in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from clients.pace import Period, month_of, pace, period_of, quarter_of

NOVEMBER_3 = date(2026, 11, 3)
QUARTER = quarter_of(NOVEMBER_3)


def test_the_quarter_of_a_day() -> None:
    assert Period(date(2026, 10, 1), date(2026, 12, 31)) == QUARTER
    assert round(float(QUARTER.share_gone(NOVEMBER_3) or 0), 2) == 0.37
    assert QUARTER.days_left(NOVEMBER_3) == 58


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_periods_hold_their_day_and_touch_the_next(day: date) -> None:
    for of in (month_of, quarter_of):
        period = of(day)
        assert period.end is not None
        assert period.begin <= day <= period.end
        assert of(period.end + timedelta(days=1)).begin == period.end + timedelta(days=1)
        assert 0 < (period.share_gone(day) or 0) <= 1


@pytest.mark.parametrize(
    ("used", "agreed", "unit", "kind", "words"),
    [
        ("13.5", "12", "h", "late", "1.5\N{NO-BREAK SPACE}h over"),
        ("11", "12", "", "attention", "1 left, 58 days to go"),
        ("12", "12", "", "attention", "Used up, 58 days to go"),
        ("3", "6", "", "good", "On pace"),
        ("2", "6", "", "good", "On pace"),
        ("0", "3", "", "info", "Not begun"),
    ],
)
def test_pace_in_words(used: str, agreed: str, unit: str, kind: str, words: str) -> None:
    judged = pace(Decimal(used), Decimal(agreed), QUARTER, NOVEMBER_3, unit)
    assert (judged.kind, judged.words) == (kind, words)


def test_early_in_the_period_nothing_used_is_no_news() -> None:
    assert pace(Decimal(0), Decimal(3), QUARTER, date(2026, 10, 2)).kind == ""


def test_far_behind_the_time() -> None:
    judged = pace(Decimal(1), Decimal(10), QUARTER, date(2026, 12, 1))
    assert judged.kind == "info"
    assert judged.words.startswith("Behind: ")


def test_without_an_end_there_is_no_pace() -> None:
    period = period_of("total", NOVEMBER_3, date(2026, 1, 1), None)
    assert period.share_gone(NOVEMBER_3) is None
    judged = pace(Decimal(1), Decimal(4), period, NOVEMBER_3, "sites")
    assert (judged.kind, judged.words) == ("", "3\N{NO-BREAK SPACE}sites left")


def test_used_up_on_the_last_day() -> None:
    assert pace(Decimal(3), Decimal(3), QUARTER, date(2026, 12, 31)).words == "Used up"


def test_share_may_exceed_a_hundred() -> None:
    assert pace(Decimal("13.5"), Decimal(12), QUARTER, NOVEMBER_3).share == 112.5


def test_an_unknown_period_is_an_error() -> None:
    with pytest.raises(ValueError, match="decade"):
        period_of("decade", NOVEMBER_3, NOVEMBER_3, None)
