"""Questions to experts of a member who goes: those they are to answer and those they have asked (practice V8)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from comms.domain import questions
from comms.models import Question


def questions_of(member: Membership) -> QuerySet[Question]:
    """That wait for an answer, theirs or somebody's to them."""
    return Question.objects.filter(Q(holder=member) | Q(asked_by=member), state=Question.State.ASKED)


@transaction.atomic
def pass_on(leaving: Membership, receiver: Membership, *, by: Membership, at: datetime) -> None:
    """The receiver answers, or hears the answer; who was asked first stands in the trail. Reminders go on as planned.

    What the receiver has asked the leaving member comes back to the receiver, who withdraws it or asks somebody else.
    """
    waiting = list(questions_of(leaving).order_by("pk"))
    for question in waiting:
        question = lock(question)
        held = question.holder_id == leaving.pk
        if held:
            question.holder = receiver
        if question.asked_by_id == leaving.pk:
            question.asked_by = receiver
        question.save(update_fields=["holder", "asked_by"])
        record("question.passed_on", question, by=by, at=at, giver=leaving.pk, receiver=receiver.pk)
        if held:
            questions.tell(
                question, receiver, "question.asked", f"passed_on:{receiver.key}", at, deadline=question.due_at
            )
    answered = Question.objects.filter(asked_by=leaving, state=Question.State.ANSWERED, used_at=None)
    for question in answered.select_for_update().order_by("pk"):
        question.asked_by = receiver
        question.save(update_fields=["asked_by"])
        record("question.passed_on", question, by=by, at=at, giver=leaving.pk, receiver=receiver.pk)
