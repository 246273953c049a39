"""Chart geometry: from dated values to what templates/components/chart.html draws. Pure: no database, no clock.

SVG holds the marks, HTML the words; under right to left the marks are mirrored and the words are not. The field is
600 wide and 200 high, y downwards. Words are in the active language.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, TypedDict

from django.utils.translation import gettext as _

from reports.placing import Box, Line, class_of, place_label, place_letter
from reports.scale import nice_ticks, span_of
from reports.timeline import Points, Stretch, Timeline

WIDTH, HEIGHT = 600, 200
STROKE_PITCH, STROKE_HEIGHT = 6, 24
SPARK_WIDTH, SPARK_HEIGHT = 96, 24
NEARLY_USED, FULL, BURN_END = 90, 100, 120
_HEADROOM = tuple(Decimal(share) for share in ("0", "0.15", "0.3", "0.5", "1", "2"))
_SINGLE = 0.008

Words = Callable[[Decimal], str]
Outcome = Literal["person", "note", "broken", "pending"]


class Label(TypedDict):
    text: str
    y_class: str


class Mark(TypedDict):
    letter: str
    path: str
    x_class: str
    y_class: str
    text: str


class Table(TypedDict):
    head: list[str]
    rows: list[list[str]]


class Chart(TypedDict):
    title: str
    subtitle: str
    y_ticks: list[str]
    x_ticks: list[str]
    now: list[str]
    then: list[str]
    rules: str
    marks: list[Mark]
    now_label: Label | None
    then_label: Label | None
    table: Table


def line_chart(
    now: Points,
    then: Points = (),
    *,
    title: str,
    unit: Words,
    subtitle: str = "",
    axis: Words | None = None,
    marks: Iterable[tuple[date, str]] = (),
    first_letter: int = 0,
    grain: Decimal = Decimal(1),
) -> Chart:
    """This year's line before last year's pale one, with notes as marks on the time axis (practices P4, P6).

    `now` is in order of days; all on the first of a month makes a monthly axis, else a daily one. `then` holds the
    same points a year earlier, dated as they were. None is a gap: `now` and `then` of the answer are therefore lists
    of polyline points, one for each unbroken stretch. A value standing alone becomes a short stroke.
    `unit` words a value, `axis` a tick if that should be shorter, `grain` is the smallest step worth a tick.
    Labels stand where no line crosses them; where that takes room, the axis gets more of it.
    The letters of marks go on from `first_letter` (0 is A); marks outside the axis are left out.
    ValueError if `now` has no days.
    """
    if not now:
        raise ValueError("A chart needs at least one day.")
    timeline = Timeline.of([day for day, _value in now])
    lines = {"now": timeline.stretches(now), "then": timeline.stretches(then, years_later=1)}
    wording = {"now": _closing_words(now, bool(lines["then"]), unit, timeline), "then": ""}
    if lines["then"]:
        wording["then"] = _("%(value)s the year before") % {"value": unit(lines["then"][-1][-1][1])}
    ticks, labels = _with_room(lines, wording, grain)
    shapes = {which: [_shape(stretch, ticks) for stretch in lines[which]] for which in lines}
    return Chart(
        title=title,
        subtitle=subtitle,
        y_ticks=[(axis or unit)(tick) for tick in reversed(ticks)],
        x_ticks=timeline.ticks(),
        now=[_polyline(shape) for shape in shapes["now"]],
        then=[_polyline(shape) for shape in shapes["then"]],
        rules="".join(f"M0 {_short(HEIGHT * step / (len(ticks) - 1))}h{WIDTH}" for step in range(len(ticks))),
        marks=_marks(timeline, marks, shapes["now"] + shapes["then"], list(labels.values()), first_letter),
        now_label=_label(wording["now"], labels.get("now")),
        then_label=_label(wording["then"], labels.get("then")),
        table=_table(now, then, timeline, unit),
    )


def spark(now: Sequence[Decimal | None], then: Sequence[Decimal | None] = ()) -> dict[str, list[str]]:
    """Polyline points in a 96 x 24 field for a line without words, and for a pale one behind it on the same scale."""
    known = [value for value in (*now, *then) if value is not None]
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(0))

    def stretch(values: Sequence[Decimal | None]) -> list[str]:
        steps = max(len(values) - 1, 1)
        shapes: list[list[tuple[float, float]]] = [[]]
        for position, value in enumerate(values):
            if value is None:
                shapes.append([])
            else:
                shapes[-1].append((position / steps, float((value - low) / (high - low)) if high > low else 0.5))
        return [_polyline(shape, SPARK_WIDTH, SPARK_HEIGHT) for shape in shapes if shape]

    return {"now": stretch(now), "then": stretch(then)}


def strokes(outcomes: Iterable[Outcome]) -> dict[str, str | int]:
    """The promise as strokes, one for each message in order: `width` of a field 24 high, and a path for each outcome.

    The paths are `person`, `note`, `broken` and `pending`; one without strokes is "".
    """
    paths: dict[str, str] = {"person": "", "note": "", "broken": "", "pending": ""}
    count = 0
    for count, outcome in enumerate(outcomes, start=1):
        paths[outcome] += f"M{count * STROKE_PITCH - STROKE_PITCH // 2} 2v{STROKE_HEIGHT - 4}"
    return {"width": max(count, 1) * STROKE_PITCH, **paths}


def ring(share: float) -> str:
    """The stroke-dasharray of a ring with pathLength 100 that is full at 1 and empty at 0; anything beyond is cut."""
    return f"{_short(min(max(share, 0.0), 1.0) * 100)} 100"


def burn(used: Decimal, agreed: Decimal) -> dict[str, str]:
    """A bar from 0 to 120 % of what was agreed: widths `used` and `over`, `state` "", "soon" (from 90 %) or "over".

    Anything used where nothing was agreed is over; negative use counts as none.
    """
    share = float(used / agreed * 100) if agreed > 0 else (float(BURN_END) if used > 0 else 0.0)
    share = max(share, 0.0)
    state = "over" if share > FULL else "soon" if share >= NEARLY_USED else ""
    over = min(max(share - FULL, 0.0), BURN_END - FULL)
    return {"used": _short(min(share, FULL)), "over": _short(over), "state": state}


def _with_room(
    lines: dict[str, list[Stretch]], wording: dict[str, str], grain: Decimal
) -> tuple[list[Decimal], dict[str, Box]]:
    """Ticks high enough that each label finds a place of its own, and these places."""
    low, high = span_of([value for stretches in lines.values() for line in stretches for _x, value in line])
    for share in _HEADROOM:
        ticks = nice_ticks(low, high + (high - low) * share, grain=grain)
        labels = _labels(lines, wording, ticks)
        if len(labels) == sum(map(bool, wording.values())):
            break
    return ticks, labels


def _labels(lines: dict[str, list[Stretch]], wording: dict[str, str], ticks: list[Decimal]) -> dict[str, Box]:
    shapes = {which: [_shape(line, ticks) for line in stretches] for which, stretches in lines.items()}
    ends = {which: stretches[-1][-1][1] for which, stretches in shapes.items() if stretches}
    higher = ends.get("now", 0.0) >= ends.get("then", 0.0)
    placed: dict[str, Box] = {}
    for which, above in (("now", higher), ("then", not higher)):
        if wording[which]:
            everything = shapes["now"] + shapes["then"]
            box = place_label(wording[which], ends[which], everything, placed.values(), above=above)
            if box:
                placed[which] = box
    return placed


def _closing_words(now: Points, compared: bool, unit: Words, timeline: Timeline) -> str:
    known = [(day, value) for day, value in now if value is not None]
    if not known:
        return ""
    day, value = known[-1]
    if day != now[-1][0]:
        return _("%(value)s in %(period)s") % {"value": unit(value), "period": timeline.short(day)}
    return _("%(value)s this year") % {"value": unit(value)} if compared else unit(value)


def _shape(stretch: Stretch, ticks: list[Decimal]) -> Line:
    low, high = ticks[0], ticks[-1]
    return [(x, float((value - low) / (high - low))) for x, value in stretch]


def _polyline(shape: Line, width: int = WIDTH, height: int = HEIGHT) -> str:
    if len(shape) == 1:
        ((x, y),) = shape
        shape = [(max(x - _SINGLE, 0.0), y), (min(x + _SINGLE, 1.0), y)]
    return " ".join(f"{_short(x * width)},{_short((1 - y) * height)}" for x, y in shape)


def _marks(
    timeline: Timeline, notes: Iterable[tuple[date, str]], lines: Sequence[Line], taken: list[Box], first: int
) -> list[Mark]:
    marks: list[Mark] = []
    for day, text in sorted(notes):
        at = timeline.share(day)
        if at is None:
            continue
        box = place_letter(at, lines, taken)
        taken.append(box)
        marks.append(
            Mark(
                letter=letter(first + len(marks)),
                path=f"M{_short(at * WIDTH)} 0v{HEIGHT}",
                x_class=class_of("x", box.start),
                y_class=class_of("y", box.bottom),
                text=text,
            )
        )
    return marks


def letter(position: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    signs = ""
    position += 1
    while position:
        position, sign = divmod(position - 1, 26)
        signs = chr(ord("A") + sign) + signs
    return signs


def _label(text: str, box: Box | None) -> Label | None:
    return Label(text=text, y_class=class_of("y", box.bottom)) if box else None


def _table(now: Points, then: Points, timeline: Timeline, unit: Words) -> Table:
    earlier = {timeline.a_year_later(day): value for day, value in then}
    head = [timeline.word(), _("This year"), _("The year before")] if then else [timeline.word(), _("This year")]
    rows = []
    for day, value in now:
        values = (value, earlier.get(day)) if then else (value,)
        rows.append([timeline.name(day), *("–" if figure is None else unit(figure) for figure in values)])
    return Table(head=head, rows=rows)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
