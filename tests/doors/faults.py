"""Faults as people make them, put in by hand: each must be found by the slice of the sweep that looks at its door."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from agency import invitation_mail, permissions, queries as agency_queries, registry
from agency.domain import events
from agency.models import Agency, ApiToken, Invitation, Membership
from agency.reach import reach
from agency.tenancy import middleware
from agency.tenancy.scope import everywhere
from api import permissions as api_permissions
from api.authentication import TokenAuthentication
from clients import registrations as clients_registrations
from clients.domain import tasks as task_verbs
from clients.models import Client, Contact, Person, Task
from clients.queries import client_list
from clients.queries.reach import clients_of, seen_by
from comms.domain import links, outbox
from comms.models import Decision, Interaction, Summary
from comms.queries import inbox
from portal import doors as portal_doors, queries as portal_queries
from tests.doors.aiming import Whose

Put = Callable[[pytest.MonkeyPatch], None]
ROOMS = ("agency", "clients", "comms", "reports", "portal", "api")


def instead(patch: pytest.MonkeyPatch, original: Any, other: Any) -> None:
    """Every module of ours that has taken this function in by name gets the other one."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ROOMS:
            for attribute, value in list(vars(module).items()):
                if value is original:
                    patch.setattr(module, attribute, other)


@dataclass(frozen=True)
class Fault:
    """What somebody did, at which doors and for whom it shows, and by which check of the sweep it is found.

    `stopped`: on PostgreSQL nothing comes of it, since row-level security stands behind; there the sweep finds nothing.
    `turns` are the forms or filters to send, or `filtered` the one filter; `at_home`: everybody knocks at their own house.
    """

    what: str
    put: Put
    doors: tuple[str, ...]
    people: tuple[str, ...]
    check: str = "sweep"
    methods: tuple[str, ...] = ("GET",)
    last: Whose = Whose.OWN
    sent: Whose = Whose.OWN
    stopped: bool = False
    turns: tuple[int, ...] = (0,)
    filtered: dict[str, str] | None = None
    at_home: bool = False
    rows: int = 3


FAULTS: list[Fault] = []
KEPT, OTHER_CONTACT = "manager kept to another client", "contact who was not on the message"


def fault(what: str, doors: str, people: str, **how: Any) -> Callable[[Put], Put]:
    def keep(put: Put) -> Put:
        names = {"kept": KEPT, "second": OTHER_CONTACT}
        who = tuple(names.get(name.strip(), name.strip()) for name in people.split(","))
        FAULTS.append(Fault(what, put, tuple(doors.split()), who, **how))
        return put

    return keep


def all_of(model: Any) -> QuerySet[Any]:
    return model.objects.with_scopes_disabled().all()


# --- rows of the staff's pages ------------------------------------------------------------------------------------------
@fault("the list of clients forgets who asks", "clients clients_csv search", "kept", turns=(0, 1), sent=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, clients_of, lambda member: Client.objects.all())


@fault("a row is looked up in the whole table", "goal person request", "kept", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, reach, lambda rows, **lookup: rows.model.objects.get(**lookup))


