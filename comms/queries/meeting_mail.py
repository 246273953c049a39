"""What is read to tell people of a meeting: those that a member may see, whom one asks, and what they were told."""

from django.db.models import Q, QuerySet

from agency.models import Membership
from clients.queries.reach import seen_by
from comms.meeting_shown import Gathering
from comms.models import AgendaItem, Announcement, Attendee, Meeting, OutboxMessage

RELATED = ("client__lead", "client__backup", "organiser__user")


def meetings_of(member: Membership) -> QuerySet[Meeting]:
    """The meetings of the clients that a member may see."""
    return seen_by(member, Meeting.objects.select_related(*RELATED))


def gathered(meeting: Meeting) -> Gathering:
    """The meeting with whom it asks, those taken off the list too, and its agenda; two queries."""
    people = Attendee.objects.filter(meeting=meeting).select_related(
        "contact__person", "contact__client", "member__user"
    )
    items = AgendaItem.objects.filter(meeting=meeting).select_related("owner__user", "contact__person")
    return Gathering(meeting, list(people.order_by("pk")), list(items))


def last_announced(meeting: Meeting) -> Announcement | None:
    """What readers know: the last round of mails that was not taken back."""
    return Announcement.objects.filter(meeting=meeting, withdrawn_at=None).order_by("-sequence").first()


def moved_last(meeting: Meeting) -> int:
    """The number of the announcement that set the present time: answers to earlier ones are about another."""
    rows = Announcement.objects.filter(meeting=meeting, withdrawn_at=None).filter(Q(moved=True) | Q(sequence=0))
    return rows.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def mails_of(announcement: Announcement) -> QuerySet[OutboxMessage]:
    begun = f"meeting:{announcement.meeting.key}:{announcement.sequence}:"
    rows = OutboxMessage.objects.filter(object_kind="meeting", object_id=announcement.meeting_id)
    return rows.filter(purpose_key__startswith=begun).defer("mime")
