"""'I will ask the specialist' as a verb: asked, reminded, answered, counted (practices M8, T19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from comms import asking, expert_letters
from comms.domain import (
    answers,
    clocks,
    escalations,
    notices,
    question_context as context,
    question_mail,
    requests,
)
from comms.models import Expert, ExpertAnswer, InboundMessage, Interaction, Question, Request, Subject
from comms.unnaming import named_in

Kind, State = Question.Kind, Question.State


class NothingAsked(Refusal):
    field = "text"


class CannotBeAsked(Refusal):
    """The expert was retired, has left, or is who asks."""

    field = "expert"


class TooSoon(Refusal):
    field = "due_at"


class NamesTheClient(Refusal):
    """Somebody outside is not to know who the client is, and the words say it."""

    field = "text"


class Settled(Refusal):
    """The question was answered or withdrawn meanwhile."""


@dataclass(frozen=True)
class Telling:
    """The client is told meanwhile, in these words, that they hear from us by `until`; `key` as in acknowledge."""

    text: str
    until: datetime
    key: str = ""


@transaction.atomic
def ask(
    request: Request,
    expert: Expert,
    *,
    by: Membership,
    at: datetime,
    text: str,
    due_at: datetime,
    subject: Subject | None = None,
    said: Sequence[Interaction] = (),
    names_client: bool = False,
    hands_over: bool = False,
    instead_of: Question | None = None,
    telling: Telling | None = None,
    key: str = "",
) -> Question:
    """Puts a question to an expert, or with `hands_over` the whole request: one of us is told and, if it is handed
    over, becomes its assignee; somebody outside gets a mail.

    `said` are messages of this conversation that go along, frozen as they are; without `names_client` names are left
    out of them. `instead_of` is withdrawn. `key` is the form's own: sent twice by this member, it is one question.
    Raises a Refusal with the field at fault, NoAddress when the client cannot be told; ValueError for what was said
    elsewhere or among us.
    """
    require_active(lock(request).client)
    known = Question.objects.filter(key=key, request=request, asked_by=by).first() if is_key(key) else None
    if known is not None:
        return known
    named = [request.client.name, request.contact.person.name, *context.addresses_of(request)]
    check(expert, text, by=by, at=at, due_at=due_at, names=[] if names_client else named)
    if instead_of is not None:
        withdraw(instead_of, by=by, at=at)
    question = Question(
        key=key if is_key(key) and not Question.objects.filter(key=key).exists() else new_key(),
        client=request.client,
        request=request,
        kind=Kind.HAND_OVER if hands_over else Kind.QUESTION,
        expert=expert,
        holder=expert.member,
        subject=subject,
        asked_by=by,
        asked_at=at,
        text=text.strip(),
        context=context.frozen(request, said, names_client or expert.inside),
        names_client=names_client or expert.inside,
        due_at=due_at,
        next_check_at=asking.first_reminder(at, due_at, clocks.hours_at(request.agency, at)),
        instead_of=instead_of,
    )
    if hands_over:
        escalations.begin(question)
    question.save(force_insert=True)
    record("question.asked", question, by=by, at=at, expert=expert.key, kind=question.kind, request=request.key)
    tell_expert(question, at)
    if telling is not None:
        _tell_client(question, request, telling, by=by, at=at)
    return question


def check(expert: Expert, text: str, *, by: Membership, at: datetime, due_at: datetime, names: Sequence[str]) -> None:
    """Raises a Refusal with the field at fault. `names` may not stand in what somebody outside is asked."""
    if not text.strip():
        raise NothingAsked(_("Write what you want to know."))
    if expert.retired_at is not None or (expert.member is not None and not expert.member.active):
        raise CannotBeAsked(_("%(name)s cannot be asked any more.") % {"name": expert})
    if expert.member_id == by.pk:
        raise CannotBeAsked(_("That is you. Choose somebody else."))
    if due_at <= at:
        raise TooSoon(_("Choose a time that lies ahead."))
    if not expert.inside and (named := named_in(text, names)):
        raise NamesTheClient(
            _("The question names %(names)s. Take it out, or allow that the client is named.")
            % {"names": ", ".join(named)}
        )


def tell_expert(question: Question, at: datetime) -> None:
    """One of us by a notice, or by becoming the assignee of what is handed over; somebody outside by mail."""
    if question.holder is None:
        question_mail.ask(question, at=at)
    elif question.kind == Kind.HAND_OVER and question.request is not None:
        requests.assign(question.request, question.holder, by=question.asked_by, at=at)
    else:
        tell(question, question.holder, "question.asked", "asked", at, deadline=question.due_at)


def tell(
    question: Question,
    member: Membership,
    kind: str,
    once: str,
    at: datetime,
    *,
    until: date | None = None,
    **further: Any,
) -> None:
    """A notice about the question, once for each `once`. `until`: the last day on which the one asked is away."""
    notices.tell(
        member,
        kind=kind,
        facts={
            "asker": str(question.asked_by.user),
            "whom": question.whom,
            "question": str(question),
            "due": question.due_at.isoformat(),
            **({"until": until.isoformat()} if until else {}),
        },
        purpose_key=f"question:{question.key}:{once}",
        at=at,
        client=question.client,
        path=question_mail.path_of(question),
        **further,
    )


def telling(request: Request, *, until: datetime, at: datetime, text: str = "", key: str = "") -> Telling:
    """What the client is told: `text`, else words that fit whoever wrote. `key` is the form's own."""
    return Telling(text.strip() or expert_letters.telling_client(request, until=until, at=at), until, key)


