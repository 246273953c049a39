"""The transcript beside a call's notes: put there, used line by line, and taken away. It is for us alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agency.domain.events import record
from agency.models import Membership
from clients.domain.refusals import require_active
from clients.models import Client
from comms.models import Interaction, Transcript
from comms.transcribing import Heard


@transaction.atomic
def put(
    client: Client,
    lines: Sequence[Heard],
    *,
    by: Membership,
    at: datetime,
    name: str = "",
    place: str = "",
    interaction: Interaction | None = None,
) -> Transcript:
    """Beside a call that is still a draft at `place`, or one that was logged; it takes the place of the one before.
    Raises ClientIsArchived.
    """
    require_active(client)
    _beside(by, place, interaction).delete()
    transcript = Transcript.objects.create(
        client=client,
        interaction=interaction,
        member=by,
        place="" if interaction else place[:80],
        name=name[:255],
        lines=[list(line) for line in lines],
        added_at=at,
    )
    if interaction is not None:
        record("transcript.added", interaction, by=by, at=at, lines=len(lines))
    return transcript


@transaction.atomic
def attach(interaction: Interaction, *, place: str, used: Iterable[int], by: Membership, at: datetime) -> None:
    """The draft has become a call, and its transcript goes with it. `used` are the lines that went into the notes."""
    draft = _beside(by, place, None).select_for_update().first() if place else None
    kept = draft or Transcript.objects.filter(interaction=interaction).first()
    if kept is None:
        return
    if draft is not None:
        kept.interaction, kept.place = interaction, ""
        record("transcript.added", interaction, by=by, at=at, lines=len(kept.lines))
    kept.used = sorted({number for number in used if 0 <= number < len(kept.lines)})
    kept.save(update_fields=["interaction", "place", "used"])


@transaction.atomic
def remove(*, by: Membership, at: datetime, place: str = "", interaction: Interaction | None = None) -> None:
    """Nothing of it is kept."""
    gone, _rows = _beside(by, place, interaction).delete()
    if gone and interaction is not None:
        record("transcript.removed", interaction, by=by, at=at)


def beside(member: Membership, place: str, interaction: Interaction | None) -> Transcript | None:
    """The transcript of a logged call, or of the draft that this member is writing."""
    return _beside(member, place, interaction).first()


def _beside(member: Membership, place: str, interaction: Interaction | None) -> QuerySet[Transcript]:
    if interaction is not None:
        return Transcript.objects.filter(interaction=interaction)
    return Transcript.objects.filter(interaction=None, member=member, place=place[:80])
