"""What happened to this room's objects, in words for the client's timeline; each kind is told in one or two queries."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.cutting import cut
from agency.models import Event, Membership
from agency.registry import TimelineLine, TimelineTeller
from clients.models import (
    BriefingAnswer,
    Client,
    Contact,
    DecisionRight,
    Deliverable,
    DeliverableUse,
    Favour,
    Goal,
    Person,
    PortalInvitation,
    ScopeOfWork,
    Task,
)
from clients.pace import amount
from clients.shipped import question_words

Words = Callable[[Any, Event, str], tuple[str, str, str]]
"""Of an object, an event and the actor's name: icon, the strong words, the rest."""


def actor_names(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """Who did what in these events, by kind and id of the actor, in two queries."""
    ids: dict[str, set[int]] = {Event.Actor.MEMBER: set(), Event.Actor.CONTACT: set()}
    for event in events:
        if event.actor_id is not None and event.actor_kind in ids:
            ids[event.actor_kind].add(event.actor_id)
    members = Membership.objects.filter(pk__in=ids[Event.Actor.MEMBER]).select_related("user")
    contacts = Contact.objects.filter(pk__in=ids[Event.Actor.CONTACT]).select_related("person")
    named = {(str(Event.Actor.MEMBER), member.pk): str(member.user) for member in members}
    return named | {(str(Event.Actor.CONTACT), contact.pk): contact.person.name for contact in contacts}


Address = Callable[[Any], tuple[str, list[str]]]
"""Of an object: the name of its page and the keys in its address."""


def teller(rows: Callable[[], QuerySet[Any]], words: Words, address: Address | None) -> TimelineTeller:
    """A timeline teller for one kind of object."""

    def tell(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
        objects: dict[int, Model] = {row.pk: row for row in rows().filter(pk__in={e.object_id for e in events})}
        names = actor_names(events)
        return {event.pk: line(event, objects.get(event.object_id), names, member.agency.slug) for event in events}

    def line(event: Event, thing: Any, names: dict[tuple[str, int], str], slug: str) -> TimelineLine:
        actor = names.get((event.actor_kind, event.actor_id or 0), _("Rapport"))
        icon, strong, rest = words(thing, event, actor)
        url = ""
        if thing is not None and address is not None:
            name, keys = address(thing)
            url = reverse(name, args=[slug, *keys])
        return TimelineLine(icon=icon, strong=strong, rest=rest, url=url, inside=not event.shown)

    return tell


def _client(client: Client | None, event: Event, actor: str) -> tuple[str, str, str]:
    match event.verb:
        case "client.created":
            return "star", _("%(actor)s took the client on") % {"actor": actor}, ""
        case "client.handed_over":
            return "hand-over", _("%(actor)s handed over") % {"actor": actor}, _("lead or backup changed")
        case "client.archived":
            reason = Client.LeavingReason(event.facts["reason"]).label
            return "archive", _("%(actor)s archived the client") % {"actor": actor}, str(reason)
        case "client.promise_changed":
            return "clock", actor, _("changed what is promised to the client")
        case "client.services_changed":
            return "star", actor, _("changed which services the client has")
        case "client.reopened":
            return "undo", _("%(actor)s took the client up again") % {"actor": actor}, ""
    return "edit", actor, _("changed what we know of the client")


def _contact(contact: Contact | None, event: Event, actor: str) -> tuple[str, str, str]:
    name = contact.person.name if contact else _("somebody")
    phrases = {
        "contact.added": _("is a contact now"),
        "contact.ended": _("no longer speaks for the client"),
        "contact.reports_stopped": _("wants no monthly report any more"),
        "portal.closed": _("no longer opens the portal"),
        "portal.reopened": _("may open the portal again"),
    }
    return "user", name, phrases.get(event.verb, _("has another role or other rights"))


def _person(person: Person | None, event: Event, actor: str) -> tuple[str, str, str]:
    return "user", person.name if person else _("somebody"), _("profile changed by %(actor)s") % {"actor": actor}


def _invitation(invitation: PortalInvitation | None, event: Event, actor: str) -> tuple[str, str, str]:
    name = invitation.contact.person.name if invitation else _("somebody")
    phrases = {
        "portal.invited": _("was invited to the portal"),
        "portal.invitation_revoked": _("is no longer invited to the portal"),
        "portal.opened": _("opened the portal for the first time"),
    }
    return "key", name, phrases.get(event.verb, "")


def _goal(goal: Goal | None, event: Event, actor: str) -> tuple[str, str, str]:
    phrases = {
        "goal.set": _("Goal set:"),
        "goal.removed": _("Goal given up"),
        "goal.hope_settled": _("Talked about what they hope for:"),
        "goal.hope_unsettled": _("To be talked about: what they hope for"),
    }
    return "goal", phrases.get(event.verb, _("Goal changed:")), goal.name if goal else ""


def _answer(answer: BriefingAnswer | None, event: Event, actor: str) -> tuple[str, str, str]:
    if answer is None:
        return "note", _("An answer to the briefing, taken back"), ""
    return "note", _("Briefing: %(question)s") % {"question": question_words(answer.question)}, cut(answer.text, 160)


def _right(right: DecisionRight | None, event: Event, actor: str) -> tuple[str, str, str]:
    if right is None:
        return "user", _("Who decides what"), event.facts.get("subject", "")
    return "user", _("%(subject)s is for %(name)s to decide") % {"subject": right.subject, "name": right.name}, ""


def _scope(scope: ScopeOfWork | None, event: Event, actor: str) -> tuple[str, str, str]:
    version = {"version": event.facts.get("version", "")}
    match event.verb:
        case "scope.accepted":
            who = scope.accepted_by.person.name if scope and scope.accepted_by else ""
            return "scope", _("Scope of work %(version)s agreed") % version, _("by %(who)s") % {"who": who}
        case "scope.drafted":
            return "scope", _("Scope of work %(version)s drafted") % version, _("by %(who)s") % {"who": actor}
        case "scope.discarded":
            return "trash", _("Draft of scope %(version)s thrown away") % version, ""
    return "edit", _("Draft of scope %(version)s changed") % version, _("by %(who)s") % {"who": actor}


def _favour(favour: Favour | None, event: Event, actor: str) -> tuple[str, str, str]:
    if favour is None:
        strong = _("A favour was taken back") if event.verb == "favour.taken_back" else _("A favour, taken back later")
        return "gift", strong, ""
    return "gift", _("Favour:"), f"{favour.what}, {amount(favour.hours, 'h')}"


def _use(use: DeliverableUse | None, event: Event, actor: str) -> tuple[str, str, str]:
    if use is None:
        return "check", _("A delivery written down by mistake"), ""
    deliverable: Deliverable = use.deliverable
    quantity = amount(use.quantity, deliverable.unit)
    return "check", _("Delivered:"), f"{use.what} ({deliverable.name}, {quantity})"


def _task(task: Task | None, event: Event, actor: str) -> tuple[str, str, str]:
    phrases = {
        "task.created": ("plus", _("To do: %(task)s"), ""),
        "task.done": ("good", _("Done: %(task)s"), _("by %(who)s")),
        "task.dropped": ("close", _("Dropped: %(task)s"), _("by %(who)s")),
        "task.reopened": ("undo", _("Taken up again: %(task)s"), _("by %(who)s")),
    }
    icon, strong, rest = phrases.get(event.verb, ("edit", _("Task changed: %(task)s"), _("by %(who)s")))
    return icon, strong % {"task": task.title if task else ""}, rest % {"who": actor}


TELLERS = {
    "client": teller(lambda: Client.objects.all(), _client, None),
    "contact": teller(
        lambda: Contact.objects.select_related("person"), _contact, lambda row: ("person", [row.person.key])
    ),
    "person": teller(lambda: Person.objects.all(), _person, lambda row: ("person", [row.key])),
    "portalinvitation": teller(
        lambda: PortalInvitation.objects.select_related("contact__person"),
        _invitation,
        lambda row: ("person", [row.contact.person.key]),
    ),
    "goal": teller(lambda: Goal.objects.all(), _goal, None),
    "briefinganswer": teller(
        lambda: BriefingAnswer.objects.select_related("question", "client"),
        _answer,
        lambda row: ("client_briefing", [row.client.key]),
    ),
    "decisionright": teller(
        lambda: DecisionRight.objects.select_related("contact__person", "member__user"), _right, None
    ),
    "scopeofwork": teller(
        lambda: ScopeOfWork.objects.select_related("accepted_by__person"),
        _scope,
        lambda row: ("scope_version", [row.key]),
    ),
    "favour": teller(lambda: Favour.objects.all(), _favour, None),
    "deliverableuse": teller(lambda: DeliverableUse.objects.select_related("deliverable"), _use, None),
    "task": teller(lambda: Task.objects.all(), _task, lambda row: ("task", [row.key])),
}
