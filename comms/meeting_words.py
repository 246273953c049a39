"""Meetings in words: when in both zones, who comes, how it stands; formatted before it reaches a template."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from agency import wording
from comms.meeting_hints import zones_of
from comms.models import Attendee, Meeting

Reply, State = Attendee.Reply, Meeting.State
WAY_ICONS = {Meeting.Way.CALL: "phone", Meeting.Way.VIDEO: "device", Meeting.Way.IN_PERSON: "visit"}
REPLY_SIGNS = {Reply.ACCEPTED: "good", Reply.TENTATIVE: "attention", Reply.DECLINED: "late"}


def span(starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """'10:00 to 10:30' on a clock in ``zone``."""
    words = {
        "begin": wording.clock_time(starts_at, zone),
        "end": wording.clock_time(starts_at + timedelta(minutes=minutes), zone),
    }
    return _("%(begin)s to %(end)s") % words


def there(starts_at: datetime, minutes: int, ours: ZoneInfo, theirs: Collection[ZoneInfo]) -> str:
    """'09:00 to 09:30 in London': how it stands on the clocks of the others, where they show something else; with the
    weekday where it is another day over there.
    """
    found = []
    here = starts_at.astimezone(ours)
    for zone in theirs:
        local = starts_at.astimezone(zone)
        if local.replace(tzinfo=None) == here.replace(tzinfo=None):
            continue
        words = _("%(span)s in %(place)s") % {
            "span": span(starts_at, minutes, zone),
            "place": wording.zone_place(zone.key),
        }
        found.append(words if local.date() == here.date() else f"{wording.weekday(local)} {words}")
    return " · ".join(found)


def when(meeting: Meeting, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    """The day, the time, and how it stands where the others are; of a meeting read in full."""
    local = meeting.starts_at.astimezone(zone)
    theirs = zones_of([row.contact for row in meeting.attendees.all() if row.contact], meeting.agency)
    other = there(meeting.starts_at, meeting.minutes, zone, theirs)
    return {
        "day": wording.day(local.date(), now.astimezone(zone).date()),
        "short": wording.moment(meeting.starts_at, zone, now),
        "time": span(meeting.starts_at, meeting.minutes, zone),
        "place": wording.zone_place(zone.key) if other else "",
        "there": other,
        "iso": local.isoformat(),
        "length": wording.span(timedelta(minutes=meeting.minutes)),
    }


def kind_words(meeting: Meeting) -> str:
    return capfirst(meeting.get_kind_display())


def state_sign(meeting: Meeting, now: datetime, *, changed: bool = False) -> dict[str, str]:
    """How it stands, as the sign component takes it."""
    if meeting.state == State.CANCELLED:
        return {"kind": "", "words": _("called off"), "icon": "close"}
    if meeting.state == State.HELD:
        return {"kind": "good", "words": _("held"), "icon": ""}
    if meeting.starts_at + timedelta(minutes=meeting.minutes) <= now:
        return {"kind": "attention", "words": _("over, not logged"), "icon": ""}
    if changed:
        return {"kind": "attention", "words": _("changed since it was sent"), "icon": ""}
    if meeting.announced_at is not None:
        return {"kind": "good", "words": _("agenda sent"), "icon": "send"}
    return {"kind": "info", "words": _("agenda not sent yet"), "icon": "clock"}


def people(rows: Sequence[Attendee], organiser: int) -> dict[str, list[dict[str, Any]]]:
    """Ours and theirs, each with what they answered; `organiser` is who of us invites."""
    return {
        "ours": [
            _person(row, str(row.member), ours=True, invites=row.member_id == organiser) for row in rows if row.member
        ],
        "theirs": [_person(row, row.contact.person.name) for row in rows if row.contact],
    }


def _person(row: Attendee, name: str, *, ours: bool = False, invites: bool = False) -> dict[str, Any]:
    asked = row.invited_sequence is not None
    silent = _("invites") if invites else row.get_reply_display() if asked else ""
    return {
        "name": name,
        "initials": wording.initials(name),
        "ours": ours,
        "reply": row.get_reply_display() if row.reply else silent,
        "sign": REPLY_SIGNS.get(Reply(row.reply), ""),
        "comment": row.comment,
    }


def names(meeting: Meeting) -> str:
    """Who comes, theirs first."""
    rows = list(meeting.attendees.all())
    theirs = [row.contact.person.name for row in rows if row.contact]
    return wording.listing([*theirs, *(str(row.member) for row in rows if row.member)])


def sum_words(total: int, meeting: Meeting) -> dict[str, str]:
    """What the items take together against the meeting's length: told, not forbidden."""
    words = {"total": total, "length": meeting.minutes}
    if total > meeting.minutes:
        over = total - meeting.minutes
        more = ngettext("%(over)s minute too many.", "%(over)s minutes too many.", over) % {"over": over}
        return {"kind": "attention", "words": _("%(total)s of %(length)s minutes:") % words + " " + more}
    return {"kind": "", "words": _("%(total)s of %(length)s minutes.") % words}
