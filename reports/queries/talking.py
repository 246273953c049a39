"""The talking points of a month as they stand, when its call could be, and whose call is not planned yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from agency.calendar import hours_of
from agency.models import Membership
from clients.days import day_of
from clients.models import Client, Contact
from clients.profile import effective_profile
from comms.domain.month_calls import reviews_in
from comms.models import Meeting
from reports import call_time
from reports.domain.reports import with_words
from reports.gathering import besides, gather, zone_of
from reports.models import Report, TalkingEdit
from reports.months import begins, month_of, shifted, within
from reports.snapshot import Snapshot
from reports.talking_points import Part, sayings


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A point as it is said: `gathered` is what the records say, `text` those words or the manager's."""

    part: Part
    slot: str
    gathered: str
    text: str
    left_out: bool


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What is said of a month. `reported`: it is the month as its report tells it."""

    month: date
    language: str
    reported: bool
    points: Sequence[TalkingPoint]


def talk_of(client: Client, month: date, *, at: datetime) -> Talk:
    """From the month's report, as it is sent or stands in review; gathered anew where there is none."""
    report = Report.objects.filter(client=client, month=month).defer("pdf").order_by("-revision").first()
    snapshot: Snapshot = with_words(report) if report else gather(client, month, at=at)
    edits = {edit.slot: edit for edit in TalkingEdit.objects.filter(client=client, month=month)}
    aside = besides(client, month)
    with translation.override(snapshot.language):
        said = sayings(snapshot, aside)
    return Talk(
        month=month,
        language=snapshot.language,
        reported=report is not None,
        points=[
            TalkingPoint(
                one.part, one.slot, one.text, (edit.text if edit else "") or one.text, bool(edit and edit.left_out)
            )
            for one in said
            for edit in [edits.get(one.slot)]
        ],
    )


def called(client: Client, month: date) -> Meeting | None:
    """The call about a month: a review in the month after it."""
    since, until = within(shifted(month, 1), zone_of(client, client.agency))
    return reviews_in(since, until).filter(client=client).order_by("starts_at").first()


def invited(client: Client) -> list[Contact]:
    """Whom to ask first: who decides and whoever gets the report."""
    rows = Contact.objects.filter(client=client, ended_at=None).select_related("person", "client")
    return list(rows.order_by("-decision_maker", "-gets_reports", "person__name"))


def proposed_time(client: Client, month: date, contact: Contact | None, *, at: datetime, minutes: int) -> datetime:
    """When the call about a month could be. One query for the last one, and the agency's calendar."""
    agency, zone = client.agency, zone_of(client, client.agency)
    last = Meeting.objects.filter(client=client, kind=Meeting.Kind.REVIEW).order_by("-starts_at").first()
    if contact is not None:
        zone = ZoneInfo(effective_profile(contact, client, agency).zone.value)
    return call_time.proposed(
        shifted(month, 1),
        now=at,
        hours=hours_of(agency, at.date()),
        zone=zone,
        last=last.starts_at if last else None,
        calls_from=contact.person.calls_from if contact else None,
        calls_until=contact.person.calls_until if contact else None,
        minutes=minutes,
    )


def without_call(member: Membership, at: datetime) -> QuerySet[Client]:
    """In the first working days of a month: clients the member leads, served in full and with us since before the
    month, whose call about the month before is not planned.
    """
    agency = member.agency
    today = day_of(at, agency)
    month = month_of(today)
    led = Client.objects.filter(lead=member, archived_at=None, engagement=Client.Engagement.FULL)
    if today not in call_time.first_days(month, hours_of(agency, today)):
        return led.none()
    zone = ZoneInfo(agency.zone)
    since, until = within(month, zone)
    planned = reviews_in(since, until).filter(client=OuterRef("pk"))
    return led.filter(created_at__lt=begins(month, zone)).exclude(Exists(planned)).order_by("name")
