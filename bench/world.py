"""A large world for measuring: agencies, clients, requests with episodes and interactions, calls and meetings with what
came of them, in bulk and by seed.

It is made of rows alone: no mail is queued, no event fired; `python -m bench --help` names the sizes.
"""

import gc
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from agency.keys import digest, new_token
from agency.models import Agency, Membership, Role, User
from agency.search import indexing
from agency.search.kinds import kinds
from agency.tenancy.scope import within
from bench import agreed, planned, spoken
from clients.models import Client, Contact, Person, PersonAddress
from comms.models import CalendarFeed, Episode, Interaction, Meeting, Request, Summary

BATCH = 2000
MANAGERS_FOR_CLIENTS = 10
CLIENTS_AT_ONCE = 50


@dataclass(frozen=True)
class Size:
    """Per agency: `clients`, `requests` in all, `interactions` for each request. With them go calls and meetings: at
    the usual size 40 and 20 for each client of the first agency, which is looked at, in the others half as many.
    """

    agencies: int = 4
    clients: int = 300
    requests: int = 20_000
    interactions: int = 1

    def calls(self, number: int) -> int:
        """With each client of an agency."""
        return max(4, self.requests * 3 // 5 // self.clients // (2 if number else 1))


@dataclass(frozen=True)
class Built:
    agency: Agency
    owner: Membership
    manager: Membership
    client: Client
    request: Request
    reader: User
    contact: Contact
    meeting: Meeting
    summary: Summary
    feed: str


def build(size: Size, now: datetime) -> Built:
    """The world; gives the first agency with people who can look at it."""
    first: Built | None = None
    for number in range(size.agencies):
        gc.disable()  # a great many rows are made, and few of them in a circle
        built = build_agency(number, size, now)
        gc.enable()
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
        request = ask(contacts, managers, size, now, dice)
        talk(contacts, size.calls(number), now, dice)
        reader, feed = let_in(contacts[0]), calendar(owner, now)
        for kind in kinds.values():
            indexing.rebuild(kind)
        client = contacts[0].client
        meeting = Meeting.objects.filter(client=client, state=Meeting.State.PLANNED).order_by("starts_at", "pk")[0]
        summary = Summary.objects.filter(client=client, state=Summary.State.CONFIRMED).order_by("pk")[0]
        return Built(agency, owner, managers[0], client, request, reader, contacts[0], meeting, summary, feed)


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


def talk(contacts: list[Contact], calls: int, now: datetime, dice: random.Random) -> None:
    """Glossaries, calls and what came of them, half as many meetings; some clients at a time."""
    spoken.glossaries(contacts, now)
    for begin in range(0, len(contacts), CLIENTS_AT_ONCE):
        some = contacts[begin : begin + CLIENTS_AT_ONCE]
        talked = spoken.talk(some, calls, now, dice)
        agreed.decide([each for each in talked if each.state != Summary.State.DRAFT], dice)
        planned.plan(some, talked, calls // 2, now, dice)
    Summary.objects.exclude(sent_at=None).update(created_at=F("sent_at"))


def let_in(contact: Contact) -> User:
    """The user as whom a contact reads the portal."""
    contact.person.user = user = User.objects.create(
        email=f"reader@{contact.agency.slug}.example", name=contact.person.name, password="!"
    )
    contact.person.save(update_fields=["user"])
    contact.portal_access = True
    contact.save(update_fields=["portal_access"])
    return user


def calendar(owner: Membership, now: datetime) -> str:
    """The path from which calendars fetch all meetings of the agency."""
    token = new_token()
    CalendarFeed.objects.create(token_digest=digest(token), made_by=owner, made_at=now)
    return reverse("calendar_feed", args=[owner.agency.slug, token])


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
