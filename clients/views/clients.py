"""A client's own page, and taking on, changing, handing over, letting go."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import registry
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.promise import Terms, promise_words, target_words
from agency.reach import reach
from clients.days import day_of
from clients.domain import clients as verbs
from clients.domain.refusals import Refusal
from clients.forms.clients import ArchiveForm, ClientForm, HandOverForm, NewClientForm
from clients.frame import client_frame
from clients.models import Client, Task
from clients.profile import agency_defaults
from clients.promise import terms_for
from clients.queries.client_list import industries
from clients.queries.reach import clients_of
from clients.queries.scope_use import in_force, usage
from clients.queries.timeline import kinds, timeline
from clients.views.answers import form_page, said, tried


def this_client(request: MemberRequest, key: str) -> Client:
    """The client of that key that the member may see, with who looks after it; else 404."""
    return reach(clients_of(request.member).select_related("lead__user", "backup__user"), key=key)


@member_door("client.read")
def client(request: MemberRequest, key: str) -> HttpResponse:
    """The first tab: everything that happened."""
    found, now = this_client(request, key), timezone.now()
    known = kinds()
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(known) else ""
    told = timeline(found, request.member, now, kind=kind, before=request.GET.get("before", ""))
    scopes = in_force([found.pk])
    older = f"?kind={kind}&before={told.older}" if told.older else ""
    context = {
        **client_frame(request, found, "timeline"),
        "days": told.days,
        "older_url": older,
        "newest_url": f"?kind={kind}" if request.GET.get("before") else "",
        "kinds": known,
        "kind": kind,
        "promise": promise_in_words(terms_for(found)),
        "scope": scopes.get(found.pk),
        "usages": usage(scopes.values(), day_of(now, request.agency)).get(found.pk, []),
    }
    return render(request, "clients/client.html", context)


def promise_in_words(terms: Terms) -> dict[str, str]:
    """For the block beside the timeline."""
    return {
        "heard": _("Heard within %(span)s") % {"span": promise_words(terms)},
        "answered": _("answered by a person within %(span)s") % {"span": target_words(terms)},
        "about": _("Agreed with them in particular.") if terms.own else _("As for every client."),
    }


@member_door("client.create", writes=True)
def client_new(request: MemberRequest) -> HttpResponse:
    member = request.member
    form = NewClientForm(
        request.POST or None,
        member=member,
        beneath=agency_defaults(request.agency),
        industries=industries(member),
    )
    if request.method == "POST":
        made = tried(form, lambda: verbs.create(by=member, at=timezone.now(), **{"lead": member, **form.cleaned_data}))
        if made is not None:
            said(request, _("%(client)s is yours to look after. Who speaks for them?") % {"client": made.name})
            return redirect("person_new", member.agency.slug, made.key)
    return form_page(request, "clients/client_form.html", {"form": form, "client": None})


@member_door("client.edit", writes=True)
def client_edit(request: MemberRequest, key: str) -> HttpResponse:
    found = this_client(request, key)
    require(request.member, "client.edit", found)
    form = ClientForm(
        request.POST or None,
        row=found,
        beneath=agency_defaults(request.agency),
        industries=industries(request.member),
    )
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.edit(found, by=by, at=at, **form.cleaned_data)):
            said(request, _("Saved."))
            return redirect("client", request.agency.slug, found.key)
    return form_page(request, "clients/client_form.html", {"form": form, "client": found})


@member_door("client.archive", writes=True)
def client_archive(request: MemberRequest, key: str) -> HttpResponse:
    """Shows what is open before a client is let go."""
    found = this_client(request, key)
    require(request.member, "client.archive", found)
    tasks = list(Task.objects.filter(client=found, state=Task.State.OPEN).order_by("client_due", "pk"))
    form = ArchiveForm(request.POST or None, tasks=tasks)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.archive(found, by=by, at=at, **form.cleaned_data)):
            undo = reverse("client_reopen", args=[request.agency.slug, key])
            said(request, _("%(client)s is archived.") % {"client": found.name}, undo)
            return redirect("clients", request.agency.slug)
        form.show_again(tasks)
    told = (provider(found, request.member, timezone.now()) for provider in registry.open_things)
    open_elsewhere = [thing for things in told for thing in things if thing.count]
    context = {"form": form, "client": found, "tasks": tasks, "open_elsewhere": open_elsewhere}
    return form_page(request, "clients/client_archive.html", context)


@member_door("client.archive", writes=True)
def client_reopen(request: MemberRequest, key: str) -> HttpResponse:
    """POST takes an archived client up again."""
    found = this_client(request, key)
    require(request.member, "client.archive", found)
    if request.method == "POST":
        try:
            verbs.reopen(found, by=request.member, at=timezone.now())
            said(request, _("%(client)s is with us again.") % {"client": found.name})
        except Refusal as refusal:
            said(request, refusal.words)
    return redirect("client", request.agency.slug, key)


@member_door("client.hand_over", writes=True)
def client_hand_over(request: MemberRequest, key: str) -> HttpResponse:
    found = this_client(request, key)
    form = HandOverForm(request.POST or None, client=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: verbs.hand_over(found, by=by, at=at, **form.cleaned_data)):
            said(request, _("Handed over."))
            return redirect("client", request.agency.slug, key)
    return form_page(request, "clients/client_hand_over.html", {"form": form, "client": found})
