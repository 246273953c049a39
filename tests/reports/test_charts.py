"""Chart geometry holds for whatever a month may bring: gaps, zeros, losses, one lonely figure."""

import itertools
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from reports.charts import HEIGHT, WIDTH, Chart, burn, letter, line_chart, ring, spark, strokes
from reports.placing import LABEL_HEIGHT, width_of
from reports.scale import nice_ticks, span_of

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
values = st.one_of(st.none(), amounts)
grains = st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("0.001"), Decimal(100)])


def months(figures: Sequence[Decimal | None], first: date = date(2025, 11, 1)) -> list[tuple[date, Decimal | None]]:
    starts = [
        date(first.year + (first.month - 1 + step) // 12, (first.month - 1 + step) % 12 + 1, 1)
        for step in range(len(figures))
    ]
    return list(zip(starts, figures, strict=True))


def plain(value: Decimal) -> str:
    return f"{value:f}"


def drawn(lines: Sequence[str]) -> list[list[tuple[float, float]]]:
    return [[tuple(map(float, pair.split(","))) for pair in line.split()] for line in lines]  # type: ignore[misc]


# --- The value axis ---------------------------------------------------------------------------------------------------


@given(amounts, amounts, grains)
def test_ticks_cover_the_data_with_three_to_six_round_steps(one: Decimal, other: Decimal, grain: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, grain=grain)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 3 <= len(ticks) <= 6
    (step,) = {after - before for before, after in itertools.pairwise(ticks)}
    assert step >= grain
    assert step % grain == 0
    assert (step / grain).normalize().as_tuple().digits in {(1,), (2,), (5,), (2, 5)}
    assert all(tick % step == 0 for tick in ticks)


@given(amounts, amounts)
def test_ticks_do_not_waste_the_field(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, grain=Decimal("0.000001"))
    if high > low:
        assert (ticks[-1] - ticks[0]) <= (high - low) * 5


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "531", "0 200 400 600"),
        ("29.2", "45.2", "25 30 35 40 45 50"),
        ("-3", "4", "-4 -2 0 2 4"),
        ("0", "0", "0 20 40 60 80 100"),
        ("1", "1", "0 1 2"),
        ("-7", "-7", "-8 -6 -4 -2 0"),
    ],
)
def test_ticks_read_well(low: str, high: str, expected: str) -> None:
    assert [f"{tick:f}" for tick in nice_ticks(Decimal(low), Decimal(high))] == expected.split()


def test_ticks_refuse_a_range_upside_down() -> None:
    with pytest.raises(ValueError):
        nice_ticks(Decimal(2), Decimal(1))
    with pytest.raises(ValueError):
        nice_ticks(Decimal(1), Decimal(2), grain=Decimal(0))


def test_zero_is_shown_unless_it_would_flatten_the_line() -> None:
    assert span_of([Decimal(180), Decimal(530)]) == (0, 530)
    assert span_of([Decimal(29), Decimal(45)]) == (29, 45)
    assert span_of([Decimal(-180), Decimal(-530)]) == (-530, 0)
    assert span_of([Decimal(-5), Decimal(7)]) == (-5, 7)
    assert span_of([]) == (0, 0)


# --- Lines and labels -------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=14), st.booleans())
def test_labels_never_cross_a_line(pairs: list[tuple[Decimal | None, Decimal | None]], compared: bool) -> None:
    now = months([pair[0] for pair in pairs])
    then = months([pair[1] for pair in pairs], date(2024, 11, 1)) if compared else []
    chart = line_chart(now, then, title="Sales", unit=plain)
    assert bool(chart["now_label"]) == any(value is not None for _day, value in now)
    assert bool(chart["then_label"]) == any(value is not None for _day, value in then)
    for label in (chart["now_label"], chart["then_label"]):
        if label:
            bottom = int(label["y_class"].removeprefix("y-")) / 100
            assert not crossed(chart, 1 - width_of(label["text"]), bottom, bottom + LABEL_HEIGHT)
    if chart["now_label"] and chart["then_label"]:
        heights = [int(chart[which]["y_class"].removeprefix("y-")) for which in ("now_label", "then_label")]  # type: ignore[literal-required]
        assert abs(heights[0] - heights[1]) >= LABEL_HEIGHT * 100


