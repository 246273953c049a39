"""The client's own figures as charts: the same as in the report and on the manager's page (practice P7)."""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from agency import wording
from portal.doors import Visit
from reports import figures
from reports.charts import line_chart
from reports.months import month_of, shifted
from reports.units import axis_words, grain_of, value_words


def of_visit(visit: Visit, today: date) -> list[Any]:
    """Up to two charts of twelve months, ending with the last month that is over; one for who likes it short."""
    month = shifted(month_of(today), -1)
    found = figures.measures(visit.client, month)
    series = figures.series(found, month, ())[: 1 if visit.detail == "headline" else 2]
    return [
        line_chart(
            one.now,
            one.then,
            title=one.name,
            subtitle=_("Per month, %(first)s to %(last)s. Source: %(source)s.")
            % {
                "first": wording.month(one.now[0][0]),
                "last": wording.month(one.now[-1][0]),
                "source": one.source or "–",
            },
            unit=partial(value_words, unit=one.unit),
            axis=partial(axis_words, unit=one.unit),
            grain=grain_of(one.unit),
        )
        for one in series
        if any(value is not None for _day, value in one.now)
    ]
