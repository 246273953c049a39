"""The world of the sweep: two agencies with two clients each, rows of every tenant model in each, and everybody who may
knock at a door."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from agency.keys import digest
from agency.models import Agency, Membership, User
from agency.search import indexing
from agency.search.kinds import kinds
from agency.tenancy.scope import within
from clients.models import Contact
from reports.domain import reports
from tests.doors.canaries import FIRST, INSIDE, SECOND, SHOWN, Mark, Numbers
from tests.doors.rows import MODELS, Plot
from tests.world import HASHED

ROLES = {
    "owner": "owner",
    "manager": "manager",
    "other_manager": "manager",
    "backup": "manager",
    "specialist": "specialist",
    "gone": "manager",
}
OUT = {"gone", "ended", "withdrawn"}
CONTACTS = {"first": {}, "second": {"decision_maker": True}, "ended": {}, "withdrawn": {"portal_access": False}}


@dataclass
class House:
    """One agency: its members by name, and the plots of the agency (0) and its clients (1, 2)."""

    letter: str
    agency: Agency
    members: dict[str, Membership]
    plots: list[Plot]

    def contact(self, client: int, name: str) -> Contact:
        found: Contact = self.plots[client].named[name]
        return found


@dataclass
class Scene:
    ours: House
    theirs: House
    stranger: User
    numbers: Numbers
    owners: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    keys: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    @property
    def houses(self) -> tuple[House, House]:
        return (self.ours, self.theirs)

    def house(self, letter: str) -> House:
        return self.ours if letter == "a" else self.theirs

    def index(self) -> None:
        """Whose each row is, by model and number, and by key: agency's letter and client's number."""
        for house in self.houses:
            for plot in house.plots:
                for label, rows in plot.rows.items():
                    for row in rows:
                        self.owners[label, row.pk] = (plot.letter, plot.number)
                        self.keys[row.key] = (label, plot.letter, plot.number)


def build(files: Path) -> Scene:
    """The whole world. `files` is the folder of stored files (settings.FILES_DIR)."""
    numbers = Numbers()
    stranger = _user("stranger", "Stranger", numbers)
    houses = [_house(letter, numbers, files) for letter in "ab"]
    scene = Scene(houses[0], houses[1], stranger, numbers)
    scene.index()
    for house in houses:
        with within(house.agency):
            for kind in kinds.values():
                indexing.rebuild(kind)
    return scene


def _user(local: str, name: str, numbers: Numbers) -> User:
    user = User.objects.create(id=numbers(), email=f"{local}@post.example", name=name, password=HASHED)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def _house(letter: str, numbers: Numbers, files: Path) -> House:
    words = Mark(letter, 0, SHOWN)
    agency = Agency.objects.create(
        id=numbers(), slug=f"house-{letter}", name=f"House {words}", postal_address=f"Street {words}",
        mail_address=f"office-{words}@post.example", zone="Europe/Berlin", country="DE",
    )  # fmt: skip
    own = Plot(letter, 0, agency, numbers)
    with within(agency):
        for name, role in ROLES.items():
            mark = f"of {letter}" if name in OUT else str(words)  # who is out still reads their own name
            user = _user(f"{name}-{mark.replace(' ', '-')}", f"{name.title()} {mark}", numbers)
            gone_at = timezone.now() if name == "gone" else None
            own.named[name] = own.make("agency.Membership", user=user, role=role, deactivated_at=gone_at)
        _of_agency(own)
        plots = [own, *(_client(own, number, files) for number in (1, 2))]
    return House(letter, agency, {name: own.named[name] for name in ROLES}, plots)


def _of_agency(plot: Plot) -> None:
    for name in ROLES:
        text = plot.named[f"token of {name}"] = f"rp_{plot.agency.slug}_{secrets.token_hex(18)}"
        plot.make(
            "agency.ApiToken", member=plot.named[name], scope="write", for_agency=name == "owner", digest=digest(text)
        )
    plot.make("agency.Invitation", invited_by=plot.named["owner"], invited_at=timezone.now() - timedelta(days=1))
    day, now = timezone.localdate(), timezone.now()
    plot.make("agency.Absence", member=plot.named["owner"])
    running = {"begins_at": now - timedelta(days=2), "ends_at": now + timedelta(days=3)}
    days = {"first": day - timedelta(days=2), "last": day + timedelta(days=2)}
    plot.make("agency.Absence", member=plot.named["manager"], **running, **days)
    plot.make("comms.Mailbox", triage=plot.named["owner"])
    for state, door in (("unmatched", "imap"), ("quarantined", "imap"), ("dismissed", "pipe"), ("ours", "api")):
        plot.make("comms.InboundMessage", state=state, door=door, triage=plot.named["owner"])
    plot.make("comms.OutboxMessage", state="sent", lane="notice", client=None, contact=None, interaction=None)
    plot.make("comms.Notice", member=plot.named["manager"], client=None)
    expert = plot.make("comms.Expert")
    subject = plot.make("comms.Subject")
    plot.make("comms.ExpertSubject", expert=expert, subject=subject)
    plot.make("comms.KnowledgeEntry", subject=subject, written_by=plot.named["owner"])
    plot.make("clients.BriefingQuestion", service=plot.make("clients.Service"))
    plot.make("clients.BriefingQuestion", service=None)
    if not plot.rows["agency.ClosedDay"]:
        _whatever_else(plot)


def _client(above: Plot, number: int, files: Path, again: str = "") -> Plot:
    plot = Plot(above.letter, number, above.agency, above.numbers, above)
    plot.named["lead"] = above.named["manager" if number == 1 else "other_manager"]
    name = f"{plot.mark(SHOWN)} client{again}"
    plot.named["client"] = plot.make("clients.Client", name=name, lead=plot.named["lead"], backup=above.named["backup"])
    _people(plot, again.strip() and f"{again.strip()}x")
    _agreed(plot)
    _tasks(plot)
    _said(plot, files)
    _called(plot)
    _met(plot)
    _posted(plot)
    _reported(plot)
    _whatever_else(plot)
    _events(plot)
    return plot


def _people(plot: Plot, again: str = "") -> None:
    for name, fields in CONTACTS.items():
        words = f"{name.title()}{again} {plot.mark(SHOWN)}"
        mark = f"of-{plot.letter}{plot.number}" if name in OUT else str(plot.mark(SHOWN))
        user = _user(f"{name}{again}-{mark}", f"{name.title()} {mark}", plot.numbers)
        person = plot.make("clients.Person", user=user, name=words)
        plot.make("clients.PersonAddress", person=person, email=user.email, first=True)
        ended = timezone.now() if name == "ended" else None
        plot.named[name] = plot.make("clients.Contact", person=person, ended_at=ended, **fields)
    newcomer = plot.make("clients.Person")
    address = f"newcomer{again}-{plot.mark(INSIDE)}@post.example"
    plot.make("clients.PersonAddress", person=newcomer, email=address)
    plot.named["newcomer"] = plot.make("clients.Contact", person=newcomer, portal_access=False)
    plot.make("clients.PortalInvitation", contact=plot.named["newcomer"])


def _agreed(plot: Plot) -> None:
    scope = plot.make(
        "clients.ScopeOfWork", state="accepted", accepted_by=plot.named["first"], accepted_at=timezone.now()
    )
    for label in ("Deliverable", "DeliverableUse", "Exclusion", "Favour", "Goal", "DecisionRight"):
        plot.make(f"clients.{label}")
    draft = plot.make("clients.ScopeOfWork", INSIDE, state="draft", accepted_by=None, accepted_at=None)
    plot.make("clients.Deliverable", INSIDE, scope=draft)
    plot.make("clients.Exclusion", INSIDE, scope=draft)
    assert plot.first("clients.ScopeOfWork") == scope


def _tasks(plot: Plot) -> None:
    lead = plot.named["lead"]
    plot.make("clients.Task", owner=lead)
    plot.make("clients.Task", INSIDE, owner=lead, internal=True)
    plot.make("clients.Task", owner=plot.above.named["specialist"] if plot.above else None)
    plot.make("clients.Task", owner=None, contact=plot.named["first"], internal_due=None)
    plot.make("clients.Task", owner=lead, state="done", done_at=timezone.now())


def _said(plot: Plot, files: Path) -> None:
    first, second, lead = plot.named["first"], plot.named["second"], plot.named["lead"]
    asked = plot.make("comms.Request", contact=first, assignee=lead)
    plot.make("comms.Episode", request=asked, responsible=lead, number=1)
    came = plot.make("comms.InboundMessage", state="filed", door="imap", triage=None)
    message = plot.make(
        "comms.Interaction",
        FIRST,
        request=asked,
        contact=first,
        kind="email",
        direction="in",
        inbound=came,
        member=None,
    )
    _file(plot, plot.make("comms.Attachment", FIRST, interaction=message), files)
    reply = plot.make(
        "comms.Interaction", FIRST, request=asked, contact=first, member=lead, kind="email", direction="out"
    )
    plot.make("comms.Participant", interaction=reply, contact=first)
    plot.make(
        "comms.Interaction",
        INSIDE,
        request=asked,
        contact=None,
        member=lead,
        kind="note",
        direction="inside",
        internal=True,
        message_id="",
    )
    theirs = plot.make("comms.Request", contact=second, assignee=None, state="answered")
    plot.make("comms.Interaction", SECOND, request=theirs, contact=second, kind="email", direction="in", member=None)
    plot.make(
        "comms.Episode", request=theirs, responsible=lead, number=1, closed_at=timezone.now(), promise="kept_by_person"
    )
    plot.make("comms.ScopeFlag", request=asked, raised_by=lead, settled_at=None)
    _asked(plot, asked, lead)


def _asked(plot: Plot, request: Any, lead: Any) -> None:
    """One question waits for somebody outside, one is answered."""
    waiting = plot.make("comms.Question", INSIDE, request=request, asked_by=lead)
    plot.make("comms.ExpertLink", question=waiting)
    now = timezone.now()
    answered = plot.make(
        "comms.Question", INSIDE, request=request, asked_by=lead, state="answered", answered_at=now, instead_of=None
    )
    plot.make("comms.ExpertAnswer", INSIDE, question=answered)


def _asked_from(plot: Plot, call: Any, lead: Any) -> None:
    """A question that came up on a call."""
    fields = {"request": None, "interaction": call, "asked_by": lead, "about": "", "instead_of": None}
    plot.make("comms.Question", INSIDE, **fields)
    plot.make("comms.Question", INSIDE, **fields, state="answered", answered_at=timezone.now())


def _file(plot: Plot, attachment: Any, files: Path) -> None:
    attachment.path = f"attachments/{plot.agency.pk}/{attachment.key}"
    attachment.save()
    place = files / attachment.path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{plot.mark(FIRST)} the bytes of a file")


def _called(plot: Plot) -> None:
    first, second, lead = plot.named["first"], plot.named["second"], plot.named["lead"]
    for state in ("sent", "draft"):
        within_row = SHOWN if state == "sent" else INSIDE
        call = plot.make(
            "comms.Interaction",
            within_row,
            kind="call",
            direction="out",
            contact=first,
            member=lead,
            request=None,
            minutes=20,
        )
        plot.make("comms.Participant", interaction=call, contact=first)
        plot.make("comms.Topic", within_row, interaction=call, decided_by=first)
        topic = plot.rows["comms.Topic"][-1]
        plot.make("comms.ActionItem", within_row, topic=topic, owner=lead, task=None)
        now = timezone.now()
        sent = {"sent_at": now, "silence_at": now + timedelta(days=5)} if state == "sent" else {}
        summary = plot.make("comms.Summary", within_row, interaction=call, state=state, written_by=lead, **sent)
        if state == "sent":
            plot.make("comms.SummaryLine", summary=summary, source_topic=topic, contact=None, kind="decision")
            plot.make("comms.SummaryCopy", summary=summary, contact=first)
            copy = plot.make("comms.SummaryCopy", summary=summary, contact=second, verdict="corrected", answered_at=now)
            plot.make("comms.Correction", copy=copy)
            plot.make("comms.SignedLink", contact=first, object_id=summary.pk)
            decision = plot.make(
                "comms.Decision", interaction=call, topic=topic, decided_by=first, decided_by_member=None
            )
            heard = plot.make("comms.Insight", interaction=call, topic=topic, contact=first, noted_by=lead, shown=True)
            plot.make("comms.Insight", INSIDE, interaction=call, topic=None, contact=None, noted_by=lead, shown=False)
            plot.make("comms.InsightLink", insight=heard, decision=decision)
            _asked_from(plot, call, lead)


def _met(plot: Plot) -> None:
    """One meeting that the client was told of, and one that is thought out among us alone."""
    first, lead = plot.named["first"], plot.named["lead"]
    for level, told in ((SHOWN, {}), (INSIDE, {"announced_at": None, "kind": "weekly"})):
        meeting = plot.make("comms.Meeting", level, organiser=lead, made_by=lead, **told)
        plot.make("comms.Attendee", INSIDE, meeting=meeting, contact=first, member=None)
        plot.make("comms.Attendee", INSIDE, meeting=meeting, contact=None, member=lead, reply="")
        plot.make("comms.AgendaItem", level, meeting=meeting, position=1, owner=lead)


def _posted(plot: Plot) -> None:
    lead = plot.named["lead"]
    for state in ("queued", "dead", "uncertain"):
        plot.make(
            "comms.OutboxMessage", INSIDE, state=state, lane="person", contact=plot.named["first"], member=None,
            written_by=lead, interaction=None, next_attempt_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    asked = plot.rows["comms.Request"][-2]  # the first of the two that were just made, see _said
    plot.make("comms.Draft", member=lead, place=f"reply:{asked.key}")
    plot.make("comms.Notice", member=lead, client=plot.named["client"])


def _reported(plot: Plot, years_ago: int = 0) -> None:
    last = (timezone.localdate() - timedelta(days=365 * years_ago)).replace(day=1) - timedelta(days=1)
    plot.make("reports.Metric", day=last)
    plot.make("reports.MonthNote", day=last)
    month = last.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    for each, state in ((before, "sent"), (month, "in_review")):
        _report(plot, each, state)


def _report(plot: Plot, month: date, state: str) -> None:
    drafted = reports.gather(plot.named["client"], month, at=timezone.now()).to_json()
    plot.make(
        "reports.Report", SHOWN if state == "sent" else INSIDE, month=month, state=state, snapshot=drafted,
        sent_at=timezone.now() if state == "sent" else None,
    )  # fmt: skip


def _whatever_else(plot: Plot) -> None:
    """One row of each model that has none yet: this is where a new model gets its rows."""
    missing = (
        label for label in MODELS if not plot.rows[label] and leads_to_client(MODELS[label]) == bool(plot.number)
    )
    for label in _in_order(missing):
        plot.make(label)


ASIDE = {("comms.Mailbox", "for_client")}
"""Keys that name a client and make nobody's row the client's: it is the agency's mailbox all the same."""


