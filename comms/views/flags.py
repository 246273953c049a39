"""A wish outside the scope: its own page, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.queries.reach import seen_by
from comms.domain import flags as verbs
from comms.flagging import currency_at
from comms.forms.flags import Way, ways_out
from comms.models import ScopeFlag
from comms.scope_flags import flag_context, flags_with_names

DRAFT = "draft"


def _this_flag(request: MemberRequest, key: str) -> ScopeFlag:
    flag = reach(seen_by(request.member, flags_with_names()), key=key)
    require(request.member, "request.flag", flag.client)
    return flag


@member_door("request.flag", writes=True)
def scope_flag(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows it with the ways out; POST takes one: `state`, and what that way needs to be said. The state `draft`
    writes the wish into the next scope.
    """
    flag, state = _this_flag(request, key), request.POST.get("state", "")
    if state == DRAFT:
        return _drafted(request, flag)
    typed = request.POST if request.method == "POST" else None
    ways = ways_out(flag, currency_at(flag.client_id), typed, state)
    if typed is not None and state not in ways:
        messages.error(request, _("Choose what becomes of it."))
        return redirect("scope_flag", request.agency.slug, key)
    if typed is not None and ways[state].is_valid():
        return _settled(request, flag, state, ways[state])
    context = {"section": flag_context(flag, request.member, timezone.now(), ways), "client": flag.client}
    return render(request, "comms/scope_flag.html", context, status=200 if typed is None else 422)


def _settled(request: MemberRequest, flag: ScopeFlag, state: str, way: Way) -> HttpResponse:
    try:
        settled = verbs.settle(flag, state, by=request.member, at=timezone.now(), **way.of_settlement())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        undo = reverse("flag_reopening", args=[request.agency.slug, flag.key])
        messages.success(request, _settled_words(settled), extra_tags=f"undo:{undo}")
    return _back(request, flag)


def _drafted(request: MemberRequest, flag: ScopeFlag) -> HttpResponse:
    """On to the draft, where the wish is to be completed."""
    require(request.member, "scope.edit", flag.client)
    try:
        draft = verbs.write_into_scope(flag, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("scope_flag", request.agency.slug, flag.key)
    messages.success(request, _drafted_words(flag))
    return redirect("scope_draft", request.agency.slug, draft.key)


def _drafted_words(flag: ScopeFlag) -> str:
    words = _("“%(what)s” stands among the deliverables: say how much of it.") % {"what": verbs.in_short(flag)}
    if flag.exclusion is None:
        return words
    return f"{words} {_('It touches what we do not do: “%(clause)s”.') % {'clause': flag.exclusion}}"


def _back(request: MemberRequest, flag: ScopeFlag) -> HttpResponse:
    """To where the form stood: the conversation, or the scope with whatever else waits."""
    if request.POST.get("next") == "request" and flag.request is not None:
        return redirect("request", request.agency.slug, flag.request.key)
    return redirect("scope", request.agency.slug, flag.client.key)


def _settled_words(flag: ScopeFlag) -> str:
    if flag.state == ScopeFlag.State.FAVOUR:
        return _("Given as a favour: it stands in the goodwill ledger.")
    if flag.state == ScopeFlag.State.PARKED:
        return _("Parked: %(when)s.") % {"when": flag.outcome.rstrip(".")}
    return _("Found to be inside the scope.")


@require_POST
@member_door("request.flag", writes=True)
def flag_reopening(request: MemberRequest, key: str) -> HttpResponse:
    """Undo: the wish waits for a decision again."""
    flag = _this_flag(request, key)
    try:
        verbs.reopen(flag, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It waits for a decision again."))
    return redirect("scope_flag", request.agency.slug, flag.key)
