"""What stands in the form when somebody asks an expert: whom, what, until when, and what may go along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from agency.models import Membership
from agency.permissions import may
from comms import asking, nearness
from comms.domain import clocks
from comms.domain.question_context import names_of
from comms.expert_letters import telling_client
from comms.forms.experts import all_subjects
from comms.models import Episode, Expert, Interaction, Question, Request, Subject
from comms.queries.experts import away_words, to_be_asked
from comms.unnaming import LEFT_OUT, unnamed

OFFERED = 20


@dataclass(frozen=True)
class Proposal:
    initial: dict[str, Any]
    said: list[Interaction]
    may_tell: bool
    words: str


def proposal(
    request: Request, member: Membership, now: datetime, *, subject: str = "", instead: Question | None = None
) -> Proposal:
    """The subject that was chosen, or whose name stands in what the client wrote; an expert who knows about it; the
    client's words without names; the end of the next working day.
    """
    said = list(spoken(request)[:OFFERED])
    last = next((one for one in said if one.direction == Interaction.Direction.INBOUND), None)
    words = f"{request.subject} {last.text if last else ''}"
    about = _subject(subject, words) if instead is None else instead.subject
    hours = clocks.hours_at(request.agency, now)
    due = asking.usual_due(now, hours)
    running = Episode.objects.filter(request=request, closed_at=None).exists()
    hear_by = asking.usual_promise(due, hours)
    initial = {
        "subject": about.key if about else "",
        "expert": _expert(about, member, instead, now),
        "text": instead.text if instead else _question(last.text if last else request.subject, request),
        "due_at": due,
        "hear_by": hear_by,
        "words": telling_client(request, until=hear_by, at=now),
        "names_client": instead.names_client and instead.holder_id is None if instead else False,
        "tell_client": running and instead is None,
    }
    return Proposal(initial, said, may(member, "request.acknowledge", request.client), words)


def spoken(request: Request) -> "QuerySet[Interaction]":
    """What passed between us and the client in this conversation, the latest first: no notes, nothing taken back."""
    rows = Interaction.objects.filter(request=request, internal=False, withdrawn_at=None, automatic=False)
    return rows.exclude(text="").select_related("contact__person", "member__user").order_by("-at", "-pk")


def _subject(key: str, words: str) -> Subject | None:
    subjects = {subject.pk: subject for subject in all_subjects()}
    chosen = next((subject for subject in subjects.values() if subject.key == key), None)
    named = {pk: nearness.stems(subject.name).keys() for pk, subject in subjects.items()}
    near = nearness.named_most(nearness.stems(words), named)
    return chosen or (subjects[near] if near is not None else None)


def _expert(subject: Subject | None, member: Membership, instead: Question | None, now: datetime) -> str:
    """One of us before somebody outside, who is here before who is away; not who was asked before, and nobody where
    nobody knows about it.
    """
    if subject is None:
        return ""
    rows = to_be_asked().filter(knows__subject=subject).exclude(member=member)
    known: list[Expert] = [expert for expert in rows if instead is None or expert.pk != instead.expert_id]
    away = away_words(known, now)
    known.sort(key=lambda expert: (expert.pk in away, not expert.inside, str(expert).casefold()))
    return known[0].key if known else ""


def _question(text: str, request: Request) -> str:
    """Without names, and without the lines that only greet or sign with one."""
    lines = unnamed(text, names_of(request)).strip().splitlines()
    while lines and lines[-1].replace(LEFT_OUT, "").strip(" ,.!") == "":
        lines.pop()
    return "\n".join(lines).strip()[:4000]
