"""Questions to experts: those that a member may see, and those that wait for them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from agency.models import Membership
from clients.queries.reach import kept_to_own
from comms.models import Attachment, ExpertAnswer, Interaction, Question, Request

PEOPLE = ("expert__member__user", "holder__user", "asked_by__user")
WHERE = ("client", "request__contact__person", "interaction__contact__person")
RELATED = (*PEOPLE, *WHERE, "subject", "entry", "instead_of")
WAITS_FOR_USE = timedelta(days=14)


def questions_of(member: Membership) -> QuerySet[Question]:
    """Questions about the clients that a member may see, and those they are to answer."""
    rows = Question.objects.select_related(*RELATED).prefetch_related("interaction__summaries")
    if not kept_to_own(member):
        return rows
    return rows.filter(Q(client__lead=member) | Q(client__backup=member) | Q(holder=member))


def with_answers(rows: QuerySet[Question]) -> QuerySet[Question]:
    files = Prefetch("files_note__attachments", Attachment.objects.order_by("pk"))
    answers = ExpertAnswer.objects.select_related("member__user", "files_note").prefetch_related(files)
    return rows.prefetch_related(Prefetch("answers", answers.order_by("at", "pk")))


def asked_about(request: Request, member: Membership) -> list[Question]:
    """All questions of one conversation, the latest first. Most have none, which a small query says."""
    if not Question.objects.filter(request=request).exists():
        return []
    return list(with_answers(questions_of(member).filter(request=request)).order_by("-asked_at", "-pk"))


def to_answer(member: Membership) -> QuerySet[Question]:
    """What the member is asked, the soonest due first."""
    return questions_of(member).filter(holder=member, state=Question.State.ASKED).order_by("due_at")


def silent(member: Membership, now: datetime) -> QuerySet[Question]:
    """What the member has asked and should have been answered by now."""
    return questions_of(member).filter(asked_by=member, state=Question.State.ASKED, due_at__lte=now).order_by("due_at")


def silent_long(now: datetime) -> QuerySet[Question]:
    """What the owners were told of, since nobody answers it."""
    rows = Question.objects.select_related(*RELATED).filter(state=Question.State.ASKED, due_at__lte=now)
    return rows.exclude(owners_told_at=None).order_by("due_at")


def answered_for(member: Membership, now: datetime) -> QuerySet[Question]:
    """Answers that the member waited for and has neither used nor put aside, nor written to the client since."""
    written = Interaction.objects.filter(
        request=OuterRef("request"),
        direction=Interaction.Direction.OUTBOUND,
        automatic=False,
        withdrawn_at=None,
        at__gt=OuterRef("answered_at"),
    )
    rows = questions_of(member).filter(asked_by=member, state=Question.State.ANSWERED, used_at=None)
    fresh = rows.filter(answered_at__gte=now - WAITS_FOR_USE).exclude(request__state=Request.State.CLOSED)
    return fresh.exclude(Exists(written)).order_by("answered_at")
