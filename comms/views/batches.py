"""Bulk: what was chosen in the list is assigned, acknowledged, put off or needs no answer; and all of it is undone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from comms import batch_words
from comms.domain import batches as verbs
from comms.forms.inbox import AssignForm
from comms.forms.later import tomorrow
from comms.models import Batch, Request
from comms.queries import inbox as queries


@require_POST
@member_door("request.assign", writes=True)
def batches(request: MemberRequest) -> HttpResponse:
    """What is not there for this member is not found, and then nothing is done to the others either."""
    kind = request.POST.get("kind", "")
    form = AssignForm(request.POST)
    if kind not in Batch.Kind.values:
        messages.error(request, _("Choose what is to be done with them."))
        return _back(request)
    if kind == Batch.Kind.ASSIGN and not form.is_valid():
        messages.error(request, _("Choose somebody of the agency."))
        return _back(request)
    now = timezone.now()
    try:
        batch = verbs.apply(
            kind,
            _chosen(request),
            by=request.member,
            at=now,
            assignee=form.cleaned_data["member"] if kind == Batch.Kind.ASSIGN else None,
            until=tomorrow(now, timezone.get_current_timezone()),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _back(request)
    return _back(request, batch)


def _chosen(request: MemberRequest) -> list[Request]:
    keys = list(dict.fromkeys(request.POST.getlist("chosen")))[: verbs.MOST_AT_ONCE * 4]
    found = queries.survivors_of(request.member, keys)
    if len(found) < len(keys):
        raise Http404("no such page")
    return list(found.values())


def _back(request: MemberRequest, batch: Batch | None = None) -> HttpResponse:
    """To the list where the rows were chosen, which says what became of them."""
    here, wish = reverse("inbox", args=[request.agency.slug]), request.POST.get("next", "")
    target = wish if wish.split("?")[0] == here else here
    if batch is not None:
        target += ("&" if "?" in target else "?") + f"batch={batch.key}"
    return redirect(target)


@require_POST
@member_door("request.assign", writes=True)
def batch(request: MemberRequest, key: str) -> HttpResponse:
    """Undo for the lot: what can be taken back is, and the rest is said."""
    found = reach(Batch.objects.filter(member=request.member), key=key)
    count, left = verbs.undo(found, by=request.member, at=timezone.now())
    words = [batch_words.undone_words(count), *batch_words.left_words(left)]
    (messages.warning if left else messages.success)(request, " ".join(words))
    return _back(request)
