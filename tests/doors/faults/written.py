"""Rows are written that nobody meant: when looking, or too many, or another's."""

from typing import Any

import pytest
from django.db.models import QuerySet

from agency.domain import events
from agency.models import Agency, Membership
from clients.domain import tasks as task_verbs
from clients.models import Client, Contact, Task
from clients.queries import client_list
from tests.doors.aiming import Whose
from tests.doors.faults.fault import all_of, fault, instead


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
