"""What the API reads beyond the rooms' own queries: always through what the member may see, always a constant number
of queries a page."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from agency.models import Membership
from clients.models import Client, Contact, Deliverable, DeliverableUse, Goal, Person, PersonAddress, ScopeOfWork
from clients.queries import contacts_of, people_of, seen_by
from comms.domain.calls import SPOKEN
from comms.models import (
    Attachment,
    Interaction,
    Mention,
    OurParticipant,
    OutboxMessage,
    Participant,
    Request,
    ScopeFlag,
    Topic,
)
from comms.queries import inbox
from comms.queries.inbox import requests_of, with_clock
from reports.models import Metric


def people_for(member: Membership) -> QuerySet[Person]:
    """With addresses and the places that the member may see."""
    places = Prefetch("contacts", contacts_of(member).order_by("pk"), to_attr="places")
    return people_of(member).prefetch_related(Prefetch("addresses", addresses()), places)


def addresses() -> QuerySet[PersonAddress]:
    """The one we write to first."""
    return PersonAddress.objects.order_by("-first", "email")


def called(rows: QuerySet[Person], q: str) -> QuerySet[Person]:
    address = PersonAddress.objects.filter(person=OuterRef("pk"), email__icontains=q)
    return rows.filter(Q(name__icontains=q) | Exists(address))


def contacts_at(client: Client, member: Membership) -> QuerySet[Contact]:
    return with_addresses(contacts_of(member).filter(client=client))


def with_addresses(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    return rows.prefetch_related(Prefetch("person__addresses", addresses()))


def goals_of(member: Membership) -> QuerySet[Goal]:
    return seen_by(member, Goal.objects.select_related("client"))


def scopes_of(member: Membership) -> QuerySet[ScopeOfWork]:
    rows = ScopeOfWork.objects.select_related("client", "accepted_by__person")
    return seen_by(member, rows.prefetch_related("deliverables", "exclusions"))


def deliverables_of(member: Membership) -> QuerySet[Deliverable]:
    return seen_by(member, Deliverable.objects.select_related("client", "scope"))


def uses_of(member: Membership) -> QuerySet[DeliverableUse]:
    return seen_by(member, DeliverableUse.objects.select_related("client", "deliverable__client"))


def requests_shown(member: Membership) -> QuerySet[Request]:
    return with_clock(requests_of(member)).select_related("contact__person", "assignee__user", "merged_into")


def running(rows: QuerySet[Request], waiting: bool) -> QuerySet[Request]:
    """Those whose clock runs, or those whose clock does not."""
    return inbox.waiting(rows) if waiting else inbox.at_rest(rows)


def said_by(rows: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """With who was on it, its files and how each mail of it stands."""
    people = Participant.objects.select_related("contact__person").order_by("pk")
    mails = OutboxMessage.objects.only(
        "interaction_id", "agency_id", "recipient", "state", "queued_at", "leaves_at", "settled_at"
    )
    return rows.select_related("client", "request", "contact__person", "member__user").prefetch_related(
        Prefetch("participants", people),
        Prefetch("attachments", Attachment.objects.order_by("pk")),
        Prefetch("outgoing", mails.order_by("pk")),
        Prefetch("mentions", Mention.objects.select_related("member__user").order_by("pk")),
    )


def interactions_of(member: Membership) -> QuerySet[Interaction]:
    return said_by(seen_by(member, Interaction.objects.filter(withdrawn_at=None)))


def calls_of(member: Membership) -> QuerySet[Interaction]:
    """What was logged as spoken, with its topics in force and the versions of its summary."""
    rows = Interaction.objects.filter(kind__in=SPOKEN, summaries__isnull=False).distinct()
    people = Participant.objects.select_related("contact__person").order_by("pk")
    topics = Topic.objects.filter(dropped_at=None).select_related(
        "exclusion", "decided_by__person", "replaces", "ask__member__user"
    )
    topics = topics.prefetch_related("actions__owner__user", "actions__contact__person", "actions__task")
    ours = Prefetch("our_participants", OurParticipant.objects.select_related("member__user").order_by("pk"))
    return seen_by(member, rows.select_related("client", "member__user", "meeting")).prefetch_related(
        ours, Prefetch("participants", people), Prefetch("topics", topics, to_attr="topics_in_force"), "summaries"
    )


def flags_of(member: Membership) -> QuerySet[ScopeFlag]:
    people = ("raised_by__user", "settled_by__user")
    return seen_by(member, ScopeFlag.objects.select_related("client", "request", "exclusion", *people))


def metrics_of(member: Membership) -> QuerySet[Metric]:
    return seen_by(member, Metric.objects.select_related("client"))
