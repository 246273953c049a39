"""'No answer needed' for a whole thread: every clock that runs in it stops, and undone, runs on with its old times."""

from datetime import datetime

from django.db import transaction

from agency.models import Membership
from comms.domain import episodes, together
from comms.models import Episode, Request


@transaction.atomic
def dismiss(request: Request, *, by: Membership, at: datetime) -> list[Episode]:
    """The clocks that it stopped; none if nobody waited."""
    return [episodes.dismiss(episode, by=by, at=at) for episode in together.running(request)]


@transaction.atomic
def undo(request: Request, *, by: Membership, at: datetime) -> list[Episode]:
    """Takes the last dismissal back, of as many clocks as it stopped. Raises NewerEpisode."""
    gone = Episode.objects.filter(request__in=together.ids(request), dismissed_at__isnull=False)
    last = gone.order_by("-dismissed_at").first()
    if last is None:
        return []
    together_gone = gone.filter(dismissed_at=last.dismissed_at, dismissed_by=last.dismissed_by_id)
    return [episodes.undo_dismissal(one, by=by, at=at) for one in together_gone.order_by("request_id", "number")]
