"""The call about a month: a review that is planned with its agenda (practice T5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal
from clients.models import Client, Contact
from comms.domain import agendas, meetings
from comms.models import Meeting
from comms.proposing_agenda import Matter, Standard


class PlannedAlready(Refusal):
    """A month has one such call."""

    field = "starts_at"


@dataclass(frozen=True)
class Draft:
    """An item of the agenda: its title as the client reads it, and for us what is said under it."""

    standard: Standard
    title: str
    aim: str
    minutes: int
    note: str


def reviews_in(first: datetime, until: datetime) -> QuerySet[Meeting]:
    """Reviews that begin in this time, but for those called off."""
    rows = Meeting.objects.filter(kind=Meeting.Kind.REVIEW, starts_at__gte=first, starts_at__lt=until)
    return rows.exclude(state=Meeting.State.CANCELLED)


@transaction.atomic
def plan(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    title: str,
    starts_at: datetime,
    minutes: int,
    contacts: Sequence[Contact],
    items: Sequence[Draft],
    zone: ZoneInfo,
) -> Meeting:
    """Plans the review with whoever plans it, the lead if that is another, and these contacts.

    Raises PlannedAlready if one takes place in the same month, or what planning a meeting would.
    """
    if reviews_in(*_month_around(starts_at, zone)).filter(client_id=lock(client).pk).exists():
        raise PlannedAlready(_("A review is planned for this month already."))
    meeting = meetings.plan(
        client, by=by, at=at, kind=Meeting.Kind.REVIEW, title=title[:200], starts_at=starts_at, minutes=minutes,
        way=Meeting.Way.CALL, members=list(dict.fromkeys([by, client.lead])), contacts=list(dict.fromkeys(contacts)),
    )  # fmt: skip
    agendas.extend(meeting, [{**_item(draft), "owner": by} for draft in items], by=by, at=at)
    return meeting


def _item(draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title[: agendas.LONGEST_TITLE],
        "aim": draft.aim,
        "minutes": draft.minutes,
        "note": draft.note[:2000],
        "source_kind": Matter.STANDARD,
        "source_id": draft.standard.number,
    }


def _month_around(moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = moment.astimezone(zone).date().replace(day=1)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return datetime.combine(day, datetime.min.time(), zone), datetime.combine(after, datetime.min.time(), zone)
