"""'No answer needed' for a whole thread: every clock that runs in it stops, and undone, runs on with its old times."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from comms.bell import ring
from comms.domain import acknowledgements, clocks as rows, episodes, responsibility, together
from comms.models import Episode, Request


class NewerEpisode(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("They have written again since; that message has a clock of its own."), code="newer")


@transaction.atomic
def dismiss(request: Request, *, by: Membership, at: datetime) -> list[Episode]:
    """The clocks that it stopped; none if nobody waited."""
    return [episodes.dismiss(episode, by=by, at=at) for episode in together.running(request)]


@transaction.atomic
def undo(request: Request, *, by: Membership, at: datetime, of: datetime | None = None) -> list[Episode]:
    """Takes the last dismissal back, or that `of` a moment, of as many clocks as it stopped. Raises NewerEpisode."""
    gone = Episode.objects.filter(request__in=together.ids(request), dismissed_at__isnull=False)
    last = (gone.filter(dismissed_at=of) if of else gone).order_by("-dismissed_at").first()
    if last is None:
        return []
    together_gone = gone.filter(dismissed_at=last.dismissed_at, dismissed_by=last.dismissed_by_id)
    return [reinstate(one, by=by, at=at) for one in together_gone.order_by("request_id", "number")]


@transaction.atomic
def reinstate(episode: Episode, *, by: Membership, at: datetime) -> Episode:
    """The episode is open again with its old times, unless somebody has answered it nevertheless. Raises NewerEpisode
    if the client has written since.
    """
    episode = rows.locked(episode.pk)
    if episode.dismissed_at is None:
        return episode
    in_request = Q(request=episode.request, number__gt=episode.number)
    in_thread = Q(request__in=together.ids(episode.request), opened_at__gt=episode.dismissed_at)
    if Episode.objects.filter(in_request | in_thread).exists():
        raise NewerEpisode
    episode.dismissed_by = None
    rows.write(episode, acknowledgements.reinstated(episode, at))
    record("episode.reinstated", episode, by=by, at=at, request=episode.request.key)
    if episode.closed_at is None:
        responsibility.settle(episode, responsibility.chain(episode.client, at), at)
        ring("look_at_episode", episode.agency_id, episode.pk)
    episodes.settle_request(episode.request)
    return episode
