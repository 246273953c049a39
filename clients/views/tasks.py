"""Tasks: those of a client, and one by one: added, changed, done, dropped."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.origins import Origin, origins_of
from agency.permissions import Refused, may, require
from agency.reach import reach
from clients.days import day_of
from clients.domain import tasks as verbs
from clients.domain.refusals import Refusal
from clients.forms.work import TaskForm
from clients.frame import client_frame
from clients.models import Task
from clients.queries.reach import tasks_of
from clients.queries.work import Choice, of_client, task_page, task_row
from clients.views.answers import back, form_page, said, tried, wants_undo
from clients.views.clients import this_client


@member_door("client.read")
def client_work(request: MemberRequest, key: str) -> HttpResponse:
    client, member = this_client(request, key), request.member
    show = "done" if request.GET.get("show") == "done" else "all"
    today = day_of(timezone.now(), request.agency)
    rows = of_client(client, done=show == "done")
    page = task_page(rows, Choice(show=show), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = reverse("client_work", args=[request.agency.slug, key])
    context = {
        **client_frame(request, client, "work"),
        "rows": [task_row(task, member, today) for task in page.rows],
        "show": show,
        "shown_tabs": [
            {"label": _("Open"), "url": here, "current": show == "all"},
            {"label": _("Done"), "url": f"{here}?show=done", "current": show == "done"},
        ],
        "newer_url": f"?show={show}&before={page.before}" if page.before else "",
        "older_url": f"?show={show}&after={page.after}" if page.after else "",
        "may_edit": may(member, "task.edit", client) and not client.archived,
        "here": request.get_full_path(),
    }
    return render(request, "clients/client_work.html", context)


@member_door("task.edit", writes=True)
def task_new(request: MemberRequest, key: str) -> HttpResponse:
    client = this_client(request, key)
    require(request.member, "task.edit", client)
    initial = {"who": f"m:{request.member.key}"}
    form = TaskForm(request.POST or None, client=client, initial=initial)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        made = tried(form, lambda: verbs.create(client, by=by, at=at, **form.of_task()))
        if made is not None:
            said(request, _("“%(task)s” is on the list.") % {"task": made.title})
            return redirect("client_work", request.agency.slug, key)
    return form_page(request, "clients/task_form.html", {"form": form, "client": client, "task": None})


@member_door("task.complete", writes=True)
def task(request: MemberRequest, key: str) -> HttpResponse:
    """A task to read, or to change for those who may."""
    found = reach(tasks_of(request.member), key=key)
    if not may(request.member, "task.edit", found.client) or found.client.archived:
        row = task_row(found, request.member, day_of(timezone.now(), request.agency))
        context = {"row": row, "task": found, "client": found.client, "origin": _origin(found)}
        return render(request, "clients/task.html", context)
    form = TaskForm(request.POST or None, client=found.client, row=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.change(found, by=by, at=at, **form.of_task())):
            said(request, _("Saved."))
            return back(request, reverse("client_work", args=[request.agency.slug, found.client.key]))
    context = {"form": form, "client": found.client, "task": found, "origin": _origin(found)}
    return form_page(request, "clients/task_form.html", context)


@member_door("task.complete", writes=True)
def task_completion(request: MemberRequest, key: str) -> HttpResponse:
    """POST marks a task done; with undo=1 it is open again."""
    found = reach(tasks_of(request.member), key=key)
    if not verbs.may_complete(request.member, found):
        raise Refused("task.complete")
    here = reverse("task_completion", args=[request.agency.slug, key])
    if request.method == "POST":
        by, at = request.member, timezone.now()
        try:
            if wants_undo(request):
                found = verbs.reopen(found, by=by, at=at)
                said(request, _("“%(task)s” is open again.") % {"task": found.title})
            else:
                found = verbs.complete(found, by=by, at=at)
                said(request, _("“%(task)s” is done.") % {"task": found.title}, here)
        except Refusal as refusal:
            said(request, refusal.words)
    return _answer(request, found)


@member_door("task.edit", writes=True)
def task_drop(request: MemberRequest, key: str) -> HttpResponse:
    """POST drops a task; with undo=1 it is taken up again."""
    found = reach(tasks_of(request.member), key=key)
    require(request.member, "task.edit", found.client)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        try:
            if wants_undo(request):
                verbs.reopen(found, by=by, at=at)
                said(request, _("“%(task)s” is open again.") % {"task": found.title})
            else:
                verbs.drop(found, by=by, at=at)
                undo = reverse("task_drop", args=[request.agency.slug, key])
                said(request, _("“%(task)s” is dropped.") % {"task": found.title}, undo)
        except Refusal as refusal:
            said(request, refusal.words)
    return _answer(request, found)


def _origin(found: Task) -> Origin | None:
    """Where it comes from, such as a call or a decision."""
    if found.origin_id is None:
        return None
    return origins_of(found.origin_kind, [found.origin_id]).get(found.origin_id)


def _answer(request: MemberRequest, found: Task) -> HttpResponse:
    return back(request, reverse("client_work", args=[request.agency.slug, found.client.key]))
