"""What is said of meetings elsewhere: in the head of a client's page, in its timeline, before somebody goes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Event, Membership
from agency.registry import Holding, TimelineLine
from clients.models import Client
from comms import meeting_words as words
from comms.domain import meeting_succession
from comms.models import Meeting
from comms.queries.meetings import next_with
from comms.timeline import tell


def next_touch(client: Client, member: Membership, now: datetime) -> Iterator[dict[str, Any]]:
    """The next meeting; one query."""
    meeting = next_with(client, now)
    if meeting is None:
        return
    yield {
        "strong": capfirst(wording.moment(meeting.starts_at, timezone.get_current_timezone(), now)),
        "rest": meeting.title,
        "about": f"{words.kind_words(meeting)}, {words.state_sign(meeting, now)['words']}",
        "late": False,
        "url": reverse("meeting", args=[meeting.agency.slug, meeting.key]),
    }


def timeline(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """That a meeting was planned or moved, among us; what clients are told of stands there by itself, a held one by its
    call.
    """
    now, zone = timezone.now(), timezone.get_current_timezone()

    def line(meeting: Meeting, event: Event) -> TimelineLine | None:
        said = {
            "meeting.planned": _("Meeting planned"),
            "meeting.moved": _("Meeting moved"),
        }
        if event.verb not in said:
            return None
        at = _moment_of(event.facts.get("starts_at")) or meeting.starts_at
        return TimelineLine(
            icon="calendar",
            strong=said[event.verb],
            rest=wording.moment(at, zone, now),
            body=meeting.title,
            url=reverse("meeting", args=[meeting.agency.slug, meeting.key]),
            inside=True,
        )

    return tell(Meeting.objects.all(), events, line)


def _moment_of(iso: Any) -> datetime | None:
    """The moment as it was when the event was written."""
    try:
        return datetime.fromisoformat(iso) if isinstance(iso, str) else None
    except ValueError:
        return None


def left_open(client: Client, member: Membership, now: datetime) -> Iterator[Holding]:
    """Planned ones of a client that is let go."""
    count = Meeting.objects.filter(client=client, state=Meeting.State.PLANNED).count()
    words = ngettext("%(count)s planned meeting", "%(count)s planned meetings", count)
    yield Holding(words % {"count": count}, count, reverse("client_meetings", args=[client.agency.slug, client.key]))


def held_by(member: Membership) -> Iterator[Holding]:
    """What somebody else invites to, or comes to, once the member is gone."""
    count = meeting_succession.meetings_with(member).count()
    words = ngettext("%(count)s planned meeting", "%(count)s planned meetings", count)
    yield Holding(words % {"count": count}, count, f"{reverse('meetings', args=[member.agency.slug])}?show=all")