def _tell_client(question: Question, request: Request, telling: Telling, *, by: Membership, at: datetime) -> None:
    """The acknowledgement goes by its own verb, and what was promised becomes the request's next step."""
    answers.acknowledge(request, by=by, at=at, text=telling.text, key=telling.key)
    words = _("Tell %(name)s what %(expert)s says") % {"name": request.contact.person.name, "expert": question.whom}
    on = telling.until.astimezone(ZoneInfo(question.agency.zone)).date()
    requests.plan_next_step(request, step=words, on=on, by=by, at=at)


@transaction.atomic
def answer(
    question: Question,
    *,
    by: Membership | None,
    at: datetime,
    text: str,
    way: str,
    sender: str = "",
    inbound: InboundMessage | None = None,
    files_note: Interaction | None = None,
    from_address: str | None = None,
    agent: str = "",
) -> ExpertAnswer:
    """What the expert says; `by` is the member who answers or writes it down, None for somebody outside.

    The first answer settles the question and gives back what was handed over; a later one stands beside it, and the
    same words sent twice are one. What somebody outside has written is kept in any case; one of us gets Settled when
    the question was withdrawn. Raises NothingAsked without words.
    """
    question = lock(question)
    if not text.strip():
        raise NothingAsked(_("Write the answer first."))
    if question.state == State.WITHDRAWN and way not in (ExpertAnswer.Way.MAIL, ExpertAnswer.Way.LINK):
        raise Settled(_("This question was withdrawn; it needs no answer any more."))
    known = question.answers.filter(way=way, member=by, text=text.strip()).first() if inbound is None else None
    if known is not None:
        return known
    said = ExpertAnswer.objects.create(
        client=question.client,
        question=question,
        text=text.strip(),
        way=way,
        at=at,
        member=by,
        sender=sender,
        inbound=inbound,
        files_note=files_note,
        from_address=from_address or None,
        agent=agent[:300],
    )
    if question.waiting:
        question.state, question.answered_at, question.next_check_at = State.ANSWERED, at, None
        question.save(update_fields=["state", "answered_at", "next_check_at"])
        escalations.end(question, by=by or question.asked_by, at=at)
    record("question.answered", question, by=by or SYSTEM, at=at, way=way, expert=question.expert.key)
    if by is None or by.pk != question.asked_by_id:
        tell(question, question.asked_by, "question.answered", f"answered:{said.key}", at)
    return said


@transaction.atomic
def withdraw(question: Question, *, by: Membership, at: datetime) -> Question:
    """It is not needed any more: who was asked is told, and what was handed over comes back. Raises Settled."""
    question = lock(question)
    if not question.waiting:
        raise Settled(_("This question is settled already."))
    question.state, question.withdrawn_at, question.next_check_at = State.WITHDRAWN, at, None
    question.save(update_fields=["state", "withdrawn_at", "next_check_at"])
    record("question.withdrawn", question, by=by, at=at, expert=question.expert.key)
    escalations.end(question, by=by, at=at)
    if question.holder is None:
        question_mail.call_off(question, by=by, at=at)
    elif question.holder_id != by.pk:
        tell(question, question.holder, "question.withdrawn", "withdrawn", at)
    return question
