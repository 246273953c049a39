"""Calls of the large world with their summaries and the answers to them, and each client's glossary. Rows alone."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench import phrases
from clients.glossary import folded
from clients.models import Contact, GlossaryTerm, Task
from comms.models import (
    ActionItem,
    Correction,
    Interaction,
    Participant,
    Summary,
    SummaryCopy,
    SummaryLine,
    Topic,
)

BATCH = 2000
DAYS = 180
State = Summary.State
VERDICTS = {
    State.CONFIRMED: SummaryCopy.Verdict.AGREED,
    State.DISPUTED: SummaryCopy.Verdict.CORRECTED,
    State.SUPERSEDED: SummaryCopy.Verdict.CORRECTED,
}


@dataclass
class Call:
    """One call and what was said on it. `state` is how its first summary stands."""

    row: Interaction
    contact: Contact
    things: list[str]
    topics: list[Topic]
    state: State
    actions: list[ActionItem] = field(default_factory=list)


def glossaries(contacts: Sequence[Contact], now: datetime) -> None:
    rows = [
        GlossaryTerm(
            client=c.client, term=term, folded=folded(term), meaning=told, added_by=c.client.lead, added_at=now
        )
        for c in contacts
        for term, told in phrases.TERMS
    ]
    GlossaryTerm.objects.bulk_create(rows, batch_size=BATCH)


def talk(contacts: Sequence[Contact], many: int, now: datetime, dice: random.Random) -> list[Call]:
    """So many calls with each contact, the newest first."""
    calls = [call(contact, i, number, many, now, dice) for i, contact in enumerate(contacts) for number in range(many)]
    Interaction.objects.bulk_create([each.row for each in calls], batch_size=BATCH)
    Participant.objects.bulk_create(
        [Participant(client=c.row.client, interaction=c.row, contact=c.contact) for c in calls], batch_size=BATCH
    )
    Topic.objects.bulk_create([topic for each in calls for topic in each.topics], batch_size=BATCH)
    give([each for each in calls if each.state == State.SENT])
    ActionItem.objects.bulk_create([action for each in calls for action in each.actions], batch_size=BATCH)
    summarise(calls, now)
    return calls


def call(contact: Contact, i: int, number: int, many: int, now: datetime, dice: random.Random) -> Call:
    """Every second of the newer ones was a meeting; every fifth client's newest is not sent yet."""
    client = contact.client
    at = now - timedelta(days=number * DAYS / many, hours=dice.randrange(2, 20))
    subjects = [phrases.subject(dice) for _each in range(dice.choice((1, 1, 2)))]
    row = Interaction(
        client=client, contact=contact, member=client.lead, at=at, minutes=dice.randrange(10, 60),
        kind=Interaction.Kind.MEETING if is_meeting(number, many) else Interaction.Kind.CALL,
        direction=Interaction.Direction.OUTBOUND, subject=", ".join(title for title, _thing in subjects),
    )  # fmt: skip
    made = Call(row, contact, [thing for _title, thing in subjects], [], state_of(i, number, dice))
    for place, (title, thing) in enumerate(subjects, 1):
        topic = Topic(
            client=client, interaction=row, position=place, title=title, answer=dice.choice(phrases.ANSWERS),
            insight=phrases.about(thing, phrases.INSIGHTS, dice) if dice.random() < 0.2 else "",
        )  # fmt: skip
        if dice.random() < 0.4:
            topic.decision = phrases.about(thing, phrases.DECISIONS, dice)
            topic.reason, topic.decided_by = dice.choice(phrases.REASONS), contact
        made.topics.append(topic)
        made.actions.append(
            ActionItem(
                client=client,
                topic=topic,
                text=phrases.about(thing, phrases.TODOS, dice),
                owner=client.lead,
                internal_due=at.date() + timedelta(days=5),
                client_due=at.date() + timedelta(days=7),
            )
        )  # fmt: skip
    return made


def give(calls: Sequence[Call]) -> None:
    """What is to be done after the newest calls is open still."""
    actions = [(each, action) for each in calls for action in each.actions]
    tasks = Task.objects.bulk_create(
        [
            Task(
                client=action.client, title=action.text, owner=action.owner, internal_due=action.internal_due,
                client_due=action.client_due, origin_kind="interaction", origin_id=each.row.pk,
            )
            for each, action in actions
        ],
        batch_size=BATCH,
    )  # fmt: skip
    for (_each, action), task in zip(actions, tasks, strict=True):
        action.task = task


