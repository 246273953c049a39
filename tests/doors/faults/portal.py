"""The portal shows more than is the contact's, or writes."""

from typing import Any

import pytest
from django.db.models import F
from django.http import HttpRequest

from agency.reach import reach
from clients.models import Contact, Person, Task
from comms.models import Decision, Interaction, Summary
from portal import decided as portal_decided, doors as portal_doors, queries as portal_queries
from tests.doors.aiming import Whose
from tests.doors.faults.fault import fault


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
    def rows_of(visit: Any, most: int, *, past: bool) -> Any:
        names = ("key", "what", "why", "decided_on", "decided_by_id", "interaction_id")
        beside = dict.fromkeys(("withdrawn_at", "before", "before_on", "before_at", "later", "later_on"))
        rows = Decision.objects.values(*names, by=F("decided_by__person__name"))
        return [{**beside, **row} for row in rows]

    patch.setattr(portal_decided, "rows_of", rows_of)


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
