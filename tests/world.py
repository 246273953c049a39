"""The world of most tests: two agencies with members of each role, clients, people and contacts, and a stranger.

Every text field of the second agency holds the canary, so that a leak is seen wherever it comes out.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
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
    """In one statement a table: most tests begin with it."""
    agency = Agency.objects.create(slug=slug, name=name, zone="Europe/Berlin")
    staff = {
        "helen": ("Helen Marsh", Role.OWNER),
        "ida": ("Ida Brandt", Role.MANAGER),
        "daniel": ("Daniel Whitlock", Role.MANAGER),
        "lena": ("Lena Köhler", Role.SPECIALIST),
    }
    outside = {"maria": "Maria Holm", "jens": "Jens Solvang", "tomas": "Tomás Ferreira"}
    users = users_at(
        {
            **{f"{local}@{slug}.example": f"{told}{mark}" for local, (told, _role) in staff.items()},
            **{f"{local}.{slug}@client.example": f"{told}{mark}" for local, told in outside.items()},
        }
    )
    with within(agency):
        owner, manager, backup, specialist = Membership.objects.bulk_create(
            Membership(user=user, role=role) for user, (_told, role) in zip(users, staff.values(), strict=False)
        )
        client, other = Client.objects.bulk_create(
            [
                Client(name=f"Solvang Cycles{mark}", lead=manager, backup=backup, language="en"),
                Client(name=f"Clínica Duero{mark}", lead=backup, backup=None, language="en"),
            ]
        )
        people = Person.objects.bulk_create(
            Person(name=user.name, user=user, language="en", zone="Europe/Copenhagen") for user in users[len(staff) :]
        )
        PersonAddress.objects.bulk_create(
            PersonAddress(person=person, email=person.user.email) for person in people if person.user
        )
        maria, jens, tomas = people
        contact, second, elsewhere = Contact.objects.bulk_create(
            [
                Contact(client=client, person=maria, portal_access=True),
                Contact(client=client, person=jens, portal_access=True, decision_maker=True),
                Contact(client=other, person=tomas, portal_access=True),
            ]
        )
    return House(
        agency=agency,
        owner=owner,
        manager=manager,
        backup=backup,
        specialist=specialist,
        client=client,
        other_client=other,
        contact=contact,
        second_contact=second,
        other_contact=elsewhere,
    )


def member(agency: Agency, local: str, name: str, role: str) -> Membership:
    """One more at the agency. Needs its scope."""
    return Membership.objects.create(user=user_at(f"{local}@{agency.slug}.example", name), role=role)


def users_at(names: dict[str, str]) -> list[User]:
    """Users by their address, each verified; the password is PASSWORD."""
    users = User.objects.bulk_create(User(email=email, name=name, password=HASHED) for email, name in names.items())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def user_at(email: str, name: str) -> User:
    return users_at({email: name})[0]


def age(row: models.Model, by: timedelta) -> None:
    """Moves time for one row: every moment in it goes back by `by`. Production code has no clock to set."""
    moments = {
        f.attname: getattr(row, f.attname) - by
        for f in row._meta.concrete_fields
        if isinstance(f, models.DateTimeField) and getattr(row, f.attname) is not None
    }
    type(row).objects.filter(pk=row.pk).update(**moments)
    row.refresh_from_db()