def crossed(chart: Chart, start: float, bottom: float, top: float) -> bool:
    for line in drawn(chart["now"] + chart["then"]):
        for (x1, y1), (x2, y2) in itertools.pairwise(line):
            for step in range(51):
                x, y = x1 + (x2 - x1) * step / 50, y1 + (y2 - y1) * step / 50
                if x / WIDTH >= start and bottom < 1 - y / HEIGHT < top:
                    return True
    return False


@given(st.lists(values, min_size=1, max_size=40))
def test_every_point_lies_in_the_field(figures: list[Decimal | None]) -> None:
    chart = line_chart(months(figures), title="Sales", unit=plain)
    for line in drawn(chart["now"]):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)
        assert [x for x, _y in line] == sorted(x for x, _y in line)


def test_a_gap_parts_the_line_and_a_lone_value_is_a_short_stroke() -> None:
    chart = line_chart(months([Decimal(4), Decimal(8), None, Decimal(6), None]), title="Sales", unit=plain)
    pair, single = drawn(chart["now"])
    assert pair == [(0.0, 100.0), (150.0, 0.0)] or len(pair) == 2
    assert len(single) == 2
    assert single[1][0] - single[0][0] < WIDTH / 50
    assert chart["now_label"] is not None
    assert chart["now_label"]["text"] == "6 in Feb"


def test_the_year_before_lies_behind_the_same_months() -> None:
    chart = line_chart(months([Decimal(4)] * 3), months([Decimal(2)] * 3, date(2024, 11, 1)), title="Sales", unit=plain)
    assert [x for x, _y in drawn(chart["then"])[0]] == [x for x, _y in drawn(chart["now"])[0]] == [0, 300, 600]
    assert chart["table"] == {
        "head": ["Month", "This year", "The year before"],
        "rows": [["Nov 2025", "4", "2"], ["Dec 2025", "4", "2"], ["Jan 2026", "4", "2"]],
    }


def test_the_higher_line_is_labelled_above_and_the_lower_below() -> None:
    chart = line_chart(
        months([Decimal(382), Decimal(298), Decimal(412)]),
        months([Decimal(351), Decimal(281), Decimal(362)], date(2024, 11, 1)),
        title="Sales",
        unit=plain,
    )
    assert chart["now_label"]
    assert chart["then_label"]
    assert chart["now_label"]["text"] == "412 this year"
    assert chart["then_label"]["text"] == "362 the year before"
    assert int(chart["now_label"]["y_class"][2:]) > int(chart["then_label"]["y_class"][2:])


def test_one_point_all_zero_and_nothing_known() -> None:
    assert line_chart(months([Decimal(5)]), title="Sales", unit=plain)["x_ticks"] == ["", "Nov"]
    zero = line_chart(months([Decimal(0)] * 4), title="Sales", unit=plain)
    assert zero["y_ticks"][-1] == "0"
    assert drawn(zero["now"])[0][0] == (0.0, HEIGHT)
    unknown = line_chart(months([None, None]), title="Sales", unit=plain)
    assert unknown["now"] == []
    assert unknown["now_label"] is None
    assert unknown["table"]["rows"][0][1] == "–"
    with pytest.raises(ValueError):
        line_chart([], title="Sales", unit=plain)


