"""What moves about a decision while its words stay: replaced, withdrawn, looked at again, told, and what it led to."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from clients.domain import tasks
from clients.forms.work import TaskForm
from clients.models import ScopeOfWork
from clients.views.answers import form_page, said, tried, wants_undo
from comms import noting_letters
from comms.domain import decisions as verbs
from comms.forms.decisions import ReplacementForm, RevisitForm
from comms.forms.short_letter import ShortLetterForm
from comms.queries import decisions as queries
from comms.queries.calls import cast_of
from comms.views.decisions import refusal_said, this_decision
from comms.views.short_letters import short_letter

MOST_OFFERED = 60


@member_door("decision.record", writes=True)
def decision_replacement(request: MemberRequest, key: str) -> HttpResponse:
    """GET offers the later decisions of the log; POST chooses one; `undo` lets both stand again."""
    found = this_decision(request, key, "decision.record")
    here = reverse("decision_replacement", args=[request.agency.slug, key])
    if request.method == "POST" and wants_undo(request):
        try:
            verbs.stand_again(found, by=request.member, at=timezone.now())
            said(request, _("Both stand again."))
        except ValidationError as refusal:
            refusal_said(request, refusal)
        return redirect("decision", request.agency.slug, key)
    form = ReplacementForm(request.POST or None, offered=list(queries.later_ones(found)[:MOST_OFFERED]))
    if request.method == "POST":
        done = tried(
            form,
            lambda: verbs.supersede(
                found, form.offered[form.cleaned_data["later"]], by=request.member, at=timezone.now()
            ),
        )
        if done is not None:
            said(request, _("The later decision takes its place."), here)
            return redirect("decision", request.agency.slug, key)
    context = {"form": form, "decision": found, "client": found.client, "none": not form.offered}
    return form_page(request, "comms/decision_replacement.html", context)


@require_POST
@member_door("decision.record", writes=True)
def decision_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    """It does not hold any more; `undo` takes that back."""
    found, now = this_decision(request, key, "decision.record"), timezone.now()
    try:
        if wants_undo(request):
            verbs.reinstate(found, by=request.member, at=now)
            said(request, _("It stands again."))
        elif found.topic_id is not None:
            raise verbs.by_its_summary()
        else:
            verbs.withdraw(found, by=request.member, at=now)
            undo = reverse("decision_withdrawal", args=[request.agency.slug, key])
            said(request, _("Withdrawn. It stays in the log as what was once decided."), undo)
    except ValidationError as refusal:
        refusal_said(request, refusal)
    return redirect("decision", request.agency.slug, key)


@member_door("decision.record", writes=True)
def decision_revisit(request: MemberRequest, key: str) -> HttpResponse:
    """POST names the day on which to look at it again; with `undo`, it was looked at."""
    found, now = this_decision(request, key, "decision.record"), timezone.now()
    form = RevisitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and wants_undo(request):
        try:
            verbs.look_again(found, by=request.member, at=now, on=None)
            said(request, _("Looked at. It stands as it is."))
        except ValidationError as refusal:
            refusal_said(request, refusal)
        return redirect("decision", request.agency.slug, key)
    if request.method == "POST":
        done = tried(
            form, lambda: verbs.look_again(found, by=request.member, at=now, on=form.cleaned_data["revisit_on"])
        )
        if done is not None:
            said(request, _("It comes up again then."))
            return redirect("decision", request.agency.slug, key)
    context = {"form": form, "decision": found, "client": found.client}
    return form_page(request, "comms/decision_revisit.html", context)


@member_door("decision.record", writes=True)
def decision_scope(request: MemberRequest, key: str) -> HttpResponse:
    """POST says which version of the scope of work it led to; with `undo`, none."""
    found = this_decision(request, key, "decision.record")
    if request.method == "POST":
        scope = None
        if not wants_undo(request):
            rows = ScopeOfWork.objects.filter(client=found.client)
            scope = reach(rows, key=request.POST.get("scope", ""))
        try:
            verbs.written_into(found, scope, by=request.member, at=timezone.now())
            undo = reverse("decision_scope", args=[request.agency.slug, key]) if scope else ""
            said(request, _("Noted."), undo)
        except ValidationError as refusal:
            refusal_said(request, refusal)
        return redirect("decision", request.agency.slug, key)
    versions = ScopeOfWork.objects.filter(client=found.client).order_by("-version")[:20]
    context = {"decision": found, "client": found.client, "versions": versions}
    return render(request, "comms/decision_scope.html", context)


@member_door("task.edit", writes=True)
def decision_task(request: MemberRequest, key: str) -> HttpResponse:
    """Work that follows from it, with where it comes from."""
    found = this_decision(request, key, "task.edit")
    client = found.client
    form = TaskForm(request.POST or None, client=client, initial={"who": f"m:{request.member.key}"})
    if request.method == "POST":
        made = tried(
            form,
            lambda: tasks.create(
                client, by=request.member, at=timezone.now(), origin_kind="decision", origin_id=found.pk,
                **form.of_task(),
            ),
        )  # fmt: skip
        if made is not None:
            said(request, _("“%(task)s” is on the list.") % {"task": made.title})
            return redirect("decision", request.agency.slug, key)
    return form_page(request, "clients/task_form.html", {"form": form, "client": client, "task": None})


@member_door("letter.write", writes=True)
def decision_letter(request: MemberRequest, key: str) -> HttpResponse:
    """GET proposes the mail that confirms it; POST sends it."""
    found = this_decision(request, key, "letter.write")
    cast = cast_of(found.client)
    first = cast.contacts.get(request.GET.get("to", "")) or found.decided_by or next(iter(cast.contacts.values()), None)
    proposed = noting_letters.noted(found, first) if first else noting_letters.Proposed("", "")
    initial = {"to": first.key if first else "", "subject": proposed.subject, "text": proposed.text}
    form = ShortLetterForm(request.POST or None, cast=cast, initial=initial)
    back_url = reverse("decision", args=[request.agency.slug, key])
    return short_letter(request, form, back_url, {"client": found.client, "about": found.what})
