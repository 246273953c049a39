"""How figures, notes and reports of the demo world are written down. Months count back: 1 is last month."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.models import Metric, MonthNote

SUM, MEAN, LAST = Metric.Rollup.SUM, Metric.Rollup.MEAN, Metric.Rollup.LAST
CONTEXT, EXPERIMENT = MonthNote.Kind.CONTEXT, MonthNote.Kind.EXPERIMENT

EVEN = (1.0,) * 12
SPRING = (0.78, 0.84, 1.12, 1.26, 1.24, 1.16, 1.02, 0.98, 0.94, 0.86, 0.98, 0.82)
WINTER = (1.04, 0.9, 0.82, 0.78, 0.76, 0.8, 0.84, 0.86, 0.98, 1.18, 1.5, 1.54)
SUMMER = (0.7, 0.78, 0.9, 1.0, 1.14, 1.3, 1.4, 1.28, 1.12, 0.96, 0.72, 0.7)
SCHOOL = (1.22, 1.1, 1.2, 1.16, 1.0, 0.6, 0.44, 0.66, 1.1, 1.24, 1.26, 1.02)
GULF = (1.3, 1.24, 1.14, 0.96, 0.72, 0.62, 0.64, 0.86, 1.06, 1.2, 0.98, 1.28)
"""What each month from January is against the year's average."""


@dataclass(frozen=True)
class Figure:
    """One figure of the account, a value a month: `base` is where it began, `growth` what a year makes of it.

    `goal` names the client's goal that it moves: the sum of twelve months, or the last value of one that is not summed.
    """

    name: str
    unit: str
    base: float
    growth: float = 1.0
    season: Sequence[float] = EVEN
    rollup: str = SUM
    goal: str = ""
    digits: int = 0


@dataclass(frozen=True)
class Channel:
    """What was spent and what it brought in a month; 'Search / own name' is a path and belongs to 'Search'."""

    node: str
    spent: float
    result: float
    growth: float = 1.05


@dataclass(frozen=True)
class Mark:
    """A note on a day of a month."""

    months: int
    day: int
    text: str
    kind: str = CONTEXT
    result: str = ""
    conclusion: str = ""


@dataclass(frozen=True)
class Words:
    """What the manager wrote into a report: the month in one sentence, and points, one a line."""

    headline: str = ""
    well: str = ""
    wrong: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureSheet:
    """A client's figures. `result` names what the channels bring, in `result_unit`.

    `sent` are the months whose report was reviewed, printed and sent, with the manager's words; `begun` are words that
    stand in last month's report, which is in review.
    """

    client: str
    source: str
    figures: Sequence[Figure]
    currency: str = "EUR"
    result: str = ""
    result_unit: str = ""
    season: Sequence[float] = EVEN
    channels: Sequence[Channel] = ()
    marks: Sequence[Mark] = ()
    sent: dict[int, Words] | None = None
    begun: Words | None = None
