"""Staff see rows, money or notes that are not theirs to see."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from agency import permissions, queries as agency_queries, registry
from agency.reach import reach
from agency.search import results
from agency.search.asking import Question
from agency.search.kinds import kinds
from clients import registrations as clients_registrations
from clients.models import Client
from clients.queries import client_list
from clients.queries.reach import clients_of, seen_by
from comms.queries import inbox
from tests.doors.aiming import Whose
from tests.doors.faults.fault import all_of, fault, instead


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
    def everything(question: Question) -> dict[str, list[int]]:
        return {"client": list(all_of(Client).values_list("pk", flat=True))}

    patch.setattr(results, "ask", everything)
    patch.setitem(kinds, "client", replace(kinds["client"], rows=lambda member: all_of(Client)))


@fault("search forgets who asks", "search", "kept", sent=Whose.OTHER, turns=(1,))
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(kinds, "client", replace(kinds["client"], rows=lambda member: Client.objects.all()))


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
