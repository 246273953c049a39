"""The next version of a scope: drafted, edited, thrown away, or accepted by the client."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.days import day_of
from clients.domain import scopes as verbs
from clients.domain.refusals import Refusal
from clients.forms.clauses import Clauses, clause_sets, with_more_rows
from clients.forms.scope import AcceptForm, DraftForm
from clients.models import ScopeOfWork
from clients.queries.reach import seen_by
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client


@member_door("scope.edit", writes=True)
def scope_drafts(request: MemberRequest, key: str) -> HttpResponse:
    """POST begins the next version, as a copy of the one in force; or opens the draft there is."""
    client = this_client(request, key)
    require(request.member, "scope.edit", client)
    if request.method != "POST":
        return redirect("scope", request.agency.slug, key)
    try:
        draft = verbs.draft(client, by=request.member, at=timezone.now())
    except Refusal as refusal:
        said(request, refusal.words)
        return redirect("scope", request.agency.slug, key)
    return redirect("scope_draft", request.agency.slug, draft.key)


@member_door("scope.edit", writes=True)
def scope_draft(request: MemberRequest, key: str) -> HttpResponse:
    """The draft with all its clauses in one form. `more` asks for empty rows and saves nothing yet."""
    found = _this_scope(request, key)
    if found.state != ScopeOfWork.State.DRAFT:
        return redirect("scope_version", request.agency.slug, key)
    more = request.POST.get("more", "")
    data = with_more_rows(request.POST, more) if more else (request.POST or None)
    form = DraftForm(data, row=found, may_read_money=may(request.member, "money.read"))
    promises, exclusions = clause_sets(found, data)
    context: dict[str, Any] = {"form": form, "promises": promises, "exclusions": exclusions}
    context |= {"all_clauses": [promises, exclusions], "scope": found, "client": found.client}
    if request.method == "POST" and not more and _saved(request, found, form, promises, exclusions):
        said(request, _("The draft is kept."))
        return redirect("scope_version", request.agency.slug, key)
    if request.method == "POST" and not more:
        context["tried"] = [promises, exclusions, form]
        return form_page(request, "clients/scope_draft.html", context)
    return render(request, "clients/scope_draft.html", context)


def _saved(request: MemberRequest, found: ScopeOfWork, form: DraftForm, promises: Clauses, exclusions: Clauses) -> bool:
    """All three are checked before anything is said, so that every mistake is shown at once."""
    fine = [promises.is_valid(), exclusions.is_valid(), form.is_valid()]
    if not all(fine):
        return False
    clauses: dict[str, Any] = {"promises": promises.rows(), "exclusions": exclusions.rows()}
    clauses["instead_of"] = (promises.held, exclusions.held)
    by, at = request.member, timezone.now()
    return tried(form, lambda: verbs.revise(found, by=by, at=at, **clauses, **form.of_scope())) is not None


@member_door("scope.edit", writes=True)
def scope_discard(request: MemberRequest, key: str) -> HttpResponse:
    """POST throws a draft away."""
    found = _this_scope(request, key)
    client = found.client
    if request.method == "POST":
        try:
            verbs.discard(found, by=request.member, at=timezone.now())
            said(request, _("The draft is thrown away."))
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("scope", request.agency.slug, client.key)


@member_door("scope.edit", writes=True)
def scope_acceptance(request: MemberRequest, key: str) -> HttpResponse:
    """The client agreed: who, when, how."""
    found, at = _this_scope(request, key), timezone.now()
    form = AcceptForm(request.POST or None, client=found.client, today=day_of(at, request.agency))
    if request.method == "POST":
        done = tried(form, lambda: _accept(request, found, form, at))
        if done is not None:
            said(request, _("Scope of work %(version)s is in force.") % {"version": found.version})
            return redirect("scope", request.agency.slug, found.client.key)
    back_url = reverse("scope_version", args=[request.agency.slug, key])
    context = {"form": form, "scope": found, "client": found.client, "back_url": back_url}
    return form_page(request, "clients/scope_acceptance.html", context)


def _accept(request: MemberRequest, found: ScopeOfWork, form: AcceptForm, at: datetime) -> ScopeOfWork:
    """The day that was given, or this moment when it is today."""
    day, zone = form.cleaned_data["accepted_on"], ZoneInfo(request.agency.zone)
    accepted_at = at if day == day_of(at, request.agency) else datetime.combine(day, time(12), zone)
    return verbs.accept(
        found,
        by=request.member,
        at=at,
        accepted_by=form.cleaned_data["accepted_by"],
        accepted_at=accepted_at,
        how=form.cleaned_data["how"],
    )


def _this_scope(request: MemberRequest, key: str) -> ScopeOfWork:
    found = reach(seen_by(request.member, ScopeOfWork.objects.select_related("client")), key=key)
    require(request.member, "scope.edit", found.client)
    return found
