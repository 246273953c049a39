"""The sweep: somebody knocks at a door in some way; what comes out is compared with what may.

`Sweep.findings(cases)` makes each request, looks at the answer, the rows and the mails, and takes everything back.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from agency.models import Agency
from tests.doors.aiming import Aim, Aimer, Whose
from tests.doors.asking import Answer, Asker
from tests.doors.canaries import (
    FEE,
    FIRST,
    INSIDE,
    NOTE,
    ROW_NUMBER,
    SHOWN,
    TEMPERAMENTS,
    Mark,
    excerpt,
    marks_in,
    readable,
)
from tests.doors.inventory import Entry
from tests.doors.people import MESSAGES, Knocker, holder_may_see, knockers
from tests.doors.rows import MODELS
from tests.doors.scene import Scene, leads_to_client
from tests.doors.watching import OF_THE_SESSION, Ledger, Recorder, recorded

SEEN_ONLY = {MODELS["clients.Contact"]._meta.db_table, MODELS["agency.ApiToken"]._meta.db_table}
"""Tables of which reading touches a column that says when somebody was here."""
Wrong = tuple[str, bool]
MAILS = {"comms.OutboxMessage", "comms.AccountMail"}


@dataclass(frozen=True)
class Case:
    """Somebody, a door, a method, an address, and what is sent along in query or body."""

    who: Knocker
    entry: Entry
    method: str
    aim: Aim
    sent: Whose = Whose.OWN
    turn: int = 0
    htmx: bool = False

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.entry.name} ({self.aim}; sends {self.sent} {self.turn})"


@dataclass(frozen=True)
class Finding:
    """What is wrong. `across`: a row, or word of a row, of another agency came or went."""

    case: Case
    what: str
    across: bool = False

    def __str__(self) -> str:
        return f"{self.case}\n      {self.what}"


class Sweep:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.people = {who.name: who for who in knockers(scene)}
        self.askers = {who.name: Asker(who.user) for who in self.people.values()}
        self.callers = {who.name: Asker(None, self.bearer(who)) for who in self.people.values()}
        self.aimer = Aimer(scene, self.askers["owner"], self.callers["owner"])
        self.ledger = Ledger(scene)
        self.seen: dict[str, set[Mark]] = {}
        self.swept: set[str] = set()
        self.statuses: dict[tuple[str, str, str], set[int]] = {}
        self.asked = 0
        with taken_back():
            self.aimer.harvest()

    def bearer(self, who: Knocker) -> str:
        """The text of a member's token; of anybody else's one that nobody has."""
        house = self.scene.house(who.house) if who.role else None
        name = next((n for n, m in house.members.items() if m.user == who.user), "") if house else ""
        return house.plots[0].named[f"token of {name}"] if house else f"rp_{self.scene.ours.agency.slug}_{'0' * 36}"

    # --- one request ------------------------------------------------------------------------------------------------
    def ask(self, case: Case) -> tuple[Answer, Recorder]:
        path = self.aimer.path(case.entry, case.aim)
        data = query = None
        if case.method in {"GET", "HEAD"}:
            if case.turn:
                choices = self.aimer.queries(case.entry, case.sent, case.aim.client)
                query = choices[(case.turn - 1) % len(choices)]
        else:
            bodies = self.aimer.bodies(case.entry, case.method, case.aim.client, case.sent)
            data = bodies[case.turn % len(bodies)]
        self.asked += 1
        with recorded() as recorder:
            asker = (self.callers if case.entry.kind == "api" else self.askers)[case.who.name]
            answer = asker.ask(case.method, path, data, query, htmx=case.htmx)
        answer.queries = recorder.count
        return answer, recorder

    def findings(self, cases: Iterable[Case]) -> list[Finding]:
        """Everything that is wrong in these requests. Each is taken back, so that their order does not matter."""
        found: list[Finding] = []
        kept: bool | None = None
        with taken_back():
            for case in cases:
                if case.who.kept != kept:
                    kept = case.who.kept
                    Agency.objects.filter(pk=self.scene.ours.agency.pk).update(managers_see_own_only=kept)
                with taken_back():
                    answer, recorder = self.ask(case)
                    found += [Finding(case, *what) for what in self.wrong(case, answer, recorder)]
        return found

    def wrong(self, case: Case, answer: Answer, recorder: Recorder) -> Iterator[Wrong]:
        """What is wrong with one answer, in words, and whether it is about another agency."""
        if case.aim.last is Whose.OWN and case.aim.first is Whose.OWN:
            self.statuses.setdefault((case.who.name, case.entry.name, case.method), set()).add(answer.status)
        if answer.status >= 500 and not case.entry.name.startswith("health"):
            yield f"answers {answer.status}: {answer.error}", False
            return
        yield from self.words_that_leak(case, answer)
        yield from self.writing(case, recorder)

    def words_that_leak(self, case: Case, answer: Answer) -> Iterator[Wrong]:
        text = answer.text()
        marks = marks_in(text)
        self.seen.setdefault(case.who.name, set()).update(marks)
        for mark in sorted(marks):
            if not self.may_see(case, mark):
                yield f"{answer.status} shows {mark}: … {excerpt(text, mark)} …", mark.agency != case.who.house
        if number := ROW_NUMBER.search(text):
            around = " ".join(text[max(0, number.start() - 80) : number.end() + 20].split())
            yield f"{answer.status} shows the number of a row: … {around} …", False
        if case.entry.kind == "contact" and (word := TEMPERAMENTS.search(answer.body)):
            yield f"shows a contact a personality type: {word[0]}", False

    def may_see(self, case: Case, mark: Mark) -> bool:
        if case.entry.name.endswith("_preview") and case.who.is_member:
            return case.who.may_see(mark, case.entry) and mark.level in {SHOWN, FIRST, "fee"}
        if case.who.may_see(mark, case.entry):
            return True
        holds = self.held(case)
        return holds is not None and holder_may_see(mark, *holds)

    def held(self, case: Case) -> tuple[str, int, str] | None:
        """What a link's secret in the address opens: agency, client, model. It opens nothing under another's slug."""
        if case.entry.kind != "link" or not case.entry.model or case.aim.last in {Whose.MISSING, Whose.DELETED}:
            return None
        house = "b" if case.aim.last is Whose.FOREIGN else "a"
        number = case.aim.client if leads_to_client(MODELS[case.entry.model]) else 0
        client = 3 - number if number and case.aim.last is Whose.OTHER else number
        return (house, client, case.entry.model) if case.aim.slug == house else None

    # --- rows -------------------------------------------------------------------------------------------------------
    def writing(self, case: Case, recorder: Recorder) -> Iterator[Wrong]:
        tables = recorder.of_ours
        changes, now = self.ledger.changes(tables) if tables else ([], {})
        if case.entry.kind == "contact":
            others = recorder.written - OF_THE_SESSION - SEEN_ONLY
            if others or changes:
                yield f"the portal wrote: {recorder.statements}", False
        if (changes and case.method != "POST" and case.entry.kind != "api") or (changes and case.method == "GET"):
            yield f"a {case.method} changed rows: {', '.join(map(str, changes))}", False
        for change in changes:
            if change.label in MAILS:
                continue
            if change.label == "agency.User":
                if (case.who.user is None or change.pk != case.who.user.pk) and change.how != "is new":
                    yield f"another's account {change.how}", False
            elif change.house and not self.may_change(case, change.house, change.client):
                yield f"{change}, which is not theirs to change", change.house != case.who.house
        for crossing, across in self.ledger.crossings(changes, now):
            yield f"crosses: {crossing}", across
        for label, row in self.mails(changes, now):
            yield from self.mail_that_leaks(case, label, row)

    def may_change(self, case: Case, house: str, client: int) -> bool:
        holds = self.held(case)
        return case.who.may_change(house, client, case.entry) or (
            holds is not None and (house, client) in {holds[:2], (holds[0], 0)}
        )

    def mails(self, changes: Iterable[Any], now: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for change in changes:
            if change.label in MAILS and change.how == "is new":
                table = "comms_outboxmessage" if change.label == "comms.OutboxMessage" else "comms_accountmail"
                yield change.label, self.ledger.values(change.label, now[table][change.pk])

    def mail_that_leaks(self, case: Case, label: str, row: dict[str, Any]) -> Iterator[Wrong]:
        text = readable(row["mime"])
        for mark in sorted(marks_in(text)):
            if not self.recipient_may_see(case, label, row, mark):
                yield (
                    f"a mail to {row['recipient']} says {mark}: … {excerpt(text, mark)} …",
                    mark.agency != case.who.house,
                )

    def recipient_may_see(self, case: Case, label: str, row: dict[str, Any], mark: Mark) -> bool:
        """To a member what staff may see; to a contact what the portal shows them; to an expert what the asker lets go
        along of that client; to others the names in their invitation.
        """
        agency = self.ledger.letters.get(row.get("agency_id"), case.who.house)
        if mark.agency != agency:
            return False
        if row.get("member_id"):
            return True
        if row.get("contact_id"):
            house, client = self.scene.owners["clients.Contact", row["contact_id"]]
            name = next(
                (
                    n
                    for n, c in self.scene.house(house).plots[client].named.items()
                    if getattr(c, "pk", 0) == row["contact_id"]
                ),
                "",
            )
            return mark.client in {0, client} and mark.level in {SHOWN, MESSAGES.get(name)}
        if row.get("object_kind") == "question":
            return mark.client in {0, self.ledger.client_numbers.get(row["client_id"])} and mark.level not in {
                NOTE,
                FEE,
            }
        own = marks_in(row["recipient"])
        return mark.client in {0} | {each.client for each in own if each.agency == agency} and mark.level in {
            SHOWN,
            INSIDE,
        }

    # --- the same answer for what is another's and what is not there ---------------------------------------------------
    def unlike(
        self,
        case: Case,
        whose: Whose = Whose.FOREIGN,
        part: str = "last",
        as_: tuple[Whose, ...] = (Whose.MISSING, Whose.DELETED),
    ) -> Iterator[Finding]:
        """Whether a key of somebody else's row is answered as one that nobody has: status, body, headers, queries."""
        aims = [replace(case.aim, **{part: each}) for each in (whose, *as_)]  # type: ignore[arg-type]
        answers = self.answers(case, aims)
        if len({answer.queries for answer in answers}) > 1:  # something may have been asked for the first time
            answers = self.answers(case, aims)
        plain = [answer.without(*self.aimer.words(case.entry, aim)) for aim, answer in zip(aims, answers, strict=True)]
        for other in range(1, len(aims)):
            if plain[0] != plain[other]:
                what = f"is not answered as {getattr(aims[other], part)}: {_difference(plain[0], plain[other])}"
                yield Finding(replace(case, aim=aims[0]), what)
            elif answers[0].queries != answers[other].queries:
                what = f"takes {answers[0].queries} queries, {getattr(aims[other], part)} {answers[other].queries}"
                yield Finding(replace(case, aim=aims[0]), what)

    def answers(self, case: Case, aims: Iterable[Aim]) -> list[Answer]:
        found = []
        with taken_back():
            Agency.objects.filter(pk=self.scene.ours.agency.pk).update(managers_see_own_only=case.who.kept)
            for aim in aims:
                with taken_back():
                    found.append(self.ask(replace(case, aim=aim))[0])
        return found


def _difference(one: Any, other: Any) -> str:
    if one[0] != other[0]:
        return f"{one[0]} and {other[0]}"
    if one[2] != other[2]:
        return f"headers {set(one[2]) ^ set(other[2])}"
    place = next((i for i, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), 0)
    return f"bodies at {one[1][max(0, place - 60) : place + 60]!r} and {other[1][max(0, place - 60) : place + 60]!r}"


@contextmanager
def taken_back() -> Iterator[None]:
    """A savepoint that is rolled back at its end, whatever happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
