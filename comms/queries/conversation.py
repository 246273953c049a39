"""What stands in one thread: what was said, its clock, who follows it, and what else an answer could settle."""

from collections.abc import Sequence

from django.db.models import Case, Prefetch, QuerySet, When

from agency.models import Membership
from comms.domain import together
from comms.models import Episode, Follower, Interaction, OutboxMessage, Participant, Request


def thread_of(request: Request) -> list[int]:
    """The ids of the requests of its thread, the survivor first; none is asked for where `merged` was read with it."""
    if request.merged_into_id is not None:
        return together.ids(request)
    return [request.pk, *(joined.pk for joined in request.merged.all())]


def clock_now(request: Request) -> Episode | None:
    """The clock of a thread: of those that run the one that ends first, else the newest."""
    found = Episode.objects.filter(request__in=thread_of(request))
    ends = Case(When(closed_at=None, then="promise_at")).asc(nulls_last=True)
    return found.select_related("responsible__user", "covers__user", "request").order_by(ends, "-opened_at").first()


def everything_said(request: Request) -> list[Interaction]:
    """Everything said in a request, oldest first, with files, who was on it, and how each mail of ours stands."""
    rows = said_in(request).select_related("contact__person", "member__user", "chat_post")
    return list(
        rows.prefetch_related(
            "attachments",
            Prefetch("participants", Participant.objects.select_related("contact__person")),
            Prefetch("outgoing", OutboxMessage.objects.defer("mime")),
        ).order_by("at", "id")
    )


def said_in(request: Request) -> QuerySet[Interaction]:
    """What stands in its thread; of one that was merged away, what was said in itself."""
    ids = thread_of(request) if request.merged_into_id is None else [request.pk]
    return Interaction.objects.filter(request__in=ids, withdrawn_at=None)


def follows(member: Membership, request: Request) -> bool:
    """Whether a member is told of what is said in this thread."""
    return Follower.objects.filter(request__in=thread_of(request), member=member).exists()


def spoke_last(said: Sequence[Interaction]) -> bool:
    """Whether in a conversation nothing of ours has gone, or is going, to the client since they wrote."""
    spoken = [one.direction for one in said if one.kind != Interaction.Kind.NOTE]
    return spoken[-1:] == [Interaction.Direction.INBOUND]


def other_open(request: Request) -> QuerySet[Episode]:
    """Other running clocks of the same client: 'this also answers …'."""
    others = Episode.objects.filter(client=request.client, closed_at=None).exclude(request__in=thread_of(request))
    return others.select_related("request__contact__person").order_by("promise_at")