def leads_to_client(model: Any) -> bool:
    """Whether a row of this model is a client's: by its own keys, or those of its parents."""
    fields = [f for f in model._meta.concrete_fields if f.is_relation and (model._meta.label, f.name) not in ASIDE]
    parents = {f.related_model for f in fields} - {model}
    return model._meta.label == "clients.Client" or any(leads_to_client(parent) for parent in parents)


def _in_order(labels: Iterable[str]) -> list[str]:
    """Parents before children."""
    waiting, done = set(labels), []
    while waiting:
        ready = {
            label
            for label in waiting
            if not {f.related_model._meta.label for f in MODELS[label]._meta.concrete_fields if f.is_relation}
            & (waiting - {label})
        }
        done += sorted(ready or waiting)
        waiting -= ready or waiting
    return done


VERBS = {
    "clients.Client": "client.created",
    "clients.Contact": "contact.added",
    "clients.Person": "person.edited",
    "clients.PortalInvitation": "portal.invited",
    "clients.Goal": "goal.set",
    "clients.DecisionRight": "right.granted",
    "clients.GlossaryTerm": "glossary.added",
    "clients.ScopeOfWork": "scope.accepted",
    "clients.Favour": "favour.given",
    "clients.DeliverableUse": "use.recorded",
    "clients.Task": "task.created",
    "comms.Interaction": "message.received",
    "comms.Summary": "summary.sent",
    "comms.Decision": "decision.recorded",
    "comms.Insight": "insight.noted",
    "comms.Meeting": "meeting.planned",
    "comms.ScopeFlag": "flag.raised",
    "comms.Request": "request.opened",
    "comms.Question": "question.asked",
    "reports.Report": "report.drafted",
}