def test_notes_become_lettered_marks_at_their_days() -> None:
    notes = [(date(2026, 7, 8), "payments down"), (date(2026, 3, 12), "free delivery"), (date(2020, 1, 1), "long ago")]
    chart = line_chart(months([Decimal(400)] * 12), title="Sales", unit=plain, marks=notes, first_letter=1)
    assert [(mark["letter"], mark["text"]) for mark in chart["marks"]] == [
        ("B", "free delivery"),
        ("C", "payments down"),
    ]
    assert chart["marks"][0]["path"].startswith("M237.")
    assert chart["marks"][0]["x_class"] == "x-40"


@given(st.lists(st.integers(0, 364), min_size=1, max_size=6))
def test_letters_do_not_cover_each_other(offsets: list[int]) -> None:
    notes = [(date(2025, 11, 1) + timedelta(days=offset), "note") for offset in offsets]
    chart = line_chart(months([Decimal(400)] * 12), title="Sales", unit=plain, marks=notes)
    places = [(mark["x_class"], mark["y_class"]) for mark in chart["marks"]]
    assert len(places) == len(set(places))
    assert all(re.fullmatch(r"x-([0-9]|[1-8][05]|90|[05])", x) for x, _y in places)


def test_letters_go_on_after_z() -> None:
    assert [letter(position) for position in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


@pytest.mark.parametrize(("language", "tick"), [("en", "Oct"), ("ru", "окт."), ("zh-hans", "10月"), ("ar", "10")])
def test_months_are_named_in_the_language_and_short_enough(language: str, tick: str) -> None:
    with translation.override(language):
        assert line_chart(months([Decimal(1)] * 12), title="", unit=plain)["x_ticks"][-1] == tick


def test_days_make_a_daily_axis_with_few_names() -> None:
    days = [(date(2026, 10, 2) + timedelta(days=step), Decimal(step)) for step in range(30)]
    ticks = line_chart(days, title="Sales", unit=plain)["x_ticks"]
    assert ticks[0] == "2 Oct"
    assert ticks[-1] == "31 Oct"
    assert 3 <= len(ticks) <= 7


@given(st.integers(1, 400), st.booleans())
def test_the_axis_is_never_crowded(length: int, monthly: bool) -> None:
    first = date(2020, 1, 1) if monthly else date(2020, 1, 2)
    points = (
        months([Decimal(1)] * length, first)
        if monthly
        else [(first + timedelta(days=s), Decimal(1)) for s in range(length)]
    )
    assert 2 <= len(line_chart(points, title="", unit=plain)["x_ticks"]) <= 13


# --- Small marks ------------------------------------------------------------------------------------------------------


def test_spark_shares_one_scale() -> None:
    lines = spark([Decimal(0), None, Decimal(10), Decimal(5)], [Decimal(5)] * 4)
    assert lines["then"] == ["0,12 32,12 64,12 96,12"]
    assert len(lines["now"]) == 2
    assert lines["now"][1] == "64,0 96,12"
    assert spark([None]) == {"now": [], "then": []}


def test_strokes_stand_side_by_side() -> None:
    drawn_strokes = strokes(["person", "broken", "note", "person", "pending"])
    assert drawn_strokes == {
        "width": 30,
        "person": "M3 2v20M21 2v20",
        "broken": "M9 2v20",
        "note": "M15 2v20",
        "pending": "M27 2v20",
    }
    assert strokes([])["width"] == 6


def test_ring_and_burn_stay_within_bounds() -> None:
    assert [ring(share) for share in (0.125, -1, 7)] == ["12.5 100", "0 100", "100 100"]
    assert burn(Decimal(4), Decimal(6)) == {"used": "66.7", "over": "0", "state": ""}
    assert burn(Decimal(11), Decimal(12))["state"] == "soon"
    assert burn(Decimal("13.5"), Decimal(12)) == {"used": "100", "over": "12.5", "state": "over"}
    assert burn(Decimal(99), Decimal(12))["over"] == "20"
    assert burn(Decimal(1), Decimal(0))["state"] == "over"
    assert burn(Decimal(0), Decimal(0))["used"] == "0"
