"""What the pages of an announcement show: each reader's mail as it will leave, and how everybody stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_info, gettext as _

from agency import wording
from comms.domain import announcing
from comms.mail.render import is_right_to_left
from comms.meeting_addresses import meeting_path
from comms.meeting_letters import Occasion, Told, letter
from comms.meeting_shown import Gathering, hash_of, shown_of, when_words
from comms.models import Announcement, Attendee, Meeting
from comms.queries.meeting_mail import gathered, last_announced

SIGNS = {
    Attendee.Reply.NONE: "",
    Attendee.Reply.ACCEPTED: "good",
    Attendee.Reply.TENTATIVE: "info",
    Attendee.Reply.DECLINED: "attention",
}


def announcement_page(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """What stands in the way, what each reader gets, and what they have answered so far."""
    gathering, last = gathered(meeting), last_announced(meeting)
    shown = shown_of(gathering)
    nothing_new = last is not None and last.shown_hash == hash_of(shown)
    obstacles = announcing.obstacles(gathering, at=now)
    before = last.shown if last else None
    readers = [
        _reader(Told(gathering, occasion, shown, before if occasion == "changed" else None), attendee)
        for attendee, occasion in _occasions(gathering)
    ]
    return {
        **_head(meeting),
        "obstacles": obstacles,
        "nothing_new": nothing_new and not obstacles,
        "may_send": not obstacles and not nothing_new,
        "again": last is not None,
        "readers": [] if nothing_new else readers,
        "standings": [standing(attendee, meeting, now) for attendee in gathering.attendees if _counts(attendee)],
    }


def cancellation_page(meeting: Meeting, reason: str) -> dict[str, Any]:
    """Who will be told, and in which words."""
    gathering, last = gathered(meeting), last_announced(meeting)
    told = Told(gathering, "cancelled", last.shown if last else shown_of(gathering), reason=reason)
    invited = [attendee for attendee in gathering.attendees if attendee.invited_sequence is not None]
    return {**_head(meeting), "readers": [_reader(told, attendee) for attendee in invited], "known": bool(invited)}


def _head(meeting: Meeting) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    return {
        "meeting": meeting,
        "when": when_words(meeting.starts_at, zone),
        "meeting_url": meeting_path(meeting),
    }


def _counts(attendee: Attendee) -> bool:
    return attendee.removed_at is None


def _occasions(gathering: Gathering) -> Iterator[tuple[Attendee, Occasion]]:
    for attendee in sorted(gathering.attendees, key=lambda attendee: attendee.contact is None):
        asked = attendee.invited_sequence is not None
        if attendee.removed_at is None:
            yield attendee, "changed" if asked else "first"
        elif asked:
            yield attendee, "left_out"


def _reader(told: Told, attendee: Attendee) -> dict[str, Any]:
    mail = letter(told, attendee)
    return {
        "name": str(attendee),
        "ours": attendee.member is not None,
        "language": mail.language,
        "language_words": get_language_info(mail.language)["name_translated"],
        "direction": "rtl" if is_right_to_left(mail.language) else "ltr",
        "subject": mail.subject,
        "letter": mail.letter,
        "text": mail.text,
        "left_out": told.occasion == "left_out",
    }


def standing(attendee: Attendee, meeting: Meeting, now: datetime) -> dict[str, Any]:
    """How an attendee stands to the meeting, for a list: what they answered, and what came back."""
    zone = timezone.get_current_timezone()
    proposes = ""
    if attendee.proposes_at is not None:
        proposes = _("proposes %(when)s") % {"when": wording.moment(attendee.proposes_at, zone, now)}
    asked = attendee.invited_sequence is not None
    return {
        "name": str(attendee),
        "ours": attendee.member is not None,
        "sign_kind": "late" if attendee.failed_at else SIGNS[Attendee.Reply(attendee.reply)],
        "sign_icon": _answer_icon(attendee, meeting),
        "words": _("the invitation came back") if attendee.failed_at else _answer_words(attendee, meeting, asked=asked),
        "comment": attendee.comment,
        "proposes": proposes,
        "when": wording.moment(attendee.replied_at, zone, now) if attendee.replied_at else "",
    }


def _answer_icon(attendee: Attendee, meeting: Meeting) -> str:
    if attendee.reply or attendee.failed_at:
        return ""
    return "meeting" if attendee.member_id == meeting.organiser_id else "clock"


def _answer_words(attendee: Attendee, meeting: Meeting, *, asked: bool) -> str:
    if attendee.member_id == meeting.organiser_id and not attendee.reply:
        return _("invites")
    return str(attendee.get_reply_display()) if asked else _("not asked yet")


def sent_words(made: Announcement) -> str:
    return _("The change is on its way.") if made.sequence else _("The invitations are on their way.")