def _events(plot: Plot, had: dict[str, int] | None = None) -> None:
    """What happened to every row, so that the timeline and the audit log tell of all of them."""
    lead = plot.named["lead"]
    for label, verb in VERBS.items():
        for row in plot.rows[label][(had or {}).get(label, 0) :]:
            plot.make(
                "agency.Event", verb=verb, object_kind=row._meta.model_name, object_id=row.pk, actor_kind="member",
                actor_id=lead.pk, facts={}, shown=False,
            )  # fmt: skip


@contextmanager
def grown(house: House, times: int = 2) -> Iterator[None]:
    """So many more of everything that a list may show: members, clients, and rows of each client that there is."""
    with remembered(house):
        _grow(house, times)
        yield


@contextmanager
def more_of(house: House, client: int) -> Iterator[None]:
    """More of everything, for one client."""
    with remembered(house), within(house.agency):
        _more(house.plots[client], "1")
        yield


@contextmanager
def remembered(house: House) -> Iterator[None]:
    """Afterwards the plots know of no row that was made meanwhile; whoever asks takes the rows themselves back."""
    before = [{label: list(rows) for label, rows in plot.rows.items()} for plot in house.plots]
    yield
    for plot, rows in zip(house.plots, before, strict=True):
        plot.rows.clear()
        plot.rows.update(rows)


