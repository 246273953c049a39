"""Whoever invites is told what endangers a meeting."""

from datetime import datetime
from typing import Any

from comms.domain import notices
from comms.meeting_addresses import meeting_path
from comms.models import Attendee, Meeting


def declined(attendee: Attendee, *, at: datetime) -> None:
    """The decision-maker cannot come, or nobody of the client can; other refusals stand on the meeting's page."""
    meeting = attendee.meeting
    if attendee.contact is not None and attendee.contact.decision_maker:
        _tell(meeting, "meeting.decider_declined", attendee, f"declined:{attendee.key}", at)
    if nobody_comes(meeting):
        _tell(meeting, "meeting.nobody_comes", attendee, "nobody", at)


def proposed(attendee: Attendee, *, at: datetime) -> None:
    """One of us proposes another time; a client who does opens a request, of which people are told in any case."""
    stamp = attendee.reply_stamp.isoformat() if attendee.reply_stamp else ""
    _tell(attendee.meeting, "meeting.proposed", attendee, f"proposed:{attendee.key}:{stamp}", at)


def nobody_comes(meeting: Meeting) -> bool:
    """Whether all of the client who were asked have said that they cannot come."""
    rows = Attendee.objects.filter(meeting=meeting, removed_at=None).exclude(contact=None)
    replies = set(rows.values_list("reply", flat=True))
    return replies == {Attendee.Reply.DECLINED}


def _tell(meeting: Meeting, kind: str, attendee: Attendee, once: str, at: datetime) -> None:
    facts: dict[str, Any] = {
        "name": str(attendee),
        "title": meeting.title,
        "when": meeting.starts_at.isoformat(),
        "comment": attendee.comment[:200],
        "proposes": attendee.proposes_at.isoformat() if attendee.proposes_at else "",
    }
    notices.tell(
        meeting.organiser,
        kind=kind,
        facts=facts,
        purpose_key=f"meeting:{meeting.key}:{meeting.sequence}:{once}",
        at=at,
        client=meeting.client,
        path=meeting_path(meeting),
    )
