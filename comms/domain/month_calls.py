"""The call about a month: a review that is planned with its agenda (practice T5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact
from comms.models import AgendaItem, Attendee, Meeting
from comms.proposing_agenda import Matter, Standard


class PlannedAlready(Refusal):
    """A month has one such call."""

    field = "starts_at"


class NotAhead(Refusal):
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

    Raises PlannedAlready if one takes place in the same month, NotAhead, ClientIsArchived, or Refusal (`contacts`).
    """
    require_active(lock(client))
    if starts_at <= at:
        raise NotAhead(_("Choose a time that lies ahead."))
    if not contacts:
        raise Refusal(_("Say who should come."), field="contacts")
    if any(contact.client_id != client.pk for contact in contacts):
        raise Refusal(_("Everyone on the call must be a contact of this client."), field="contacts")
    if reviews_in(*_month_around(starts_at, zone)).filter(client=client).exists():
        raise PlannedAlready(_("A review is planned for this month already."))
    meeting = Meeting.objects.create(
        client=client, kind=Meeting.Kind.REVIEW, title=title[:200], starts_at=starts_at, minutes=minutes,
        way=Meeting.Way.CALL, organiser=by, made_by=by, made_at=at,
    )  # fmt: skip
    ours = dict.fromkeys([by, client.lead])
    Attendee.objects.bulk_create(Attendee(client=client, meeting=meeting, member=member) for member in ours)
    Attendee.objects.bulk_create(
        Attendee(client=client, meeting=meeting, contact=contact) for contact in dict.fromkeys(contacts)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            client=client, meeting=meeting, position=place, title=draft.title[:200], aim=draft.aim,
            minutes=draft.minutes, owner=by, note=draft.note[:2000], source_kind=Matter.STANDARD,
            source_id=draft.standard.number,
        )
        for place, draft in enumerate(items, 1)
    )  # fmt: skip
    record("meeting.planned", meeting, by=by, at=at, kind=meeting.kind, minutes=minutes)
    return meeting


def _month_around(moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = moment.astimezone(zone).date().replace(day=1)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return datetime.combine(day, datetime.min.time(), zone), datetime.combine(after, datetime.min.time(), zone)
