"""Whose rows a member gets at. Staff see all clients of their agency, unless it keeps managers to their own."""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from agency.models import Membership
from agency.permissions import kept_to_own as kept_to_own
from clients.models import Client, Contact, Person, Task

M = TypeVar("M", bound=Model)


def clients_of(member: Membership) -> QuerySet[Client]:
    """All clients that a member may see, archived ones too."""
    rows = Client.objects.all()
    return rows.filter(Q(lead=member) | Q(backup=member)) if kept_to_own(member) else rows


def seen_by(member: Membership, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of `rows`, of any table with a `client`, whose client the member may see."""
    if not kept_to_own(member):
        return rows
    return rows.filter(Q(client__lead=member) | Q(client__backup=member))


def contacts_of(member: Membership) -> QuerySet[Contact]:
    """Contacts of the clients that a member may see, those that have ended too, with person and client."""
    return seen_by(member, Contact.objects.select_related("person", "client"))


def people_of(member: Membership) -> QuerySet[Person]:
    """People who are or were contacts of a client that the member may see."""
    return Person.objects.filter(Exists(contacts_of(member).filter(person=OuterRef("pk"))))


def tasks_of(member: Membership) -> QuerySet[Task]:
    """Tasks of the clients that a member may see, and those given to the member wherever they belong."""
    rows = Task.objects.select_related("client", "owner__user", "contact__person")
    if not kept_to_own(member):
        return rows
    return rows.filter(Q(client__lead=member) | Q(client__backup=member) | Q(owner=member))
