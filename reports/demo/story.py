"""The last story of the demo: figures, where goals stand, and monthly reports.

Ten reports of earlier months were reviewed, printed and sent (printing takes about a second each, so it is not every
client's): five of Solvang Cycles, one each of five others. Last month's report of every client is in review. It was
drafted yesterday at the earliest, although it comes on the first of a month: so there is something to review on
whatever day of the month the demo is looked at.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from agency.demo.world import House, World
from agency.tenancy.scope import within
from clients.domain import goals
from clients.models import Client, Goal
from reports.demo import calling, figures
from reports.demo.measuring import measure, standing
from reports.demo.sheets import FigureSheet, Words
from reports.domain import reports, sending
from reports.models import Report
from reports.months import month_of, shifted

SHEETS = {"northlight": figures.NORTHLIGHT, "ponte": figures.PONTE}
GOALS_SINCE = 3
"""For so many months it was written down each month where the goals stand."""


def report(world: World) -> None:
    for name, sheets in SHEETS.items():
        house = world.houses[name]
        with within(house.agency):
            for sheet in sheets:
                measure(house, sheet)
                _plan_goals(house, sheet)
                for months, words in (sheet.sent or {}).items():
                    _plan_sent(house, house.clients[sheet.client], months, words)
            begun = {sheet.client: sheet.begun for sheet in sheets}
            for handle, client in house.clients.items():
                _plan_review(house, client, begun.get(handle))
    with within(world.houses["northlight"].agency):
        calling.plan_call(world.houses["northlight"])


def _plan_goals(house: House, sheet: FigureSheet) -> None:
    for figure in sheet.figures:
        for back in range(GOALS_SINCE, 0, -1) if figure.goal else ():
            month = shifted(month_of(house.today), -back)
            current = standing(house.clients[sheet.client], figure, month)
            at = house.later(house.on(shifted(month, 1), "08:30"), 0.5)
            house.plan(at, partial(_write_goal, house.clients[sheet.client], figure.goal, current))


def _write_goal(client: Client, name: str, current: Decimal, at: datetime) -> None:
    goal = Goal.objects.select_related("client__lead__user").get(client=client, name=name)
    goals.change(goal, by=goal.client.lead, at=at, current=current.quantize(Decimal("0.01")))


def _plan_sent(house: House, client: Client, months: int, words: Words) -> None:
    """Drafted on the first of the next month, reviewed on the second working day, printed and sent a minute later."""
    month = shifted(month_of(house.today), -months)
    drafted = reports.drafting_moment(client, house.agency, month)
    approved = house.later(drafted, 11)
    house.plan(drafted, partial(_draft, client, month))
    house.plan(approved, partial(_approve, client, month, words))
    house.plan(approved + timedelta(minutes=1), partial(_print_and_send, client, month))


def _plan_review(house: House, client: Client, words: Words | None) -> None:
    month = shifted(month_of(house.today), -1)
    due = reports.drafting_moment(client, house.agency, month)
    if due > house.now:
        month = shifted(month, -1)
        due = reports.drafting_moment(client, house.agency, month)
    drafted = max(due, datetime.combine(house.day(-1), time(6), house.zone))
    house.plan(drafted, partial(_draft, client, month))
    if words is not None:
        house.plan(house.later(drafted, 0.5), partial(_begin, client, month, words))


def _draft(client: Client, month: date, at: datetime) -> None:
    present = Client.objects.select_related("lead__user").get(pk=client.pk)
    if not present.archived:
        reports.draft(present, month, at=at)


def _of(client: Client, month: date) -> Report:
    rows = Report.objects.select_related("client__lead__user", "approved_by__user")
    return rows.get(client=client, month=month)


def _begin(client: Client, month: date, words: Words, at: datetime) -> None:
    report = _of(client, month)
    reports.write(
        report, by=report.client.lead, at=at, headline=words.headline, went_well=words.well, went_wrong=words.wrong
    )  # fmt: skip


def _approve(client: Client, month: date, words: Words, at: datetime) -> None:
    _begin(client, month, words, at)
    report = _of(client, month)
    reports.approve(report, by=report.client.lead, at=at)


def _print_and_send(client: Client, month: date, at: datetime) -> None:
    report = _of(client, month)
    document, pages = sending.printed(report)
    sending.send(report, document, pages, at=at)
