"""The scope of work as it stands: the tab, single versions, what was delivered and what was given free."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import registry
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.days import day_of
from clients.domain import favours, scopes as verbs
from clients.domain.refusals import Refusal
from clients.forms.scope import FavourForm, UseForm
from clients.frame import client_frame
from clients.models import DeliverableUse, Favour, ScopeOfWork
from clients.queries import scope_page as told
from clients.queries.reach import seen_by
from clients.queries.scope_use import in_force, usage
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client

State = ScopeOfWork.State


@member_door("scope.read")
def scope(request: MemberRequest, key: str) -> HttpResponse:
    client, member, now = this_client(request, key), request.member, timezone.now()
    today = day_of(now, request.agency)
    versions = told.versions(client)
    current = next((found for found in versions if found.state == State.ACCEPTED), None)
    draft = next((found for found in versions if found.state == State.DRAFT), None)
    used = usage([current], today).get(client.pk, []) if current else []
    context = {
        **client_frame(request, client, "scope"),
        "current": current,
        "draft": draft,
        "draft_words": _draft_words(versions, draft),
        "scope_lead": told.lead_of(current, member) if current else "",
        "sections": [section for provider in registry.scope_sections for section in provider(client, member, now)],
        "used": told.used_sections(used, today),
        "uses": told.recent_uses(client, member, today),
        "assumptions": told.lines_of(current.assumptions) if current else [],
        "success_metrics": told.lines_of(current.success_metrics) if current else [],
        "ledger": told.ledger(client, member, today),
        "history": told.history(versions, member),
        "may_edit": may(member, "scope.edit", client) and not client.archived,
        "may_use": may(member, "scope.use", client) and not client.archived,
    }
    return render(request, "clients/client_scope.html", context)


def _draft_words(versions: list[ScopeOfWork], draft: ScopeOfWork | None) -> str:
    """'Draft of scope 4', or 'Draft scope 4' where there is none yet."""
    if draft is not None:
        return _("Draft of scope %(version)s") % {"version": draft.version}
    return _("Draft scope %(version)s") % {"version": versions[0].version + 1 if versions else 1}


@member_door("scope.read")
def scope_version(request: MemberRequest, key: str) -> HttpResponse:
    """One version as it is, and what it changed."""
    rows = ScopeOfWork.objects.select_related("client", "accepted_by__person")
    found = reach(seen_by(request.member, rows), key=key)
    client, member = found.client, request.member
    before = next((each for each in told.versions(client) if each.version < found.version), None)
    context = {
        "scope": found,
        "client": client,
        "client_scope_url": reverse("scope", args=[request.agency.slug, client.key]),
        "scope_lead": told.lead_of(found, member),
        "assumptions": told.lines_of(found.assumptions),
        "success_metrics": told.lines_of(found.success_metrics),
        "promises": list(verbs.promises_of(found)),
        "exclusions": list(verbs.exclusions_of(found)),
        "before": before,
        "diff": told.diff_lines(told.changes_for(member, before, found)) if before else [],
        "is_draft": found.state == State.DRAFT,
        "may_edit": may(member, "scope.edit", client) and not client.archived,
    }
    return render(request, "clients/scope_version.html", context)


@member_door("scope.use", writes=True)
def use_new(request: MemberRequest, key: str) -> HttpResponse:
    """Something of the scope was delivered."""
    client = this_client(request, key)
    require(request.member, "scope.use", client)
    here = reverse("scope", args=[request.agency.slug, key])
    current = in_force([client.pk]).get(client.pk)
    if current is None:
        return redirect(here)
    at = timezone.now()
    form = UseForm(request.POST or None, scope=current, today=day_of(at, request.agency))
    if request.method == "POST":
        made = tried(form, lambda: verbs.record_use(by=request.member, at=at, **form.cleaned_data))
        if made is not None:
            undo = reverse("use_removal", args=[request.agency.slug, made.key])
            said(request, _("Written down: %(what)s.") % {"what": made.what}, undo)
            return redirect(here)
    return form_page(request, "clients/use_form.html", {"form": form, "client": client, "back_url": here})


@member_door("scope.use", writes=True)
def use_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST takes out what was written down by mistake."""
    rows = DeliverableUse.objects.select_related("client", "deliverable")
    found = reach(seen_by(request.member, rows), key=key)
    require(request.member, "scope.use", found.client)
    if request.method == "POST":
        try:
            verbs.take_back_use(found, by=request.member, at=timezone.now())
            said(request, _("Taken out again."))
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("scope", request.agency.slug, found.client.key)


@member_door("scope.edit", writes=True)
def favour_new(request: MemberRequest, key: str) -> HttpResponse:
    """Something was given free."""
    client = this_client(request, key)
    require(request.member, "scope.edit", client)
    at, here = timezone.now(), reverse("scope", args=[request.agency.slug, key])
    current = in_force([client.pk]).get(client.pk)
    currency = current.currency if current else "EUR"
    form = FavourForm(request.POST or None, today=day_of(at, request.agency), currency=currency)
    if request.method == "POST":
        made = tried(form, lambda: favours.give(client, by=request.member, at=at, **form.of_favour()))
        if made is not None:
            undo = reverse("favour_removal", args=[request.agency.slug, made.key])
            said(request, _("Given free: %(what)s. The client sees it.") % {"what": made.what}, undo)
            return redirect(here)
    return form_page(request, "clients/favour_form.html", {"form": form, "client": client, "back_url": here})


@member_door("scope.edit", writes=True)
def favour_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST takes a line out of the ledger that was written by mistake."""
    found = reach(seen_by(request.member, Favour.objects.select_related("client")), key=key)
    require(request.member, "scope.edit", found.client)
    if request.method == "POST":
        try:
            favours.take_back(found, by=request.member, at=timezone.now())
            said(request, _("Taken out of the ledger."))
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("scope", request.agency.slug, found.client.key)
