"""From the demo's figure sheets to rows: two years of months and more, with seasons, growth and a little chance."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from agency.demo.world import House
from clients.models import Client
from reports.demo.sheets import Channel, Figure, FigureSheet
from reports.figures import ACCOUNT, SPEND
from reports.models import Metric, MonthNote
from reports.months import month_of, shifted

MONTHS = 29
"""So many months are written down: the oldest report that was sent can still be compared with the year before it."""
UNEVEN = 0.035


def measure(house: House, sheet: FigureSheet) -> None:
    client = house.clients[sheet.client]
    Metric.objects.bulk_create(_rows(house, client, sheet))
    for mark in sheet.marks:
        day = shifted(month_of(house.today), -mark.months).replace(day=mark.day)
        MonthNote.objects.create(
            client=client, day=day, kind=mark.kind, text=mark.text, result=mark.result, conclusion=mark.conclusion
        )


def months(house: House) -> list[date]:
    """The months that are written down, the oldest first; the last one is the month before this."""
    return [shifted(month_of(house.today), back - MONTHS) for back in range(MONTHS)]


def _rows(house: House, client: Client, sheet: FigureSheet) -> Iterator[Metric]:
    chance = random.Random(sheet.client)  # noqa: S311 - believable, not secret
    for figure in sheet.figures:
        for number, month in enumerate(months(house)):
            value = _value(figure.base, figure.growth, figure.season, number, month, chance)
            yield _row(
                client, sheet, month, value, figure.digits, name=figure.name, unit=figure.unit, rollup=figure.rollup
            )
    totals: dict[tuple[str, date], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for channel in sheet.channels:
        for number, month in enumerate(months(house)):
            spent, result = _channel(channel, sheet, number, month, chance)
            yield from _spent(client, sheet, channel.node, month, spent, result)
            parent, slash, _name = channel.node.partition(" / ")
            if slash:
                totals[parent, month][0] += spent
                totals[parent, month][1] += result
    for (parent, month), (spent, result) in totals.items():
        yield from _spent(client, sheet, parent, month, spent, result)


def _channel(
    channel: Channel, sheet: FigureSheet, number: int, month: date, chance: random.Random
) -> tuple[float, float]:
    spent = _value(channel.spent, 1.02, sheet.season, number, month, chance)
    result = _value(channel.result, channel.growth, sheet.season, number, month, chance)
    return round(spent, 2), float(round(result))


def _spent(client: Client, sheet: FigureSheet, node: str, month: date, spent: float, result: float) -> Iterator[Metric]:
    yield _row(client, sheet, month, spent, 2, name=SPEND, unit=sheet.currency, node=node)
    yield _row(client, sheet, month, result, 0, name=sheet.result, unit=sheet.result_unit, node=node)


def _value(
    base: float, growth: float, season: Sequence[float], number: int, month: date, chance: random.Random
) -> float:
    return base * growth ** (number / 12) * season[month.month - 1] * (1 + chance.uniform(-UNEVEN, UNEVEN))


def _row(
    client: Client, sheet: FigureSheet, month: date, value: float, digits: int, *, name: str, unit: str,
    node: str = ACCOUNT, rollup: str = Metric.Rollup.SUM,
) -> Metric:  # fmt: skip
    last_day = shifted(month, 1) - timedelta(days=1)
    exact = Decimal(str(round(value, digits)))
    return Metric(
        client=client, node=node, name=name, unit=unit, day=last_day, rollup=rollup, value=exact, source=sheet.source
    )


def standing(client: Client, figure: Figure, month: date) -> Decimal:
    """Where a figure's goal stands at the end of a month: its twelve months together, or the month's own value."""
    rows = Metric.objects.filter(client=client, node=ACCOUNT, name=figure.name, day__lt=shifted(month, 1))
    if figure.rollup != Metric.Rollup.SUM:
        return rows.order_by("-day").values_list("value", flat=True)[0]
    return sum(rows.filter(day__gte=shifted(month, -11)).values_list("value", flat=True), Decimal(0))
