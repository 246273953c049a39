"""Where a meeting is looked at."""

from django.urls import NoReverseMatch, reverse

from comms.models import Meeting


def meeting_path(meeting: Meeting) -> str:
    """Its own page; the client's where there is none."""
    slug = meeting.agency.slug
    try:
        return reverse("meeting", args=[slug, meeting.key])
    except NoReverseMatch:
        return reverse("client", args=[slug, meeting.client.key])
