"""All work, of all clients: mine, late, done; by date, client or person."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import Reach, may, reach_of
from clients.days import day_of
from clients.domain import tasks as verbs
from clients.forms.work import NewTaskForm, WorkFilter
from clients.models import Client
from clients.queries.client_list import Choice as ClientChoice, chosen as clients_chosen
from clients.queries.reach import clients_of
from clients.queries.work import ORDERS, SHOWN, Choice, chosen, grouped, task_page, task_row
from clients.views.answers import form_page, said, tried


@member_door("task.complete")
def work(request: MemberRequest) -> HttpResponse:
    member, today = request.member, day_of(timezone.now(), request.agency)
    form, choice = _choice(request)
    rows = chosen(member, choice, today)
    page = task_page(rows, choice, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    shown = [task_row(task, member, today) for task in page.rows]
    here = reverse("work", args=[request.agency.slug])
    context = {
        "groups": grouped(shown, "due" if choice.show == "done" else choice.by),
        "show_client": choice.by != "client" or choice.show == "done",
        "tabs": _tabs(here, choice),
        "filter_form": form,
        "choice": choice,
        "here": here,
        "full_path": request.get_full_path(),
        "newer_url": _address(request, before=page.before) if page.before else "",
        "older_url": _address(request, after=page.after) if page.after else "",
        "may_add": may(member, "task.edit"),
        "filtered": bool(choice.client_id or choice.owner_id),
    }
    return render(request, "clients/work.html", context)


@member_door("task.edit", writes=True)
def work_new(request: MemberRequest) -> HttpResponse:
    """A task for one of the member's clients, whichever."""
    member = request.member
    whose = "all" if reach_of(member, "task.edit") is Reach.ALL else "mine"
    clients = clients_chosen(member, ClientChoice(whose=whose)).order_by("sort_name")
    form = NewTaskForm(request.POST or None, clients=clients, member=member)
    if request.method == "POST":
        made = tried(form, lambda: verbs.create(by=member, at=timezone.now(), **form.cleaned_data))
        if made is not None:
            said(request, _("“%(task)s” is on the list.") % {"task": made.title})
            return redirect("work", request.agency.slug)
    return form_page(request, "clients/task_form.html", {"form": form, "client": None, "task": None})


def _choice(request: MemberRequest) -> tuple[WorkFilter, Choice]:
    """The filter of the address; what makes no sense in it is as if it were not there."""
    clients = clients_of(request.member).filter(archived_at=None).order_by("name")
    form = WorkFilter(request.GET, clients=clients)
    form.is_valid()
    clean = form.cleaned_data
    client: Client | None = clean.get("client")
    owner = clean.get("owner")
    show, by = clean.get("show", ""), clean.get("by", "")
    return form, Choice(
        show=show if show in SHOWN else "mine",
        client_id=client.pk if client else None,
        owner_id=owner.pk if owner else None,
        by=by if by in ORDERS else "due",
    )


def _address(request: MemberRequest, **changed: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before")} | changed
    return "?" + urlencode(kept)


def _tabs(here: str, choice: Choice) -> list[dict[str, Any]]:
    labels = {"mine": _("Mine"), "all": _("All"), "late": _("Late"), "done": _("Done")}
    return [
        {"label": label, "url": f"{here}?show={show}", "current": choice.show == show} for show, label in labels.items()
    ]
