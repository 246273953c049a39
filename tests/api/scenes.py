"""Something of every kind in a house, made by the verbs; and the address under which the API shows each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from agency.domain import absences
from agency.tenancy.scope import within
from clients.domain import briefing_answers, briefing_questions, glossary, goals, offering, rights, scopes, tasks
from clients.models import Client, Contact, ScopeOfWork
from clients.scope_changes import LeftOut, Promise
from comms.domain import (
    agendas,
    agreements,
    batches,
    calls,
    channels,
    citations,
    episodes,
    experts,
    files,
    flags,
    inbound,
    insights,
    knowledge,
    meetings,
    questions,
    requests,
    saved_filters,
    summaries,
    templates,
)
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.domain.templates import Words
from comms.mail.parsed import Part
from comms.models import Batch, ChatChannel, InboundMessage, Mailbox, OutboxMessage, Request, SignedLink, Summary
from reports.domain import metrics, reports
from reports.models import Metric
from reports.months import month_of, shifted
from tests.world import House

A_WHILE = timedelta(hours=3)


@dataclass
class Scene:
    """One row of each kind, by the noun under which the API shows it."""

    house: House
    rows: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, noun: str) -> Any:
        return self.rows[noun]


def fill(house: House, *, mark: str = "") -> Scene:
    with within(house.agency):
        scene, at = Scene(house), timezone.now() - A_WHILE
        scene.rows |= {
            "members": house.manager,
            "clients": house.client,
            "contacts": house.contact,
            "people": house.contact.person,
        }
        day = at.date() + timedelta(days=40)
        scene.rows["absences"] = absences.enter(
            house.manager, first=day, last=day + timedelta(days=4), note=f"Walking{mark}", by=house.manager, at=at
        )
        agreed(scene, at, mark)
        said(scene, at, mark)
        reported(scene, at, mark)
        scene.rows["outbox"] = OutboxMessage.objects.order_by("pk")[0]
        known(scene, at, mark)
        set_up(scene, at, mark)
        prepared(scene, at, mark)
        return scene


def agreed(scene: Scene, at: datetime, mark: str) -> None:
    house = scene.house
    by = {"by": house.manager, "at": at}
    due = at.date() + timedelta(days=30)
    scene.rows["terms"] = glossary.add(house.client, **by, term=f"PDP{mark}", meaning=f"A product’s page{mark}")
    scene.rows["goals"] = goals.set_goal(house.client, **by, name=f"Orders{mark}", target=Decimal(300), due=due)
    scene.rows["scopes"] = scope_for(house.client, house.second_contact, at, mark)
    scene.rows["deliverables"] = scene["scopes"].deliverables.get()
    scene.rows["exclusions"] = scene["scopes"].exclusions.get()
    scene.rows["uses"] = scopes.record_use(
        scene["deliverables"], **by, day=at.date(), quantity=Decimal("2.5"), what=f"Banner set{mark}"
    )
    scene.rows["tasks"] = tasks.create(
        house.client, **by, title=f"Publish the page{mark}", owner=house.specialist, client_due=due
    )


def scope_for(client: Client, contact: Contact, at: datetime, mark: str = "") -> ScopeOfWork:
    draft = scopes.draft(client, by=client.lead, at=at)
    promise = Promise(name=f"Creative sets{mark}", quantity=Decimal(12), unit="sets", period="month")
    left_out = LeftOut(number="E1", what=f"Film{mark}", reason="")
    scopes.revise(draft, by=client.lead, at=at, promises=[promise], exclusions=[left_out], fee_minor=480_000)
    return scopes.accept(draft, by=client.lead, at=at, accepted_by=contact, accepted_at=at, how="by e-mail")


def asked(contact: Contact, at: datetime, mark: str = "") -> Request:
    return episodes.open_request(
        contact=contact, subject=f"The sale{mark}", text=f"Can you move it to Friday?{mark}", at=at
    )


def called(client: Client, contact: Contact, at: datetime, mark: str = "") -> Summary:
    topic = TopicNotes(
        title=f"Landing page{mark}",
        decision=f"It goes live on 12 November.{mark}",
        reason=f"The law changes.{mark}",
        decided_by=contact,
        actions=[ActionNotes(text=f"Return the wording{mark}", contact=contact)],
    )
    wish = TopicNotes(title=f"A film{mark}", out_of_scope=True)
    notes = CallNotes(kind="call", at=at, minutes=26, contacts=[contact], topics=[topic, wish])
    return calls.log_call(client, notes, by=client.lead, at=at)


def said(scene: Scene, at: datetime, mark: str) -> None:
    house = scene.house
    scene.rows["requests"] = asked(house.contact, at, mark)
    note = requests.note(scene["requests"], by=house.specialist, at=at, text=f"She means Friday next week.{mark}")
    scene.rows["messages"] = note
    words = Words(f"Thanks{mark}", "thanks", "en", f"{{greeting}} Thank you.{mark}")
    scene.rows["templates"] = templates.add(words, by=house.owner, at=at, shared=True)
    (scene.rows["files"],) = files.keep(note, [Part(f"offer{mark}.txt", "text/plain", b"An offer")])
    scene.rows["flags"] = flags.flag(
        asked(house.contact, at, mark), by=house.manager, at=at, exclusion=scene["exclusions"]
    )
    sent = called(house.client, house.second_contact, at, mark)
    summaries.send(sent, by=house.manager, at=at, to=[house.second_contact])
    scene.rows["calls"], scene.rows["summaries"] = sent.interaction, sent
    scene.rows["decisions"] = sent.interaction.decisions.get()
    scene.rows["draft"] = called(house.client, house.contact, at, mark)


def reported(scene: Scene, at: datetime, mark: str) -> None:
    house = scene.house
    last_month = shifted(month_of(at.date()), -1)
    figure = Metric(client=house.client, name=f"Orders{mark}", day=last_month, value=Decimal(268))
    metrics.store([figure], by=house.manager, at=at)
    scene.rows["reports"] = reports.draft(house.client, last_month, at=at, by=house.manager)
    raw = f"From: maria.{house.agency.slug}@client.example\r\nSubject: Hello{mark}\r\n\r\nHello{mark}".encode()
    scene.rows["inbound"] = inbound.receive(
        raw, agency=house.agency, recipient=f"hello@{house.agency.slug}.example", door=InboundMessage.Door.API, at=at
    )


def known(scene: Scene, at: datetime, mark: str) -> None:
    """An expert among us, a question that waits, and an entry."""
    house = scene.house
    by = {"by": house.manager, "at": at}
    expert = experts.add(**by, member=house.specialist, subjects=[f"Shop{mark}"])
    scene.rows["experts"] = expert
    scene.rows["questions"] = questions.ask(
        scene["requests"], expert, **by, text=f"May it move?{mark}", due_at=at + timedelta(days=2)
    )
    scene.rows["knowledge"] = knowledge.write(**by, title=f"Moving a sale{mark}", answer=f"Until noon.{mark}")


def set_up(scene: Scene, at: datetime, mark: str) -> None:
    """A chat channel, a mailbox, a filter of the Inbox, and what was done to many requests at once."""
    house = scene.house
    by = {"by": house.manager, "at": at}
    channel = ChatChannel(client=house.client, contact=house.contact, name=f"#solvang{mark}")
    scene.rows["channels"] = channels.connect(channel, address="", **by)
    scene.rows["mailboxes"] = Mailbox.objects.create(
        address=f"desk{mark}@northlight.example".replace(" ", "-").lower(), triage=house.owner, active=False
    )
    scene.rows["filters"] = saved_filters.keep(
        by=house.owner, at=at, name=f"Solvang{mark}", asked={"find": "Solvang"}, shared=True
    )
    scene.rows["batches"] = batches.apply(Batch.Kind.ASSIGN, [scene["requests"]], by=house.owner, at=at)


def prepared(scene: Scene, at: datetime, mark: str) -> None:
    """A meeting with its agenda, the briefing, who decides what, and what they told us."""
    house = scene.house
    by: dict[str, Any] = {"by": house.manager, "at": at}
    scene.rows["services"] = offering.add(**by, name=f"Search{mark}")
    scene.rows["briefing-questions"] = briefing_questions.add(**by, text=f"Who decides?{mark}")
    scene.rows["briefing-answers"] = briefing_answers.note(
        house.client, scene["briefing-questions"], **by, text=f"Maria does.{mark}", contact=house.contact
    )
    scene.rows["rights"] = rights.grant(house.client, **by, subject=f"Budget{mark}", contact=house.contact)
    scene.rows["insights"] = insights.note(house.client, **by, text=f"Families order at night.{mark}")
    scene.rows["meetings"] = meetings.plan(
        house.client, **by, kind="weekly", title=f"Weekly{mark}", starts_at=timezone.now() + timedelta(days=3),
        members=[house.manager], contacts=[house.contact],
    )  # fmt: skip
    scene.rows["agenda-items"] = agendas.add(scene["meetings"], **by, title=f"The sale{mark}", owner=house.manager)


def answered(scene: Scene) -> Scene:
    """The same, with another summary that its reader corrected, and something quoted."""
    house, now = scene.house, timezone.now()
    with within(house.agency):
        again = called(house.client, house.second_contact, now - A_WHILE)
        summaries.send(again, by=house.manager, at=now, to=[house.second_contact])
        link = SignedLink.objects.get(object_id=again.pk, contact=house.second_contact)
        scene.rows["copies"] = agreements.answer(link, corrections={1: "On the 13th."}, at=now)
        scene.rows["corrections"] = scene["copies"].corrections.get()
        scene.rows["citations"], _text = citations.cite(
            house.contact, "decision", scene["decisions"].pk, by=house.manager, at=now, request=scene["requests"]
        )
    return scene


ROWS = {
    "members": "members/{key}/",
    "clients": "clients/{key}/",
    "contacts": "contacts/{key}/",
    "people": "people/{key}/",
    "absences": "absences/{key}/",
    "terms": "terms/{key}/",
    "goals": "goals/{key}/",
    "scopes": "scopes/{key}/",
    "tasks": "tasks/{key}/",
    "requests": "requests/{key}/",
    "calls": "calls/{key}/",
    "summaries": "summaries/{key}/",
    "reports": "reports/{key}/",
    "inbound": "inbound/{key}/",
    "templates": "templates/{key}/",
    "experts": "experts/{key}/",
    "questions": "questions/{key}/",
    "knowledge": "knowledge/{key}/",
    "outbox": "outbox/{key}/",
    "channels": "channels/{key}/",
    "mailboxes": "mailboxes/{key}/",
    "batches": "batches/{key}/",
    "meetings": "meetings/{key}/",
    "decisions": "decisions/{key}/",
    "insights": "insights/{key}/",
}
"""Nouns that are shown one by one."""

LISTS = {
    "members/": "members",
    "absences/": "absences",
    "clients/": "clients",
    "clients/{clients}/contacts/": "contacts",
    "clients/{clients}/terms/": "terms",
    "clients/{clients}/goals/": "goals",
    "clients/{clients}/scopes/": "scopes",
    "clients/{clients}/interactions/": "interactions",
    "clients/{clients}/calls/": "calls",
    "people/": "people",
    "deliverables/{deliverables}/uses/": "uses",
    "tasks/": "tasks",
    "requests/": "requests",
    "experts/": "experts",
    "questions/": "questions",
    "knowledge/": "knowledge",
    "flags/": "flags",
    "summaries/": "summaries",
    "decisions/": "decisions",
    "reports/": "reports",
    "metrics/": "metrics",
    "promise/messages/": "messages behind a figure",
    "outbox/": "outbox",
    "events/": "events",
    "templates/": "templates",
    "channels/": "channels",
    "mailboxes/": "mailboxes",
    "filters/": "filters",
    "services/": "services",
    "briefing-questions/": "briefing-questions",
    "meetings/": "meetings",
    "insights/": "insights",
    "clients/{clients}/rights/": "rights",
}
"""Lists, and the noun that they are of."""


def address(path: str, scene: Scene) -> str:
    return path.format(**{noun: row.key for noun, row in scene.rows.items() if hasattr(row, "key")})
