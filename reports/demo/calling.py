"""A month's call that was planned from its talking points, with what else is open on its agenda (practice T5)."""

from datetime import datetime
from functools import partial

from agency.demo.world import House
from clients.models import Client
from comms.domain import proposals
from reports.domain import talking
from reports.domain.talking import Edit
from reports.months import month_of, shifted
from reports.queries.talking import invited, proposed_time, talk_of
from reports.talking_points import Part

MINUTES = 45
CLIENT = "solvang"
ALOUD = "A good month, and we say so: more was sold than a year ago, and at a lower cost for each sale."


def plan_call(house: House) -> None:
    house.plan(house.moment("-40m"), partial(_plan, house))


def _plan(house: House, at: datetime) -> None:
    client = Client.objects.select_related("lead__user").get(pk=house.clients[CLIENT].pk)
    month = shifted(month_of(house.today), -1)
    first = next(point for point in talk_of(client, month, at=at).points if point.part == Part.RESULT)
    talking.change(client, month, {first.slot: Edit(ALOUD, False)}, by=client.lead, at=at)
    people = invited(client)[:2]
    starts_at = proposed_time(client, month, people[0], at=at, minutes=MINUTES)
    call = talking.plan_call(
        client, month, by=client.lead, at=at, starts_at=starts_at, minutes=MINUTES, contacts=people
    )  # fmt: skip
    proposals.take(call, by=client.lead, at=at)
