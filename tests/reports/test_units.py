"""Figures and sentences read well in each language, and never claim more than the figures do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from reports import sentences
from reports.snapshot import Favour, Figure, Missed, Planned, Promise, TaskCount
from reports.units import axis_words, change_size, change_words, grain_of, short_words, value_words
from tests.reports.samples import AL_NOOR, NEWCOMER, SOLVANG

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("412300", "EUR", "€412,300"),
        ("412300.49", "EUR", "€412,300"),
        ("31.2", "EUR", "€31.20"),
        ("610", "EUR", "€610"),
        ("-31.2", "EUR", "−€31.20"),
        ("500", "JPY", "JP¥500"),
        ("41", "%", f"41{NO_BREAK}%"),
        ("41.26", "%", f"41.3{NO_BREAK}%"),
        ("18240", "", "18,240"),
        ("1.25", "", "1.25"),
        ("61", "rides", "61 rides"),
        ("0", "EUR", "€0"),
    ],
)
def test_values(value: str, unit: str, told: str) -> None:
    assert value_words(Decimal(value), unit) == told


@pytest.mark.parametrize(
    ("now", "before", "unit", "as_share", "told"),
    [
        ("114", "100", "", True, f"+14{NO_BREAK}%"),
        ("86", "100", "", True, f"−14{NO_BREAK}%"),
        ("31.2", "33.3", "EUR", False, "−€2.10"),
        ("41", "33", "%", True, "+8 points"),
        ("100", "100", "", True, ""),
        ("1001", "1000", "", True, f"+0.1{NO_BREAK}%"),
        ("100001", "100000", "", True, f"+0.1{NO_BREAK}%"),
        ("1000", "3", "", True, "+997"),
        ("5", "0", "", True, "+5"),
        ("5", "-5", "", True, "+10"),
        ("-5", "5", "", True, "−10"),
    ],
)
def test_changes(now: str, before: str, unit: str, as_share: bool, told: str) -> None:
    assert change_words(Decimal(now), Decimal(before), unit, as_share=as_share) == told
    assert change_size(Decimal(now), Decimal(before), unit, as_share=as_share) == told.lstrip("+−")


def test_axes_and_tables_are_short() -> None:
    assert [axis_words(Decimal(value), "EUR") for value in ("0", "450000", "1250000", "-2000")] == [
        "€0",
        "€450K",
        "€1.25M",
        "−€2K",
    ]
    assert [axis_words(Decimal(value), "rides") for value in ("25", "2500")] == ["25", "2.5K"]
    assert [short_words(Decimal(value), "EUR") for value in ("412300", "31.2", "1412")] == ["412.3K", "31.20", "1,412"]
    assert [grain_of(unit) for unit in ("EUR", "JPY", "%", "")] == [Decimal("0.01"), 1, Decimal("0.1"), 1]


def test_the_year_comes_before_the_month() -> None:
    figure = Figure("Sales", Decimal(114), "", Decimal(100), Decimal(120))
    assert sentences.comparison_words(figure, date(2026, 1, 1)) == [
        f"+14{NO_BREAK}% on Jan 2025",
        f"−5{NO_BREAK}% on Dec",
    ]
    fresh = Figure("Sales", Decimal(114))
    assert sentences.comparison_words(fresh, date(2026, 1, 1)) == ["no figure for Jan 2025"]
    level = Figure("Sales", Decimal(1), "", Decimal(1), Decimal(1))
    assert sentences.comparison_words(level, date(2026, 1, 1)) == ["as in Jan 2025", "as in Dec"]


def test_the_lead_is_the_managers_or_made_of_figures() -> None:
    assert sentences.lead_words(SOLVANG) == SOLVANG.headline
    told = sentences.lead_words(replace(SOLVANG, headline=""))
    assert told == (
        f"Online sales: €412,300, 14{NO_BREAK}% more than in October 2025. "
        f"Orders: 268, 11{NO_BREAK}% more than in October 2025."
    )
    down = replace(SOLVANG, headline="", figures=(Figure("Cost", Decimal(9), "EUR", Decimal(12), None, "amount"),))
    assert sentences.lead_words(down) == "Cost: €9, €3 less than in October 2025."
    assert sentences.lead_words(replace(down, figures=(Figure("Cost", Decimal(9), "EUR", Decimal(9)),))).endswith(
        "the same as in October 2025."
    )
    assert sentences.lead_words(replace(down, figures=(Figure("Cost", Decimal(9), "EUR"),))) == "Cost: €9."
    assert sentences.lead_words(NEWCOMER) == "What was done, decided and learnt, and what comes next."


def test_who_wrote_it_and_that_nobody_did() -> None:
    assert sentences.byline_words(SOLVANG) == (
        "Monthly report for Jens Solvang and Maria Holm. Written by Ida Brandt, 5 November 2026."
    )
    assert sentences.byline_words(NEWCOMER) == "Drawn from our records on 5 November 2026, without our commentary."


def test_a_missed_message_is_told_as_it_is() -> None:
    late = Missed("Cards refused?", date(2026, 10, 21), 200)
    assert sentences.missed_words(late) == (
        "Your message of 21 October, “Cards refused?”, was acknowledged 3 h 20 min late."
    )
    assert sentences.missed_words(replace(late, late_minutes=None)).endswith("is still not acknowledged.")


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        (Promise(0, 0), "You did not write to us this month."),
        (
            Promise(1, 1, median_minutes=50),
            "You wrote once. A person answered in time, every time. Half of the answers came within 50 min.",
        ),
        (
            Promise(31, 30, broken=1),
            "You wrote 31 times. 30 answers of a person came in time. 1 answer came too late.",
        ),
        (
            Promise(5, 2, by_note=2),
            (
                "You wrote 5 times. 2 answers of a person came in time. "
                "2 times an automatic note kept the promise for us. 1 message is still within its time."
            ),
        ),
    ],
)
def test_the_promise(promise: Promise, told: str) -> None:
    assert sentences.promise_words(promise) == told


def test_tasks_and_favours() -> None:
    assert sentences.task_words(TaskCount(0)) == ""
    assert sentences.task_words(TaskCount(9, 7, 1, 1)) == (
        "9 tasks were due: 7 on time, 1 early and 1 late but announced."
    )
    assert sentences.task_words(TaskCount(3, late_unannounced=1)) == (
        "3 tasks were due: 1 late without a word and 2 still open."
    )
    assert sentences.favour_words(Favour("a banner", Decimal("1.5"))) == "Given free: a banner, 1.5 hours."
    priced = Favour("a banner", Decimal(1), 12000, "EUR")
    assert sentences.favour_words(priced) == "Given free: a banner, 1 hour, worth €120."


def test_promised_days() -> None:
    moved = Planned("Feed", date(2026, 11, 10), date(2026, 11, 6))
    assert sentences.promised_words(moved) == "Tue 10 Nov, moved from 6 Nov"
    assert sentences.promised_words(replace(moved, moved_from=None)) == "Tue 10 Nov"
    assert sentences.promised_words(Planned("Feed")) == "Date to follow"


@pytest.mark.parametrize("month", range(1, 13))
def test_neighbouring_months(month: int) -> None:
    this = date(2026, month, 1)
    assert sentences.month_after(sentences.month_before(this)) == this
    assert sentences.year_before(this) == date(2025, month, 1)


def test_a_month_is_called_as_its_language_calls_it() -> None:
    for language, name in (("en", "October"), ("ar", "أكتوبر"), ("ru", "октябрь"), ("zh-hans", "10月")):
        with translation.override(language):
            assert sentences.month_words(date(2026, 10, 1)) == name
    with translation.override(AL_NOOR.language):
        assert "أكتوبر 2025" in " ".join(sentences.comparison_words(AL_NOOR.figures[0], AL_NOOR.month))
