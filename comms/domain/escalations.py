"""Handing a whole request over to an expert, and the way back (practice M8). Its clock stays with whoever is
responsible to the client; what changes is whose work it is.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from agency.models import Membership
from clients.domain.refusals import Refusal
from comms.domain import requests
from comms.models import Question


class HandedOverAlready(Refusal):
    field = "expert"


def begin(question: Question) -> None:
    """Remembers whose the request was; the caller saves. Raises HandedOverAlready."""
    standing = Question.objects.filter(
        request=question.request, kind=Question.Kind.HAND_OVER, state=Question.State.ASKED
    ).select_related("expert__member__user", "holder__user")
    if (there := standing.first()) is not None:
        words = _("%(name)s has this request already. Take it back first, or ask a question.")
        raise HandedOverAlready(words % {"name": there.whom})
    question.assignee_before = question.request.assignee if question.request else None


def end(question: Question, *, by: Membership, at: datetime) -> None:
    """The request goes back to whose it was, or to the client's lead if they have left; not if it has moved on."""
    if question.kind != Question.Kind.HAND_OVER or question.holder is None or question.request is None:
        return
    question.request.refresh_from_db(fields=["assignee"])
    if question.request.assignee_id != question.holder_id:
        return
    before = question.assignee_before
    if before is not None and not before.active:
        before = question.client.lead
    requests.assign(question.request, before, by=by, at=at)
