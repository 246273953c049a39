"""What speaks against a time or a person, told beside the field and never forbidden: who is busy or away, holidays, the
hours of both sides, when somebody takes calls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import absence_words, wording
from agency.calendar import hours_of, public_holidays
from agency.models import Absence, Agency, ClosedDay, Membership
from agency.worktime import Hours, is_open
from clients.models import Client, Contact
from clients.profile import effective_profile
from comms.models import Attendee, Meeting
from comms.models.meeting import LONGEST

LAST_MINUTE = timedelta(minutes=1)
WHEN, WHO, LIMITS = "when", "who", "limits"


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """A meeting as far as it is thought out. `known` is the row it changes, if there is one."""

    client: Client
    starts_at: datetime
    minutes: int
    way: str
    members: Sequence[Membership]
    contacts: Sequence[Contact]
    known: int | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def sketch_of(meeting: Meeting) -> Sketch:
    """Of a meeting read with who comes."""
    there = [row for row in meeting.attendees.all() if row.removed_at is None]
    return Sketch(
        client=meeting.client,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        way=meeting.way,
        members=[row.member for row in there if row.member],
        contacts=[row.contact for row in there if row.contact],
        known=meeting.pk,
    )


def hints(sketch: Sketch, agency: Agency) -> dict[str, list[str]]:
    """Sentences about the time, about who comes, and the boundaries that they drew. Two queries, and the calendar's."""
    return {
        WHEN: list(dict.fromkeys([*_our_day(sketch, agency), *_their_day(sketch, agency)])),
        WHO: [*_busy(sketch), *_away(sketch), *_calls(sketch, agency), *_gone(sketch)],
        LIMITS: list(_limits(sketch)),
    }


def _our_day(sketch: Sketch, agency: Agency) -> Iterator[str]:
    zone = ZoneInfo(agency.zone)
    day = sketch.starts_at.astimezone(zone).date()
    hours = hours_of(agency, day)
    if not hours.works_on(day):
        name = _closed_by(agency, day)
        where = {"day": wording.long_day(day), "name": name}
        yield _("We are closed on %(day)s: %(name)s.") % where if name else _("We do not work on %(day)s.") % where
    elif not _within(sketch, hours):
        yield _("Outside our hours: %(begin)s to %(end)s in %(place)s.") % _times(sketch, zone)


def _closed_by(agency: Agency, day: date) -> str:
    """The name of our closed day or of a public holiday; '' for a weekend."""
    own = ClosedDay.objects.filter(day=day).values_list("name", flat=True).first()
    return own or public_holidays(agency.country, agency.region, [day.year]).get(day, "")


def _their_day(sketch: Sketch, agency: Agency) -> Iterator[str]:
    week = hours_of(agency, sketch.starts_at.date()).week
    for zone in zones_of(sketch.contacts, agency):
        if zone.key != agency.zone and not _within(sketch, Hours(zone=zone, week=week)):
            yield _("An unusual hour there: %(begin)s to %(end)s in %(place)s.") % _times(sketch, zone)
    first = next(iter(zones_of(sketch.contacts, agency)), ZoneInfo(agency.zone))
    day = sketch.starts_at.astimezone(first).date()
    abroad = sketch.client.country if sketch.client.country != agency.country else ""
    if name := public_holidays(abroad, "", [day.year]).get(day):
        yield _("A public holiday at the client’s: %(name)s.") % {"name": name}


def zones_of(contacts: Sequence[Contact], agency: Agency) -> list[ZoneInfo]:
    """Where they are, each zone once."""
    zones = (effective_profile(contact, contact.client, agency).zone.value for contact in contacts)
    return [ZoneInfo(zone) for zone in dict.fromkeys(zones)]


def _within(sketch: Sketch, hours: Hours) -> bool:
    return is_open(sketch.starts_at, hours) and is_open(sketch.ends_at - LAST_MINUTE, hours)


def _times(sketch: Sketch, zone: ZoneInfo) -> dict[str, str]:
    return {
        "begin": wording.clock_time(sketch.starts_at, zone),
        "end": wording.clock_time(sketch.ends_at, zone),
        "place": wording.zone_place(zone.key),
    }


def _busy(sketch: Sketch) -> Iterator[str]:
    near = (sketch.starts_at - timedelta(minutes=LONGEST), sketch.ends_at)
    rows = Attendee.objects.filter(
        removed_at=None,
        member__in=sketch.members,
        meeting__state=Meeting.State.PLANNED,
        meeting__starts_at__gt=near[0],
        meeting__starts_at__lt=near[1],
    ).exclude(meeting=sketch.known)
    for row in rows.select_related("member__user", "meeting").order_by("meeting__starts_at", "pk")[:20]:
        if row.meeting.starts_at + timedelta(minutes=row.meeting.minutes) > sketch.starts_at:
            yield _("%(name)s is in “%(meeting)s” then.") % {"name": row.member, "meeting": row.meeting.title}


def _away(sketch: Sketch) -> Iterator[str]:
    rows = Absence.objects.filter(
        member__in=sketch.members, begins_at__lt=sketch.ends_at, ends_at__gt=sketch.starts_at
    ).defer("note")
    for absence in rows.select_related("member__user").order_by("member__user__name"):
        day = sketch.starts_at.astimezone(ZoneInfo(absence.member.user.zone)).date()
        until = absence_words.away_until(absence.last, day)
        yield _("%(name)s is %(away)s.") % {"name": absence.member, "away": until}


def _calls(sketch: Sketch, agency: Agency) -> Iterator[str]:
    """When they take calls, in their own zone; a visit is no call."""
    if sketch.way == Meeting.Way.IN_PERSON:
        return
    for contact in sketch.contacts:
        person = contact.person
        if person.calls_from is None or person.calls_until is None:
            continue
        zone = ZoneInfo(effective_profile(contact, sketch.client, agency).zone.value)
        begins = sketch.starts_at.astimezone(zone)
        ends = sketch.ends_at.astimezone(zone)
        same_day = begins.date() == ends.date()
        if begins.time() < person.calls_from or ends.time() > person.calls_until or not same_day:
            yield _("%(name)s takes calls from %(begin)s to %(end)s, their time.") % {
                "name": person.name,
                "begin": f"{person.calls_from:%H:%M}",
                "end": f"{person.calls_until:%H:%M}",
            }


def _limits(sketch: Sketch) -> Iterator[str]:
    """Nobody but a person can tell whether a boundary is kept."""
    for contact in sketch.contacts:
        for line in filter(None, map(str.strip, contact.person.boundaries.splitlines())):
            yield _("%(name)s: %(boundary)s") % {"name": contact.person.name, "boundary": line.rstrip(".") + "."}


def _gone(sketch: Sketch) -> Iterator[str]:
    for contact in sketch.contacts:
        if contact.ended_at is not None:
            yield _("%(name)s no longer speaks for the client.") % {"name": contact.person.name}
    for member in sketch.members:
        if not member.active:
            yield _("%(name)s is no longer with us.") % {"name": member}
