"""A large world for measuring: agencies, clients, requests with episodes and interactions, in bulk and by seed.

It is made of rows alone: no mail is queued, no event fired; `python -m bench --help` names the sizes.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.models import Agency, Membership, Role, User
from agency.search import indexing
from agency.search.kinds import kinds
from agency.tenancy.scope import within
from clients.models import Client, Contact, Person, PersonAddress
from comms.models import Episode, Interaction, Request

BATCH = 2000
MANAGERS_FOR_CLIENTS = 10


@dataclass(frozen=True)
class Size:
    """Per agency: `clients`, `requests` in all, `interactions` for each request."""

    agencies: int = 4
    clients: int = 300
    requests: int = 20_000
    interactions: int = 1


@dataclass(frozen=True)
class Built:
    agency: Agency
    owner: Membership
    manager: Membership
    client: Client
    request: Request


def build(size: Size, now: datetime) -> Built:
    """The world; gives the first agency with people who can look at it."""
    first: Built | None = None
    for number in range(size.agencies):
        built = build_agency(number, size, now)
        first = first or built
    if first is None:
        raise ValueError("a world has at least one agency")
    return first


def build_agency(number: int, size: Size, now: datetime) -> Built:
    dice = random.Random(number)
    agency = Agency.objects.create(slug=f"bench-{number}", name=f"Bench {number}", country="DE")
    with within(agency):
        owner = member(agency, "owner", Role.OWNER)
        many = max(2, size.clients // MANAGERS_FOR_CLIENTS)
        managers = [member(agency, f"manager-{i}", Role.MANAGER) for i in range(many)]
        contacts = people(agency, size.clients, managers)
        requests = ask(contacts, managers, size, now, dice)
        for kind in kinds.values():
            indexing.rebuild(kind)
        return Built(agency, owner, managers[0], contacts[0].client, requests)


def member(agency: Agency, name: str, role: str) -> Membership:
    user = User.objects.create(email=f"{name}@{agency.slug}.example", name=name.title(), password="!")
    return Membership.objects.create(user=user, role=role)


def people(agency: Agency, count: int, managers: list[Membership]) -> list[Contact]:
    def of(i: int) -> Membership:
        return managers[i % len(managers)]

    clients = Client.objects.bulk_create(
        [Client(name=f"Client {i:05}", lead=of(i), backup=of(i + 1)) for i in range(count)], batch_size=BATCH
    )
    persons = Person.objects.bulk_create([Person(name=f"Person {i:05}") for i in range(count)], batch_size=BATCH)
    PersonAddress.objects.bulk_create(
        [PersonAddress(person=p, email=f"p{i}@{agency.slug}.example") for i, p in enumerate(persons)], batch_size=BATCH
    )
    return list(
        Contact.objects.bulk_create(
            [Contact(client=c, person=p) for c, p in zip(clients, persons, strict=True)], batch_size=BATCH
        )
    )


def ask(contacts: list[Contact], managers: list[Membership], size: Size, now: datetime, dice: random.Random) -> Request:
    """Requests spread over half a year; one in fifty is still open."""
    first: Request | None = None
    for begin in range(0, size.requests, BATCH):
        rows = [request(contacts, i, now, dice) for i in range(begin, min(begin + BATCH, size.requests))]
        requests = list(Request.objects.bulk_create(rows))
        first = first or requests[0]
        Episode.objects.bulk_create([episode(r, managers, begin + i, now) for i, r in enumerate(requests)])
        Interaction.objects.bulk_create(
            [said(r, number) for r in requests for number in range(size.interactions)], batch_size=BATCH
        )
    if first is None:
        raise ValueError("a world has at least one request")
    return first


def request(contacts: list[Contact], i: int, now: datetime, dice: random.Random) -> Request:
    contact = contacts[i % len(contacts)]
    opened = now - timedelta(minutes=dice.randrange(30, 180 * 24 * 60))
    state = Request.State.NEW if is_open(i) else Request.State.ANSWERED
    return Request(
        client=contact.client, contact=contact, subject=f"Question {i}", state=state, opened_at=opened, last_at=opened
    )


def is_open(i: int) -> bool:
    return i % 50 == 0


def episode(request: Request, managers: list[Membership], i: int, now: datetime) -> Episode:
    opened = now - timedelta(hours=i % 20) if is_open(i) else request.opened_at
    answered = None if is_open(i) else opened + timedelta(hours=3)
    return Episode(
        client=request.client,
        request=request,
        number=1,
        opened_at=opened - timedelta(minutes=1),
        promise_at=opened + timedelta(hours=24),
        target_at=opened + timedelta(hours=8),
        responsible=managers[i % len(managers)],
        rated=managers[i % len(managers)],
        acknowledged_at=answered,
        accepted_at=answered,
        closed_at=answered,
        promise=Episode.Promise.PENDING if is_open(i) else Episode.Promise.KEPT_BY_PERSON,
        next_check_at=now + timedelta(hours=2) if is_open(i) else None,
    )


def said(request: Request, number: int) -> Interaction:
    return Interaction(
        client=request.client,
        request=request,
        contact=request.contact,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.INBOUND,
        at=request.opened_at + timedelta(minutes=number),
        subject=request.subject,
        text="Could you look at this, please? It has waited since Monday.",
    )
