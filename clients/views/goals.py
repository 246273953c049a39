"""What a client wants to reach: the tab, and each goal."""

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
from clients.domain import goals as verbs
from clients.domain.refusals import Refusal
from clients.forms.work import GoalForm
from clients.frame import client_frame
from clients.models import Goal
from clients.queries.expectations import expectation_gaps
from clients.queries.goals import goal_rows
from clients.queries.reach import seen_by
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client


@member_door("client.read")
def client_goals(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    context = {
        **client_frame(request, client, "goals"),
        "gaps": expectation_gaps(client),
        "rows": goal_rows(client, request.member, day_of(timezone.now(), request.agency)),
        "may_edit": may(request.member, "client.edit", client) and not client.archived,
    }
    return render(request, "clients/client_goals.html", context)


@member_door("client.edit", writes=True)
def goal_new(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    require(request.member, "client.edit", client)
    form = GoalForm(request.POST or None)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.set_goal(client, by=by, at=at, **form.cleaned_data)):
            said(request, _("The goal is set."))
            return redirect("client_goals", request.agency.slug, key)
    return form_page(request, "clients/goal_form.html", {"form": form, "client": client, "goal": None})


@member_door("client.edit", writes=True)
def goal(request: MemberRequest, key: str) -> HttpResponse:
    found = _this_goal(request, key)
    form = GoalForm(request.POST or None, row=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.change(found, by=by, at=at, **form.cleaned_data)):
            said(request, _("Saved."))
            return redirect("client_goals", request.agency.slug, found.client.key)
    return form_page(request, "clients/goal_form.html", {"form": form, "client": found.client, "goal": found})


@member_door("client.edit", writes=True)
def goal_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST gives a goal up."""
    found = _this_goal(request, key)
    goals = reverse("client_goals", args=[request.agency.slug, found.client.key])
    if request.method == "POST":
        try:
            verbs.remove(found, by=request.member, at=timezone.now())
            said(request, _("“%(goal)s” is given up.") % {"goal": found.name})
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect(goals)


def _this_goal(request: MemberRequest, key: str) -> Goal:
    found = reach(seen_by(request.member, Goal.objects.select_related("client")), key=key)
    require(request.member, "client.edit", found.client)
    return found