def is_meeting(number: int, many: int) -> bool:
    return number % 2 == 1 and number < many * 3 // 4


def state_of(i: int, number: int, dice: random.Random) -> State:
    if number < 2:
        return State.DRAFT if i % 5 == 0 and number == 0 else State.SENT
    return dice.choices(
        (State.CONFIRMED, State.AGREED_BY_SILENCE, State.DISPUTED, State.SUPERSEDED), (50, 38, 6, 6)
    )[0]  # fmt: skip


def summarise(calls: Sequence[Call], now: datetime) -> None:
    """A summary of each call; of one that was corrected and said anew a second version as well."""
    firsts = [(each, summary(each, each.state, now)) for each in calls]
    Summary.objects.bulk_create([row for _each, row in firsts], batch_size=BATCH)
    seconds = [
        (each, summary(each, State.CONFIRMED, now, supersedes=row))
        for each, row in firsts
        if each.state == State.SUPERSEDED
    ]
    Summary.objects.bulk_create([row for _each, row in seconds], batch_size=BATCH)
    sent = [(each, row) for each, row in [*firsts, *seconds] if row.state != State.DRAFT]
    written = [lines(each, row) for each, row in sent]
    SummaryLine.objects.bulk_create([line for found in written for line in found], batch_size=BATCH)
    copies = [copy(each, row, found) for (each, row), found in zip(sent, written, strict=True)]
    SummaryCopy.objects.bulk_create(copies, batch_size=BATCH)
    Correction.objects.bulk_create(
        [
            Correction(client=row.client, copy=row, line=found[0], text="It was five days, not four.")
            for row, found in zip(copies, written, strict=True)
            if row.verdict == SummaryCopy.Verdict.CORRECTED
        ],
        batch_size=BATCH,
    )


def summary(of: Call, state: State, now: datetime, supersedes: Summary | None = None) -> Summary:
    ended = of.row.at + timedelta(hours=1, days=2 if supersedes else 0)
    row = Summary(
        client=of.row.client, interaction=of.row, state=state, written_by=of.row.member, supersedes=supersedes,
        version=2 if supersedes else 1,
    )  # fmt: skip
    if state == State.DRAFT:
        row.chase_at, row.overdue_at, row.next_check_at = ended, ended + timedelta(days=1), now + timedelta(days=1)
        return row
    row.subject, row.language, row.detail_level, row.tone = of.row.subject[:200], "en", "summary", "business"
    row.sent_at = row.accepted_at = ended
    row.silence_at = ended + timedelta(days=5)
    if state == State.SENT:
        row.next_check_at = row.remind_at = now + timedelta(days=2)
    else:
        row.settled_at = ended + timedelta(days=5 if state == State.AGREED_BY_SILENCE else 1)
    return row


def lines(of: Call, row: Summary) -> list[SummaryLine]:
    found: list[SummaryLine] = []

    def add(kind: SummaryLine.Kind, topic: Topic, text: str, **facts: object) -> None:
        number = len(found) + 1
        found.append(
            SummaryLine(
                client=row.client,
                summary=row,
                number=number,
                topic=topic.title,
                kind=kind,
                text=text,
                source_topic=topic,
                **facts,
            )
        )  # fmt: skip

    for topic, action in zip(of.topics, of.actions, strict=True):
        add(SummaryLine.Kind.ANSWER, topic, topic.answer)
        if topic.decision:
            add(SummaryLine.Kind.DECISION, topic, topic.decision, reason=topic.reason, contact=of.contact)
        add(SummaryLine.Kind.ACTION, topic, action.text, due=action.client_due, source_action=action)
    return found


def copy(of: Call, row: Summary, found: Iterable[SummaryLine]) -> SummaryCopy:
    text = "\n\n".join(f"{line.number}. {line.topic}\n{line.text}" for line in found)
    html = f"<html><body><h1>{row.subject}</h1><pre>{text}</pre></body></html>"
    verdict = VERDICTS.get(State(row.state), SummaryCopy.Verdict.WAITING)
    return SummaryCopy(
        client=row.client, summary=row, contact=of.contact, text=text, html=html,
        content_hash=hashlib.sha256(text.encode()).hexdigest(), verdict=verdict,
        answered_at=row.settled_at if verdict else None, answered_how="link" if verdict else "",
    )  # fmt: skip
