"""What of this room can be found: clients, people, tasks, and the clauses of the scopes in force."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.commands import Command, commands
from agency.models import Event, Membership
from agency.permissions import kept_to_own
from agency.search.kinds import Found, Kind, Text, register
from clients.models import Client, Contact, Deliverable, Exclusion, Person, ScopeOfWork, Task
from clients.queries.reach import clients_of, people_of, seen_by, tasks_of
from clients.scope_changes import Promise

IN_FORCE = Q(scope__state=ScopeOfWork.State.ACCEPTED)


def put_in() -> None:
    register(
        Kind(
            model=Client, family="clients", label=gettext_lazy("Clients"), icon="users", verb="client.read",
            position=10, texts=_clients, rows=clients_of, shown=_client, parts=True,
        ),
        Kind(
            model=Person, family="people", label=gettext_lazy("People"), icon="user", verb="client.read",
            position=20, texts=_people, rows=_people_seen, shown=_person, parts=True,
            touched={"contact": _person_of_contact},
        ),
        Kind(
            model=Task, family="tasks", label=gettext_lazy("Tasks"), icon="task", verb="client.read",
            position=70, texts=_tasks, rows=tasks_of, shown=_task,
        ),
        *(
            Kind(
                model=model, family="scope", label=gettext_lazy("Scope of work"), icon="report", verb="scope.read",
                position=60, texts=texts, rows=rows, shown=shown,
                touched={"scopeofwork": partial(_in_versions_of_client, model)},
            )
            for model, texts, rows, shown in (
                (ScopeOfWork, _scopes, _scopes_seen, _scope),
                (Deliverable, _deliverables, _deliverables_seen, _deliverable),
                (Exclusion, _exclusions, _exclusions_seen, _exclusion),
            )
        ),
    )  # fmt: skip
    commands[:0] = [
        _for(gettext_lazy("New task for %(client)s"), "task", "task_new", "task.edit"),
        _for(gettext_lazy("Scope of %(client)s"), "report", "scope", "scope.read"),
        _for(gettext_lazy("Decisions of %(client)s"), "decision", "client_decisions", "decision.read"),
        Command(label=gettext_lazy("New client"), icon="plus", url_name="client_new", verb="client.create"),
    ]


def _for(label: Any, icon: str, url_name: str, verb: str) -> Command:
    return Command(label=label, icon=icon, url_name=url_name, verb=verb, of_client=True)


def _clients(ids: Collection[int]) -> Iterator[Text]:
    for client in Client.objects.filter(pk__in=ids):
        yield Text(client.pk, client.created_at, client.name, client.industry, (client.pk,))


def _client(client: Client, member: Membership) -> Found:
    about = _("archived") if client.archived else client.industry
    return Found(client.name, reverse("client", args=[member.agency.slug, client.key]), about)


def _people(ids: Collection[int]) -> Iterator[Text]:
    """By name, role and address."""
    for person in Person.objects.filter(pk__in=ids).prefetch_related("addresses", "contacts"):
        places = list(person.contacts.all())
        said = [place.role for place in places] + [address.email for address in person.addresses.all()]
        yield Text(person.pk, person.created_at, person.name, " ".join(said), tuple(p.client_id for p in places))


def _person_of_contact(event: Event) -> Collection[int]:
    return list(Contact.objects.filter(pk=event.object_id).values_list("person_id", flat=True))


def _people_seen(member: Membership) -> QuerySet[Person]:
    return people_of(member).prefetch_related("contacts__client", "addresses")


def _person(person: Person, member: Membership) -> Found:
    """With where they speak, if the member may know."""
    mine = (place for place in person.contacts.all() if place.ended_at is None and _knows(member, place.client))
    places = sorted({place.client.name for place in mine})
    url = reverse("person", args=[member.agency.slug, person.key])
    emails: Any = (address.email for address in person.addresses.all())
    return Found(person.name, url, wording.listing(places) if places else "", " ".join(emails))


def _knows(member: Membership, client: Client) -> bool:
    return not kept_to_own(member) or member.pk in (client.lead_id, client.backup_id)


def _tasks(ids: Collection[int]) -> Iterator[Text]:
    for task in Task.objects.filter(pk__in=ids):
        yield Text(task.pk, task.created_at, task.title, task.details, (task.client_id,))


def _task(task: Task, member: Membership) -> Found:
    due = task.client_due or task.internal_due
    when = _("due %(day)s") % {"day": wording.short_day(due)} if due else ""
    state = "" if task.state == Task.State.OPEN else str(task.get_state_display())
    url = reverse("task", args=[member.agency.slug, task.key])
    return Found(task.title, url, wording.aside((task.client.name, state or when)), task.details)


def _scopes(ids: Collection[int]) -> Iterator[Text]:
    """What is taken for granted and how success is measured, in the version in force."""
    for scope in ScopeOfWork.objects.filter(pk__in=ids, state=ScopeOfWork.State.ACCEPTED):
        said = f"{scope.assumptions}\n{scope.success_metrics}"
        yield Text(scope.pk, scope.accepted_at or scope.created_at, "", said, (scope.client_id,))


def _scopes_seen(member: Membership) -> QuerySet[ScopeOfWork]:
    return seen_by(member, ScopeOfWork.objects.filter(state=ScopeOfWork.State.ACCEPTED).select_related("client"))


def _scope(scope: ScopeOfWork, member: Membership) -> Found:
    said = f"{scope.assumptions}\n{scope.success_metrics}".strip()
    return _clause(scope, member, _("Assumptions and measures"), said)


def _deliverables(ids: Collection[int]) -> Iterator[Text]:
    for row in Deliverable.objects.filter(IN_FORCE, pk__in=ids).select_related("scope"):
        yield Text(row.pk, row.scope.accepted_at or row.scope.created_at, row.name, row.unit, (row.client_id,))


def _deliverables_seen(member: Membership) -> QuerySet[Deliverable]:
    return seen_by(member, Deliverable.objects.filter(IN_FORCE).select_related("scope__client"))


def _deliverable(row: Deliverable, member: Membership) -> Found:
    promise = Promise(name=row.name, quantity=row.quantity, unit=row.unit, period=row.period)
    return _clause(row.scope, member, capfirst(str(promise)))


def _exclusions(ids: Collection[int]) -> Iterator[Text]:
    for row in Exclusion.objects.filter(IN_FORCE, pk__in=ids).select_related("scope"):
        at = row.scope.accepted_at or row.scope.created_at
        yield Text(row.pk, at, row.what, f"{row.number} {row.reason}", (row.client_id,))


def _exclusions_seen(member: Membership) -> QuerySet[Exclusion]:
    return seen_by(member, Exclusion.objects.filter(IN_FORCE).select_related("scope__client"))


def _exclusion(row: Exclusion, member: Membership) -> Found:
    return _clause(row.scope, member, _("Not included: %(what)s") % {"what": row.what}, row.reason)


def _clause(scope: ScopeOfWork, member: Membership, title: str, text: str = "") -> Found:
    at = (scope.accepted_at or scope.created_at).astimezone(timezone.get_current_timezone())
    about = wording.aside((scope.client.name, _("agreed %(day)s") % {"day": wording.short_day(at.date())}))
    return Found(title, reverse("scope", args=[member.agency.slug, scope.client.key]), about, text)


def _in_versions_of_client(model: Any, event: Event) -> Collection[int]:
    """The versions of a client change places when one is accepted."""
    if event.verb != "scope.accepted":
        return ()
    return list(model.objects.filter(client=event.client_id).values_list("pk", flat=True))