def _grow(house: House, times: int) -> None:
    own = house.plots[0]
    with within(house.agency):
        for again in range(1, times + 1):
            user = _user(f"more{again}-{own.mark(SHOWN)}", f"More{again} {own.mark(SHOWN)}", own.numbers)
            own.make("agency.Membership", user=user, role="manager", deactivated_at=None)
            _of_agency(own)
            for plot in house.plots[1:]:
                _more(plot, str(again))
            _client(own, 1, Path(settings.FILES_DIR), f" {again}")


def _more(plot: Plot, again: str) -> None:
    had = {label: len(rows) for label, rows in plot.rows.items()}
    kept = dict(plot.named)
    _people(plot, again)
    plot.named.update({name: kept[name] for name in CONTACTS})
    plot.make("clients.BriefingAnswer", INSIDE, superseded_at=timezone.now())
    for label in ("DeliverableUse", "Favour", "Goal", "Deliverable", "Exclusion", "DecisionRight"):
        plot.make(f"clients.{label}")
    plot.make("clients.ScopeOfWork", state="superseded", accepted_by=plot.named["first"], accepted_at=timezone.now())
    _tasks(plot)
    _said(plot, Path(settings.FILES_DIR))
    _called(plot)
    _met(plot)
    _posted(plot)
    _reported(plot, years_ago=int(again))
    _events(plot, had)
