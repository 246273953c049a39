"""The sections of a monthly report as words ready to be set: what templates/reports/sheet.html arranges. Pure.

The client's level of detail (P1, P3) decides how many charts are drawn and how deep the tree of channels goes; what
went wrong is never shortened.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agency.locales import current_locale
from reports.channels import MOST_ROWS, NOTHING, by_channel
from reports.charts import Chart, line_chart
from reports.sentences import (
    comparison_words,
    day_of_year_words,
    day_words,
    decided_words,
    favour_words,
    missed_words,
    month_after,
    month_names,
    month_words,
    promise_words,
    promised_words,
    task_words,
    together,
)
from reports.snapshot import Dated, Series, Snapshot
from reports.timeline import Timeline
from reports.units import axis_words, grain_of, is_money, short_words, value_words

MONTHS_ACROSS, WIDEST_CELL = 12, 7


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a level of detail shows: charts, figures, and levels of the tree beneath the account."""

    charts: int
    figures: int
    depth: int


EXTENTS = {
    "headline": Extent(charts=1, figures=4, depth=0),
    "summary": Extent(charts=2, figures=8, depth=1),
    "full": Extent(charts=6, figures=12, depth=4),
}


def sections(snapshot: Snapshot) -> dict[str, Any]:
    """Every section by name; one that has nothing to say is empty and disappears, unless its emptiness is news."""
    extent = EXTENTS[snapshot.detail]
    shown = snapshot.series[: extent.charts]
    return {
        "figures": [
            {
                "name": figure.name,
                "value": value_words(figure.value, figure.unit),
                "lines": comparison_words(figure, snapshot.month),
            }
            for figure in snapshot.figures[: extent.figures]
        ],
        "charts": [{**chart, "table": None} for chart in _charts(shown)],
        "behind": _behind(shown),
        "goals": _goals(snapshot),
        "well": snapshot.went_well,
        "wrong": [*snapshot.went_wrong, *map(missed_words, snapshot.missed)],
        "spend": by_channel(snapshot.spend, snapshot.month, extent.depth) if snapshot.spend and extent.depth else None,
        "tests": snapshot.tests[:MOST_ROWS],
        "plan": [
            {"work": planned.work, "when": promised_words(planned), "needed": planned.we_need or _("Nothing")}
            for planned in snapshot.plan[:MOST_ROWS]
        ],
        "decided": [
            {"what": decided.what, "why": decided.why and _because(decided.why), "about": decided_words(decided)}
            for decided in snapshot.decisions[:MOST_ROWS]
        ],
        "our_word": _our_word(snapshot),
        "headings": {
            "wrong": _("What went wrong"),
            "plan": _("What comes in %(month)s") % month_names(month_after(snapshot.month)),
            "decided": _("Decided in %(month)s") % month_names(snapshot.month),
        },
    }


def _charts(shown: tuple[Series, ...]) -> Iterator[Chart]:
    drawn = 0
    for series in shown:
        if not series.now:
            continue
        chart = line_chart(
            series.now,
            series.then,
            title=series.name,
            subtitle=_period(series),
            unit=lambda value, unit=series.unit: value_words(value, unit),  # type: ignore[misc]
            axis=lambda value, unit=series.unit: axis_words(value, unit),  # type: ignore[misc]
            marks=[(note.day, _note(note.day, note.text, series)) for note in series.notes],
            first_letter=drawn,
            grain=grain_of(series.unit),
        )
        drawn += len(chart["marks"])
        yield chart


def _note(day: Any, text: str, series: Series) -> str:
    same_year = day.year == series.now[-1][0].year
    return _("%(day)s: %(text)s") % {"day": day_of_year_words(day) if same_year else day_words(day), "text": text}


def _period(series: Series) -> str:
    names = {"first": month_words(series.now[0][0], year=True), "last": month_words(series.now[-1][0], year=True)}
    if any(value is not None for _day, value in series.then):
        told = [_("%(first)s to %(last)s; the pale line is the year before.") % names]
    else:
        told = [_("%(first)s to %(last)s.") % names]
    if series.source:
        told.append(_("Source: %(source)s.") % {"source": series.source})
    return together(told)


def _behind(shown: tuple[Series, ...]) -> list[dict[str, Any]]:
    """The figures behind the lines, for whoever cannot see them: a year across, or half of one if words are long."""
    tables = _months_across(shown, MONTHS_ACROSS)
    widest = max((len(cell) for table in tables for row in table["rows"] for cell in row["cells"]), default=0)
    return _months_across(shown, MONTHS_ACROSS // 2) if widest > WIDEST_CELL else tables


def _months_across(shown: tuple[Series, ...], across: int) -> list[dict[str, Any]]:
    tables: dict[tuple[date, ...], dict[str, Any]] = {}
    for series in shown:
        for part in _parts(series.now, across):
            timeline = Timeline.of([day for day, _value in series.now])
            days = tuple(day for day, _value in part)
            table = tables.setdefault(days, {"months": [timeline.short(day) for day in days], "rows": []})
            table["rows"].append({"name": _titled(series), "cells": _cells(part, series.unit)})
            if series.then:
                earlier = {timeline.a_year_later(day): value for day, value in series.then}
                cells = _cells([(day, earlier.get(day)) for day in days], series.unit)
                table["rows"].append({"name": _("the year before"), "cells": cells, "level": 1})
    return list(tables.values())


def _parts(points: Sequence[Dated], across: int) -> Iterator[Sequence[Dated]]:
    return (points[start : start + across] for start in range(0, len(points), across))


def _cells(points: Iterable[Dated], unit: str) -> list[str]:
    return [NOTHING if value is None else short_words(value, unit) for _day, value in points]


def _titled(series: Series) -> str:
    unit = current_locale().currency_symbols.get(series.unit, series.unit) if is_money(series.unit) else series.unit
    return _("%(figure)s, %(unit)s") % {"figure": series.name, "unit": unit} if unit else series.name


def _because(why: str) -> str:
    return _("Because: %(why)s") % {"why": why}


def _goals(snapshot: Snapshot) -> dict[str, Any]:
    days = {goal.due for goal in snapshot.goals}
    (shared,) = days if len(days) == 1 else (None,)
    return {
        "heading": _("Your goals for %(year)s") % {"year": shared.year} if shared else _("Your goals"),
        "target": _("By %(day)s") % {"day": day_of_year_words(shared)} if shared else _("Target"),
        "rows": [
            {
                "metric": goal.metric,
                "now": NOTHING if goal.now is None else value_words(goal.now, goal.unit),
                "target": value_words(goal.target, goal.unit),
                "due": _("by %(day)s") % {"day": day_words(goal.due)} if goal.due and not shared else "",
                "outlook": goal.outlook or NOTHING,
            }
            for goal in snapshot.goals
        ],
    }


def _our_word(snapshot: Snapshot) -> list[str]:
    told = [promise_words(snapshot.promise)] if snapshot.promise else []
    if snapshot.tasks and (words := task_words(snapshot.tasks)):
        told.append(words)
    return told + [favour_words(favour) for favour in snapshot.favours]
