"""How the promise was kept, in words: figures, a table by month, manager or client, and the chart. Each leads to its
rows."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency import wording
from agency.models import Agency
from comms.kept import Kept
from comms.queries.promise import Show
from reports.asked import Asked
from reports.charts import line_chart
from reports.queries.promise import MOST_MONTHS, By, Line
from reports.units import axis_words, grain_of, value_words

FEW = 10
"""Of fewer messages no share is told, since one more would change it too much: '2 of 3' instead."""
A_PAGE = 25
LONGEST_FIRST = "-wait"


def rate_words(part: int, whole: int) -> str:
    """'94 %', or '2 of 3' of a few; '' of nothing."""
    if not whole:
        return ""
    if whole < FEW:
        return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}
    return wording.percent(part / whole)


class Column(NamedTuple):
    """A figure of the table. `small` says more in small print; `order` is how its rows stand, newest first if ''."""

    name: str
    label: Any
    show: Show
    text: Callable[[Kept], str]
    small: Callable[[Kept], str] = lambda kept: ""
    order: str = ""


def _count(name: str) -> Callable[[Kept], str]:
    return lambda kept: wording.number(getattr(kept, name)) if getattr(kept, name) else ""


def _span(name: str) -> Callable[[Kept], str]:
    return lambda kept: "" if getattr(kept, name) is None else wording.span(getattr(kept, name))


def _of_few(kept: Kept) -> str:
    return _("of %(count)s") % {"count": kept.answered} if 0 < kept.answered < FEW else ""


COLUMNS = (
    Column("messages", gettext_lazy("Messages"), Show.MESSAGES, _count("messages")),
    Column(
        "by_person",
        gettext_lazy("By a person in time"),
        Show.BY_PERSON,
        _count("by_person"),
        lambda kept: rate_words(kept.by_person, kept.settled),
    ),
    Column(
        "by_note",
        gettext_lazy("Only by a note"),
        Show.BY_NOTE,
        _count("by_note"),
        lambda kept: rate_words(kept.by_note, kept.settled) if kept.by_note else "",
    ),
    Column("broken", gettext_lazy("Broken"), Show.BROKEN, _count("broken")),
    Column("waiting", gettext_lazy("Still running"), Show.WAITING, _count("waiting")),
    Column(
        "met",
        gettext_lazy("Target met"),
        Show.MET,
        _count("met"),
        lambda kept: rate_words(kept.met, kept.met + kept.missed),
    ),
    Column("missed", gettext_lazy("Target missed"), Show.MISSED, _count("missed")),
    Column("median", gettext_lazy("Half within"), Show.ANSWERED, _span("median"), _of_few, LONGEST_FIRST),
    Column("ninetieth", gettext_lazy("9 of 10 within"), Show.ANSWERED, _span("ninetieth"), _of_few, LONGEST_FIRST),
    Column("dismissed", gettext_lazy("Needed no answer"), Show.DISMISSED, _count("dismissed")),
)
SORTS: dict[str, Callable[[Kept], Any]] = {
    "messages": lambda kept: kept.messages,
    "by_person": lambda kept: None if kept.rate is None else (kept.rate, -kept.broken),
    "by_note": lambda kept: kept.by_note,
    "broken": lambda kept: kept.broken,
    "met": lambda kept: kept.met_rate,
    "median": lambda kept: kept.median,
    "ninetieth": lambda kept: kept.ninetieth,
}
WORST_FIRST = "by_person"


def in_order(lines: Sequence[Line], by: By, sort: str) -> list[Line]:
    """Months the newest first; others as asked, by name where they are even. Lines without a value stand last."""
    if by is By.MONTH:
        return list(reversed(lines))
    falls, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "name":
        return sorted(lines, key=lambda line: line.name.casefold(), reverse=falls)
    known = [(SORTS[name](line.kept), line) for line in lines]
    there = sorted((pair for pair in known if pair[0] is not None), key=lambda pair: pair[0], reverse=falls)
    return [line for _value, line in there] + [line for value, line in known if value is None]


def part(lines: Sequence[Line], after: str) -> tuple[list[Line], str]:
    """A page of the lines after the one of this key, and the key from which it goes on; '' at the end."""
    begin = next((place for place, line in enumerate(lines, start=1) if after and line.key == after), 0)
    shown = list(lines[begin : begin + A_PAGE])
    return shown, shown[-1].key if len(lines) > begin + A_PAGE else ""


def figures(kept: Kept, asked: Asked, agency: Agency) -> list[dict[str, str]]:
    """The five that matter most, each with the address of its rows."""
    answered = ngettext("of %(count)s answer", "of %(count)s answers", kept.answered) % {"count": kept.answered}
    target = rate_words(kept.met, kept.met + kept.missed)
    settled = _("%(part)s of %(whole)s") % {"part": kept.by_person, "whole": kept.settled}
    told = [
        (_("By a person in time"), rate_words(kept.by_person, kept.settled), settled, Show.BY_PERSON, ""),
        (_("Only by a note"), wording.number(kept.by_note), rate_words(kept.by_note, kept.settled), Show.BY_NOTE, ""),
        (_("Broken"), wording.number(kept.broken), rate_words(kept.broken, kept.settled), Show.BROKEN, ""),
        (_("Half answered within"), _span("median")(kept), answered, Show.ANSWERED, LONGEST_FIRST),
        (_("9 of 10 answered within"), _span("ninetieth")(kept), answered, Show.ANSWERED, LONGEST_FIRST),
        (_("Target met"), target, _("%(count)s missed") % {"count": kept.missed}, Show.MET, ""),
    ]
    return [
        {
            "term": term,
            "value": value or "–",
            "about": "" if about == value else about,
            "url": asked.rows_url(agency, show, sort=order) if value else "",
        }
        for term, value, about, show, order in told
    ]


def row(line: Line, by: By, agency: Agency) -> dict[str, Any]:
    """A line, its name leading on to the same told apart otherwise, its figures to their rows."""
    further = By.CLIENT if by is By.MONTH else By.MONTH
    return {
        "key": line.key,
        "name": line.name,
        "url": line.of.url(agency, by=further.value),
        "gone": line.gone,
        "cells": cells(line.kept, line.of, agency),
    }


def cells(kept: Kept, of: Asked, agency: Agency) -> list[dict[str, str]]:
    here = of.rows_url(agency, Show.MESSAGES).removesuffix(f"show={Show.MESSAGES.value}")
    found = []
    for column in COLUMNS:
        text = column.text(kept)
        order = f"&sort={column.order}" if column.order else ""
        found.append(
            {
                "label": column.label,
                "text": text,
                "small": column.small(kept),
                "url": f"{here}show={column.show.value}{order}" if text else "",
            }
        )
    return found


def chart(lines: Sequence[Line], before: dict[date, Kept]) -> Any:
    """The rate of a person by month, last year's as a pale line; None where there are fewer than two months to tell of,
    or too many to stand side by side.
    """
    months = [(line.month, share_of(line.kept)) for line in lines if line.month is not None]
    if len(months) > MOST_MONTHS or sum(share is not None for _month, share in months) < 2:
        return None
    return line_chart(
        months,
        [(month, share_of(kept)) for month, kept in sorted(before.items())],
        title=_("Acknowledged by a person in time"),
        subtitle=_("Share of the messages of each month whose promise is settled, %(first)s to %(last)s.")
        % {"first": wording.month(months[0][0]), "last": wording.month(months[-1][0])},
        unit=partial(value_words, unit="%"),
        axis=partial(axis_words, unit="%"),
        grain=grain_of("%"),
    )


def share_of(kept: Kept) -> Decimal | None:
    """In per cent with one digit."""
    return None if kept.rate is None else round(Decimal(kept.rate) * 100, 1)


FIRST = {By.MONTH: gettext_lazy("Month"), By.MANAGER: gettext_lazy("Manager"), By.CLIENT: gettext_lazy("Client")}
HEADERS = (
    *(gettext_lazy("Messages"), gettext_lazy("By a person in time"), gettext_lazy("By a person in time, %")),
    *(gettext_lazy("Only by a note"), gettext_lazy("Broken"), gettext_lazy("Still running")),
    *(gettext_lazy("Target met"), gettext_lazy("Target missed"), gettext_lazy("Answered")),
    *(gettext_lazy("Half within, minutes"), gettext_lazy("9 of 10 within, minutes"), gettext_lazy("Needed no answer")),
)


def table(lines: Sequence[Line], by: By) -> list[list[Any]]:
    """The same as rows for a CSV file, figures unformatted."""
    told = ([line.key if line.month else line.name, *figures_of(line.kept)] for line in lines)
    return [[FIRST[by], *HEADERS], *told]


def figures_of(kept: Kept) -> list[Any]:
    minutes = ["" if span is None else round(span.total_seconds() / 60, 1) for span in (kept.median, kept.ninetieth)]
    rate = "" if kept.rate is None else round(kept.rate * 100, 1)
    return [
        *(kept.messages, kept.by_person, rate, kept.by_note, kept.broken, kept.waiting),
        *(kept.met, kept.missed, kept.answered, *minutes, kept.dismissed),
    ]
