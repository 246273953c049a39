"""What invitations and answers to them are called in notices and in the client's timeline."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Event, Membership
from agency.registry import TimelineLine
from comms.meeting_addresses import meeting_path
from comms.meeting_shown import Shown, when_words
from comms.models import Announcement, Attendee
from comms.notice_words import Told, Words, tellers
from comms.timeline import excerpt, tell


def put_in() -> None:
    """The words of each kind of notice."""
    tellers["meeting.decider_declined"] = _decider_declined
    tellers["meeting.nobody_comes"] = _nobody_comes
    tellers["meeting.proposed"] = _proposed


def _decider_declined(told: Told) -> Words:
    title = _("%(name)s, who decides, can’t come") % {"name": told["name"]}
    return Words(title, _about(told) + " " + _("Propose another time, or settle beforehand what is to be decided."))


def _nobody_comes(told: Told) -> Words:
    return Words(_("Nobody of %(client)s can come") % {"client": told["client"]}, _about(told))


def _proposed(told: Told) -> Words:
    title = _("%(name)s proposes another time") % {"name": told["name"]}
    proposed = _("Proposed: %(moment)s.") % {"moment": told.moment("proposes")}
    return Words(title, wording.sentences((_about(told), proposed)))


def _about(told: Told) -> str:
    words = {"title": wording.isolated(told["title"]), "client": told["client"], "moment": told.moment("when")}
    said = _("They wrote: “%(words)s”.") % {"words": told["comment"]} if told["comment"] else ""
    return wording.sentences((_("“%(title)s” with %(client)s, %(moment)s.") % words, said))


def announcements(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """What was told of meetings, without what was taken back before it left, and what calendars answered."""
    rows = Announcement.objects.select_related("meeting__client", "client")
    answered = {event.facts.get("attendee") for event in events if event.verb == "meeting.replied"} - {None}
    people = Attendee.objects.select_related("contact__person", "member__user").in_bulk(answered) if answered else {}

    def words(made: Announcement, event: Event) -> TimelineLine | None:
        if event.verb == "meeting.replied":
            attendee = people.get(event.facts.get("attendee"))
            return _reply(made, attendee, event) if attendee else None
        return _announcement(made, event)

    return tell(rows, events, words)


def _announcement(made: Announcement, event: Event) -> TimelineLine | None:
    if made.withdrawn_at is not None or event.verb not in ("meeting.announced", "meeting.called_off"):
        return None
    off = event.verb == "meeting.called_off"
    strong = _("Meeting called off") if off else _("Meeting changed") if made.sequence else _("Invitation sent")
    return TimelineLine(
        icon="close" if off else "calendar",
        strong=strong,
        rest=made.shown["title"],
        body=excerpt(made.meeting.cancelled_reason) if off else _when(made.shown),
        url=meeting_path(made.meeting),
    )


def _when(shown: Shown) -> str:
    starts_at, zone = datetime.fromisoformat(shown["starts_at"]), timezone.get_current_timezone()
    return when_words(starts_at, zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))


def _reply(made: Announcement, attendee: Attendee, event: Event) -> TimelineLine:
    said = {
        Attendee.Reply.ACCEPTED: _("%(name)s comes"),
        Attendee.Reply.TENTATIVE: _("%(name)s comes perhaps"),
        Attendee.Reply.DECLINED: _("%(name)s can’t come"),
        Attendee.Reply.NONE: _("%(name)s has not decided yet"),
    }
    counters = event.facts.get("method") == "COUNTER"
    words = _("%(name)s proposes another time") if counters else said[Attendee.Reply(event.facts.get("reply", ""))]
    return TimelineLine(
        icon="calendar",
        strong=words % {"name": attendee},
        rest=made.shown["title"],
        inside=attendee.member is not None,
        url=meeting_path(made.meeting),
    )
