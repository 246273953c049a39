"""The world of most tests: two agencies with members of each role, clients, people and contacts, and a stranger.

Every text field of the second agency holds the canary, so that a leak is seen wherever it comes out.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import models
from django.test import Client as Browser

from agency.models import Agency, Membership, Role, User
from agency.tenancy.scope import within
from clients.models import Client, Contact, Person, PersonAddress

CANARY = "canary7391"
NOW = datetime(2026, 11, 3, 10, 10, tzinfo=UTC)
PASSWORD = "correct horse battery"
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")


@dataclass
class House:
    """One agency of the world with everybody in it."""

    agency: Agency
    owner: Membership
    manager: Membership
    backup: Membership
    specialist: Membership
    client: Client
    other_client: Client
    contact: Contact
    second_contact: Contact
    other_contact: Contact
    extra: dict[str, Any] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"/{self.agency.slug}/{path}"


@dataclass
class World:
    ours: House
    theirs: House
    stranger: User

    def browser(self, who: Membership | Contact | User | None) -> Browser:
        """A browser signed in as a member, a contact's person, or a user; anonymous for None."""
        browser = Browser()
        if who is not None:
            browser.force_login(user_of(who), backend="django.contrib.auth.backends.ModelBackend")
        return browser


def user_of(who: Membership | Contact | User) -> User:
    if isinstance(who, User):
        return who
    if isinstance(who, Membership):
        return who.user
    assert who.person.user is not None
    return who.person.user


def build_world() -> World:
    return World(
        ours=build_house("northlight", "Northlight Digital", mark=""),
        theirs=build_house("harbour", f"Harbour {CANARY}", mark=f" {CANARY}"),
        stranger=user_at("stranger@elsewhere.example", "Stranger"),
    )


def build_house(slug: str, name: str, *, mark: str) -> House:
    agency = Agency.objects.create(slug=slug, name=name, zone="Europe/Berlin")
    with within(agency):
        owner = member(agency, "helen", f"Helen Marsh{mark}", Role.OWNER)
        manager = member(agency, "ida", f"Ida Brandt{mark}", Role.MANAGER)
        backup = member(agency, "daniel", f"Daniel Whitlock{mark}", Role.MANAGER)
        specialist = member(agency, "lena", f"Lena Köhler{mark}", Role.SPECIALIST)
        client = Client.objects.create(name=f"Solvang Cycles{mark}", lead=manager, backup=backup, language="en")
        other = Client.objects.create(name=f"Clínica Duero{mark}", lead=backup, backup=None, language="en")
        return House(
            agency=agency,
            owner=owner,
            manager=manager,
            backup=backup,
            specialist=specialist,
            client=client,
            other_client=other,
            contact=contact(agency, client, "maria", f"Maria Holm{mark}"),
            second_contact=contact(agency, client, "jens", f"Jens Solvang{mark}", decision_maker=True),
            other_contact=contact(agency, other, "tomas", f"Tomás Ferreira{mark}"),
        )


def member(agency: Agency, local: str, name: str, role: str) -> Membership:
    return Membership.objects.create(user=user_at(f"{local}@{agency.slug}.example", name), role=role)


def user_at(email: str, name: str) -> User:
    """A user whose address is verified; the password is PASSWORD."""
    user = User.objects.create(email=email, name=name, password=HASHED)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def contact(agency: Agency, client: Client, local: str, name: str, **fields: Any) -> Contact:
    user = user_at(f"{local}.{agency.slug}@client.example", name)
    person = Person.objects.create(name=name, user=user, language="en", zone="Europe/Copenhagen")
    PersonAddress.objects.create(person=person, email=user.email)
    return Contact.objects.create(client=client, person=person, portal_access=True, **fields)


def age(row: models.Model, by: timedelta) -> None:
    """Moves time for one row: every moment in it goes back by `by`. Production code has no clock to set."""
    moments = {
        f.attname: getattr(row, f.attname) - by
        for f in row._meta.concrete_fields
        if isinstance(f, models.DateTimeField) and getattr(row, f.attname) is not None
    }
    type(row).objects.filter(pk=row.pk).update(**moments)
    row.refresh_from_db()
