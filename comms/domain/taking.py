"""What becomes of an expert's answer: taken into a reply, or put aside. Until then it stands in the asker's Today."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from comms.domain import inserting
from comms.domain.questions import Settled, State
from comms.models import Draft, Question


@transaction.atomic
def use(question: Question, *, by: Membership, at: datetime) -> Draft:
    """The answer stands in the member's draft of a reply, to be put into words for the client. Raises Settled."""
    question = lock(question)
    if question.request is None:
        raise Settled(_("It comes from a call: write to whoever was there."))
    said = list(question.answers.values_list("text", flat=True))
    if not said:
        raise Settled(_("There is no answer yet."))
    _put_aside(question, by=by, at=at)
    return inserting.insert(question.request, "\n\n".join(said), by=by, at=at)


@transaction.atomic
def put_aside(question: Question, *, by: Membership, at: datetime, undo: bool = False) -> Question:
    """Nothing more is to be done with the answer: it leaves Today. `undo` brings it back. Raises Settled."""
    question = lock(question)
    if question.state != State.ANSWERED:
        raise Settled(_("There is no answer yet."))
    if undo:
        question.used_at = None
        question.save(update_fields=["used_at"])
        return question
    return _put_aside(question, by=by, at=at)


def _put_aside(question: Question, *, by: Membership, at: datetime) -> Question:
    if question.used_at is None:
        question.used_at = at
        question.save(update_fields=["used_at"])
        record("question.used", question, by=by, at=at)
    return question
