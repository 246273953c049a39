"""A client's metrics folded into months, as figures, series and the tree of channels (practices P3, P6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clients.models import Client
from reports.models import Metric, MonthNote
from reports.months import month_of, shifted
from reports.snapshot import Dated, Figure, Node, Note, Series, Spend

ACCOUNT = "account"
MOST_FIGURES, MOST_SERIES = 4, 2
SPEND = "Spend"


@dataclass(frozen=True)
class Measure:
    """One metric of one node over the months that were read."""

    node: str
    name: str
    unit: str
    source: str
    rollup: str
    months: dict[date, Decimal]

    def at(self, month: date) -> Decimal | None:
        return self.months.get(month)


def measures(client: Client, month: date) -> list[Measure]:
    """Every measure of two years up to the month, folded, in the order in which they were first written; one query.

    Whoever brings the figures writes the one that matters most first; the report shows it first.
    """
    rows = Metric.objects.filter(client=client, day__gte=shifted(month, -23), day__lt=shifted(month, 1)).order_by(
        "node", "name", "day"
    )
    days: dict[tuple[str, str], list[Metric]] = defaultdict(list)
    for row in rows:
        days[row.node, row.name].append(row)
    return [_measure(found) for found in sorted(days.values(), key=lambda found: min(row.pk for row in found))]


def _measure(rows: list[Metric]) -> Measure:
    last = rows[-1]
    by_month: dict[date, list[Decimal]] = defaultdict(list)
    for row in rows:
        by_month[month_of(row.day)].append(row.value)
    months = {month: fold(values, last.rollup) for month, values in by_month.items()}
    return Measure(last.node, last.name, last.unit, last.source, last.rollup, months)


def fold(values: list[Decimal], rollup: str) -> Decimal:
    """One month's value from its days', which come in order and are never empty."""
    if rollup == Metric.Rollup.LAST:
        return values[-1]
    total = sum(values, Decimal(0))
    return total / len(values) if rollup == Metric.Rollup.MEAN else total


def figures(found: Iterable[Measure], month: date) -> tuple[Figure, ...]:
    """The account's figures of the month, those with a year behind them first."""
    account = [measure for measure in found if measure.node == ACCOUNT and measure.at(month) is not None]
    account.sort(key=lambda measure: measure.at(shifted(month, -12)) is None)
    return tuple(
        Figure(
            name=measure.name,
            value=measure.months[month],
            unit=measure.unit,
            year_ago=measure.at(shifted(month, -12)),
            month_ago=measure.at(shifted(month, -1)),
            compare="amount" if measure.rollup == Metric.Rollup.MEAN else "share",
        )
        for measure in account[:MOST_FIGURES]
    )


def series(found: Iterable[Measure], month: date, notes: Iterable[MonthNote]) -> tuple[Series, ...]:
    """Charts: twelve months, with the same months of the year before as the pale line."""
    since = shifted(month, -11)
    marks = tuple(Note(note.day, note.text) for note in notes if note.day >= since)
    account = [measure for measure in found if measure.node == ACCOUNT and len(measure.months) > 2]
    return tuple(
        Series(
            name=measure.name,
            unit=measure.unit,
            source=measure.source,
            now=_year(measure, month),
            then=_year(measure, shifted(month, -12)) if measure.at(shifted(month, -12)) is not None else (),
            notes=marks if number == 0 else (),
        )
        for number, measure in enumerate(account[:MOST_SERIES])
    )


def _year(measure: Measure, month: date) -> tuple[Dated, ...]:
    return tuple((shifted(month, back), measure.at(shifted(month, back))) for back in range(-11, 1))


def spend(found: list[Measure], month: date) -> Spend | None:
    """The tree of channels and campaigns, if money was spent on any."""
    spent = {m.node: m for m in found if m.name == SPEND and m.node != ACCOUNT and m.at(month) is not None}
    if not spent:
        return None
    results = [m for m in found if m.name != SPEND and m.node in spent]
    result_name = results[0].name if results else ""
    result = {m.node: m for m in results if m.name == result_name}
    children = tuple(_node(path, spent, result, month) for path in sorted(spent) if " / " not in path)
    return Spend(
        currency=next(iter(spent.values())).unit,
        whole=_whole(children),
        result_name=result_name,
        result_unit=results[0].unit if results else "",
    )


def _node(path: str, spent: dict[str, Measure], result: dict[str, Measure], month: date) -> Node:
    below = tuple(_node(other, spent, result, month) for other in sorted(spent) if other.rpartition(" / ")[0] == path)
    got = result.get(path)
    return Node(
        name=path.rpartition(" / ")[2],
        spent_minor=minor(spent[path].at(month)),
        result=got.at(month) if got else None,
        result_year_ago=got.at(shifted(month, -12)) if got else None,
        result_month_ago=got.at(shifted(month, -1)) if got else None,
        children=below,
    )


def _whole(children: tuple[Node, ...]) -> Node:
    return Node(
        name="",
        spent_minor=sum(child.spent_minor or 0 for child in children),
        result=_total([child.result for child in children]),
        result_year_ago=_total([child.result_year_ago for child in children]),
        result_month_ago=_total([child.result_month_ago for child in children]),
        children=children,
    )


def _total(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) and known else None


def minor(value: Decimal | None) -> int | None:
    """An amount in the smallest unit of a currency with two decimals."""
    return None if value is None else int((value * 100).to_integral_value())