@fault("a row is looked up in all agencies", "goal client_edit", "owner", last=Whose.FOREIGN, stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    def anywhere(rows: QuerySet[Any], **lookup: Any) -> Any:
        try:
            return all_of(rows.model).get(**lookup)
        except rows.model.DoesNotExist:
            raise Http404 from None

    instead(patch, reach, anywhere)


@fault("a filter by client is lost", "goal scope_version", "kept", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, seen_by, lambda member, rows: rows)


@fault("files are found for everybody", "attachment", "kept", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    from comms.models import Attachment

    instead(patch, inbox.attachments_of, lambda member: Attachment.objects.select_related("interaction"))


@fault("search looks everywhere", "search", "owner", sent=Whose.FOREIGN, turns=(1,), stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    def source(member: Membership, words: str) -> Any:
        for client in all_of(Client).filter(name__icontains=words):
            yield registry.Hit("Clients", client.name, "", "/", "users")

    patch.setattr(registry, "search_sources", [source])


@fault("search forgets who asks", "search", "kept", sent=Whose.OTHER, turns=(1,))
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(clients_registrations, "clients_of", lambda member: Client.objects.all())


@fault("a filter of the table reaches past the reader", "clients_csv", "kept", filtered={"whose": "all"})
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(client_list, "clients_of", lambda member: Client.objects.all())


@fault("what is kept in the cache has no owner", "today", "owner, owner of another agency", at_home=True)
def _(patch: pytest.MonkeyPatch) -> None:
    cache.clear()
    patch.setattr(agency_queries, "_places_key", lambda user: "agencies")


@fault("a number of a row stands in an address", "inbox client", "owner")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(clients_registrations, "sidebar", lambda member, now: {})
    link = {
        "led": [{"name": "x", "url": f"/?id={Client.objects.model.__name__ and 7100007}", "clock": None}],
        "backed": [],
    }
    patch.setattr(registry, "sidebar_clients", [lambda member, now: link])


@fault("money is shown to everybody", "scope", "specialist")
def _(patch: pytest.MonkeyPatch) -> None:
    _everybody_may(patch, "money.read")


@fault("a personal note is shown to everybody", "person", "specialist")
def _(patch: pytest.MonkeyPatch) -> None:
    _everybody_may(patch, "person.personal_note")


def _everybody_may(patch: pytest.MonkeyPatch, verb: str) -> None:
    may = permissions.may
    instead(patch, may, lambda member, asked, client=None: asked == verb or may(member, asked, client))


@fault("a page not found says what was looked for", "goal", "kept", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def telling(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        key = request.path.rstrip("/").rsplit("/", 1)[-1]
        from clients.models import Goal

        return HttpResponse(
            f"No page for {Goal.objects.filter(key=key).first()} {Goal.objects.filter(key=key).values_list('name')}",
            status=404,
        )

    from django.urls import get_resolver

    patch.setattr(get_resolver(), "resolve_error_handler", lambda code: telling)


# --- who may ------------------------------------------------------------------------------------------------------------
@fault("nobody asks whether a role holds a verb", "settings audit client_hand_over", "specialist", check="permissions")
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, permissions.require, lambda member, verb, client=None: None)


@fault(
    "a verb is asked for without its client",
    "client_edit goal",
    "manager of another client",
    methods=("POST",),
    last=Whose.OTHER,
)
def _(patch: pytest.MonkeyPatch) -> None:
    require = permissions.require
    instead(patch, require, lambda member, verb, client=None: require(member, verb))


@fault("whoever is signed in counts as a member", "today clients", "stranger, owner of another agency")
def _(patch: pytest.MonkeyPatch) -> None:
    def anybody(request: HttpRequest) -> Membership | None:
        first = Membership.objects.select_related("user").order_by("pk").first()
        return first if request.user.is_authenticated else None

    patch.setattr(middleware, "member_of", anybody)


@fault("who was deactivated is still let in", "today clients", "deactivated member")
def _(patch: pytest.MonkeyPatch) -> None:
    def still(request: HttpRequest) -> Membership | None:
        found = Membership.objects.select_related("user").filter(user_id=request.user.pk).first()
        if found is not None:
            found.deactivated_at = None
        return found

    patch.setattr(middleware, "member_of", still)


@fault("an agency that is another's says that it is there", "today", "owner", check="agency")
def _(patch: pytest.MonkeyPatch) -> None:
    member_of = middleware.member_of

    def telling(request: HttpRequest) -> Membership | None:
        found = member_of(request)
        if found is None and request.user.is_authenticated:
            raise PermissionDenied
        return found

    patch.setattr(middleware, "member_of", telling)


# --- the same answer ----------------------------------------------------------------------------------------------------
@fault("another's row is refused instead of missing", "goal", "kept", check="unlike", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def telling(rows: QuerySet[Any], **lookup: Any) -> Any:
        if rows.filter(**lookup).exists() or not rows.model.objects.filter(**lookup).exists():
            return reach(rows, **lookup)
        raise permissions.Refused("client.read")

    instead(patch, reach, telling)


@fault("another agency's row is refused instead of missing", "goal", "owner", check="unlike", last=Whose.FOREIGN)
def _(patch: pytest.MonkeyPatch) -> None:
    def telling(rows: QuerySet[Any], **lookup: Any) -> Any:
        with everywhere():
            there = rows.model.objects.filter(**lookup).exists()
        if there and not rows.filter(**lookup).exists():
            raise permissions.Refused("client.read")
        return reach(rows, **lookup)

    instead(patch, reach, telling)


@fault("another's row takes one query more", "goal", "kept", check="unlike", last=Whose.OTHER)
def _(patch: pytest.MonkeyPatch) -> None:
    def slow(rows: QuerySet[Any], **lookup: Any) -> Any:
        found = rows.model.objects.filter(**lookup).first()
        if found is not None:
            Client.objects.filter(pk=found.client_id).first()
        return reach(rows, **lookup)

    instead(patch, reach, slow)


# --- what is written ----------------------------------------------------------------------------------------------------
@fault("looking writes", "clients", "owner")
def _(patch: pytest.MonkeyPatch) -> None:
    rows = client_list.clients_of

    def touching(member: Membership) -> QuerySet[Client]:
        Client.objects.filter(lead=member).update(worries="looked at") or Client.objects.update(worries="looked at")
        return rows(member)

    patch.setattr(client_list, "clients_of", touching)


@fault("a verb does it to every row", "task_completion", "manager who leads", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    complete = task_verbs.complete

    def complete_all(task: Task, **how: Any) -> Task:
        Task.objects.filter(state="open").update(details="done with the others")
        return complete(task, **how)

    patch.setattr(task_verbs, "complete", complete_all)


@fault("settings are kept for every agency", "settings_promise", "owner", methods=("POST",), turns=(0, 1))
def _(patch: pytest.MonkeyPatch) -> None:
    from agency.domain import agencies

    patch.setattr(agencies, "change", lambda agency, **how: Agency.objects.update(span_limit=7))


@fault("an event is written down for another client", "task_completion", "manager who leads", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    record = events.record

    def elsewhere(verb: str, thing: Any, **how: Any) -> Any:
        other = Client.objects.exclude(pk=getattr(thing, "client_id", 0)).values_list("pk", flat=True).first()
        return record(verb, thing, **{**how, "client_id": other})

    instead(patch, record, elsewhere)


@fault("a form offers everybody's members", "assignment", "owner", methods=("POST",), sent=Whose.FOREIGN, stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    from comms.forms.inbox import AssignForm

    begin = AssignForm.__init__

    def wide(form: Any, *args: Any, **kwargs: Any) -> None:
        begin(form, *args, **kwargs)
        form.fields["member"].queryset = all_of(Membership)

    patch.setattr(AssignForm, "__init__", wide)


@fault("a form offers another client's people", "scope_acceptance", "kept", rows=2)
def _(patch: pytest.MonkeyPatch) -> None:
    from clients.queries.client_page import people_at

    instead(patch, people_at, lambda client: Contact.objects.select_related("person"))


# --- mails --------------------------------------------------------------------------------------------------------------
@fault("a note for us goes out with the answer", "answer", "manager who leads", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    queue = outbox.queue

    def with_note(**mail: Any) -> Any:
        notes = Interaction.objects.filter(internal=True).values_list("text", flat=True)
        return queue(**{**mail, "text": "\n".join([mail["text"], *notes])})

    patch.setattr(outbox, "queue", with_note)


@fault("an invitation tells what the agency does elsewhere", "invitations", "owner", methods=("POST",))
def _(patch: pytest.MonkeyPatch) -> None:
    send = invitation_mail.send

    def telling(invitation: Invitation, token: str) -> None:
        invitation.agency.name = " ".join([invitation.agency.name, *Client.objects.values_list("name", flat=True)])
        send(invitation, token)

    patch.setattr(invitation_mail, "send", telling)


# --- the portal ---------------------------------------------------------------------------------------------------------
@fault("the portal asks only who is signed in", "portal", "stranger, contact of another client", last=Whose.OWN)
def _(patch: pytest.MonkeyPatch) -> None:
    def anybody(request: HttpRequest, client_key: str) -> Any:
        rows = Contact.objects.select_related("person", "client").filter(client__key=client_key)
        return portal_doors.visit_of(rows.order_by("pk")[0])

    patch.setattr(portal_doors, "enter", anybody)


@fault("the portal forgets that somebody has left", "portal", "ended contact, contact without the portal")
def _(patch: pytest.MonkeyPatch) -> None:
    def still(request: HttpRequest, client_key: str) -> Any:
        rows = Contact.objects.select_related("person", "client")
        return portal_doors.visit_of(reach(rows, client__key=client_key, person__user_id=request.user.pk))

    patch.setattr(portal_doors, "enter", still)


@fault("the portal's letter lists tasks for us only", "portal", "contact", stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    def tasks(visit: Any) -> Any:
        rows = Task.objects.filter(client=visit.client, state=Task.State.OPEN)
        return list(rows.values("key", "title", "client_due", "contact_id"))

    patch.setattr(portal_queries, "open_tasks", tasks)


@fault("the portal's decisions forget the client", "portal portal_everything", "contact", stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    def decisions(visit: Any, most: int = 12) -> Any:
        rows = Decision.objects.values("key", "what", "why", "decided_on", "decided_by_id", "decided_by__person__name")
        return [{**row, "by": row["decided_by__person__name"]} for row in rows]

    patch.setattr(portal_queries, "decisions", decisions)


@fault("the portal shows drafts", "portal_summary", "contact", stopped=True)
def _(patch: pytest.MonkeyPatch) -> None:
    find = portal_queries.summary

    def any_state(visit: Any, key: str) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Summary.State, "DRAFT", "none", raising=False)
            return find(visit, key)

    patch.setattr(portal_queries, "summary", any_state)


@fault("the portal shows texts to whoever was not on them", "portal_request", "second")
def _(patch: pytest.MonkeyPatch) -> None:
    names = ("key", "at", "direction", "automatic", "text")

    def messages(visit: Any, request_id: int) -> Any:
        rows = Interaction.objects.filter(request_id=request_id, internal=False).values(*names)
        return [{**row, "contact_name": "", "member_name": ""} for row in rows]

    patch.setattr(portal_queries, "messages", messages)


@fault("the portal's queries fetch an inside field", "portal", "contact")
def _(patch: pytest.MonkeyPatch) -> None:
    def goals(visit: Any) -> Any:
        from clients.models import Goal

        rows = Goal.objects.filter(client=visit.client).values("name", "unit", "target", "current", "due", "outlook")
        return [{**row, "name": f"{row['name']} {row['outlook']}"} for row in rows]

    patch.setattr(portal_queries, "goals", goals)


@fault("the portal writes", "portal", "contact")
def _(patch: pytest.MonkeyPatch) -> None:
    people = portal_queries.people

    def touching(visit: Any) -> Any:
        Person.objects.filter(pk=visit.person_id).update(ways="visited")
        return people(visit)

    patch.setattr(portal_queries, "people", touching)


# --- links --------------------------------------------------------------------------------------------------------------
@fault("a link opens with any secret", "signed_link", "anonymous", last=Whose.MISSING)
def _(patch: pytest.MonkeyPatch) -> None:
    rows = links.SignedLink.objects.__class__

    def any_link(token: str) -> Any:
        found = links.SignedLink.objects.select_related("contact__person__user", "contact__client")
        return found.order_by("pk").first()

    assert rows
    patch.setattr(links, "find", any_link)


# --- the API ------------------------------------------------------------------------------------------------------------
@fault("a token works for who was deactivated", "api:clients/", "deactivated member")
def _(patch: pytest.MonkeyPatch) -> None:
    from agency.keys import digest
    from agency.tenancy.scope import within

    def holder(self: Any, request: Any, text: str, *, slug: str) -> Any:
        agency = Agency.objects.get(slug=slug)
        request._request.scope.enter_context(within(agency))
        token = ApiToken.objects.select_related("member__user").get(digest=digest(text))
        token.member.deactivated_at = None
        request._request.agency, request._request.member = agency, token.member
        return token.member.user, token

    patch.setattr(TokenAuthentication, "holder", holder)


@fault("the API asks for no verb", "api:outbox/ api:events/", "specialist", check="permissions")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(api_permissions, "require", lambda member, verb, client=None: None)


@fault("the API answers with a field too many", "api:people/<key:key>/", "specialist")
def _(patch: pytest.MonkeyPatch) -> None:
    from rest_framework import serializers

    from api.serializers.people import PersonAnswer

    shown = PersonAnswer.get_fields
    patch.setattr(
        PersonAnswer, "get_fields", lambda self: {**shown(self), "personal_note": serializers.CharField(read_only=True)}
    )


@fault("the API lists another client's rows", "api:tasks/", "kept")
def _(patch: pytest.MonkeyPatch) -> None:
    from clients.queries.reach import tasks_of

    instead(patch, tasks_of, lambda member: Task.objects.select_related("client", "owner__user", "contact__person"))
