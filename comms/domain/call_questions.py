"""What nobody on a call could answer, put to a specialist with what was said about it (practices M8, T19)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.refusals import require_active
from clients.models import PersonAddress
from comms import asking
from comms.domain import clocks, questions
from comms.domain.question_context import MOST
from comms.models import Expert, Interaction, Question, Subject, Topic
from comms.unnaming import unnamed, with_parts


@transaction.atomic
def ask(
    call: Interaction,
    expert: Expert,
    *,
    by: Membership,
    at: datetime,
    text: str,
    due_at: datetime | None = None,
    about: str = "",
    topics: Sequence[Topic] = (),
    subject: Subject | None = None,
    names_client: bool = False,
    instead_of: Question | None = None,
    key: str = "",
) -> Question:
    """One of us is told, somebody outside gets a mail; the answer comes back to whoever asks, who tells the client.

    `topics` of the call go along, frozen as they are. Without `due_at` the end of the next working day. The rest as in
    questions.ask, which raises the same.
    """
    require_active(call.client)
    known = Question.objects.filter(key=key, interaction=call, asked_by=by).first() if is_key(key) else None
    if known is not None:
        return known
    hours = clocks.hours_at(call.agency, at)
    due_at = due_at or asking.usual_due(at, hours)
    names = names_of(call)
    questions.check(expert, text, by=by, at=at, due_at=due_at, names=[] if names_client else names)
    if instead_of is not None:
        questions.withdraw(instead_of, by=by, at=at)
    named = names_client or expert.inside
    question = Question.objects.create(
        key=key if is_key(key) and not Question.objects.filter(key=key).exists() else new_key(),
        client=call.client,
        interaction=call,
        about=about[:200],
        expert=expert,
        holder=expert.member,
        subject=subject,
        asked_by=by,
        asked_at=at,
        text=text.strip(),
        context=frozen(call, topics, [] if named else names),
        names_client=named,
        due_at=due_at,
        next_check_at=asking.first_reminder(at, due_at, hours),
        instead_of=instead_of,
    )
    record("question.asked", question, by=by, at=at, expert=expert.key, kind=question.kind, call=call.key)
    questions.tell_expert(question, at)
    return question


def ask_from(topic: Topic, *, by: Membership, at: datetime) -> Question | None:
    """The question that stands in a topic, when its summary is sent; once for each call and expert, whatever the number
    of versions. None where whoever sends it would ask themselves.
    """
    expert = topic.ask
    if expert is None or expert.member_id == by.pk:
        return None
    known = Question.objects.filter(interaction=topic.interaction, expert=expert, text=topic.question.strip()).first()
    if known is not None:
        return known
    return ask(
        topic.interaction, expert, by=by, at=at, text=topic.question, about=topic.title, topics=[topic],
        names_client=expert.inside,
    )  # fmt: skip


def names_of(call: Interaction) -> list[str]:
    """What says who the client is: its name, those of who was there, each word of them, and their addresses."""
    people = {there.contact.person for there in call.participants.select_related("contact__person")}
    if call.contact is not None:
        people.add(call.contact.person)
    names = [part for person in people for part in with_parts(person.name)]
    mails = PersonAddress.objects.filter(person__in=people).values_list("email", flat=True)
    return [call.client.name, *names, *mails]


def frozen(call: Interaction, topics: Sequence[Topic], names: Sequence[str]) -> list[dict[str, Any]]:
    """Raises ValueError for topics of another call."""
    if any(topic.interaction_id != call.pk for topic in topics):
        raise ValueError("only what was spoken of on this call goes to an expert")
    return [
        {"who": "", "theirs": True, "when": call.at.isoformat(), "text": unnamed(_said(topic), names)}
        for topic in topics[:MOST]
    ]


def _said(topic: Topic) -> str:
    return "\n\n".join(filter(None, (topic.title, topic.answer, topic.decision, topic.reason)))
