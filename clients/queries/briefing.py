"""The bank of questions, and a client's briefing: what was answered, by whom, and what to ask next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from clients import briefing as pure
from clients.models import BriefingAnswer, BriefingQuestion, Client, Service


@dataclass(kw_only=True)
class Asked:
    """One question to a client, with the answer that stands and those before it."""

    question: BriefingQuestion
    answer: BriefingAnswer | None = None
    earlier: list[BriefingAnswer] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """`rows` are the questions that the client is asked, `others` those that were answered and are asked no more."""

    rows: Sequence[Asked]
    others: Sequence[Asked]
    next: Sequence[BriefingQuestion]

    @property
    def answered(self) -> int:
        return sum(1 for row in self.rows if row.answer)

    def row(self, key: str) -> Asked | None:
        return next((row for row in (*self.rows, *self.others) if row.question.key == key), None)


def services_in_use() -> QuerySet[Service]:
    return Service.objects.filter(retired_at=None)


def services_of(client: Client) -> list[Service]:
    return list(Service.objects.filter(clients__client=client))


def bank() -> QuerySet[BriefingQuestion]:
    """Every question, the retired ones too: those for every client first, then by service, each in its order."""
    rows = BriefingQuestion.objects.select_related("service")
    return rows.order_by(F("service__position").asc(nulls_first=True), "service__id", "position", "id")


def asked_of(client: Client) -> list[BriefingQuestion]:
    """The questions that this client is asked, in their order: one query."""
    theirs = Q(service=None) | Q(service__clients__client=client)
    rows = BriefingQuestion.objects.filter(theirs, retired_at=None).select_related("service").distinct()
    return sorted(rows, key=_place)


def _place(question: BriefingQuestion) -> tuple[int, int, int, int]:
    service = question.service
    return (-1 if service is None else service.position, service.pk if service else 0, question.position, question.pk)


def briefing_of(client: Client) -> Briefing:
    """The whole of it, in a constant number of queries."""
    rows = {question.pk: Asked(question=question) for question in asked_of(client)}
    others: dict[int, Asked] = {}
    said = BriefingAnswer.objects.filter(client=client).select_related(
        "contact__person", "noted_by__user", "question__service"
    )
    for answer in said:
        row = rows.get(answer.question_id) or others.setdefault(answer.question_id, Asked(question=answer.question))
        if answer.superseded_at is None:
            row.answer = answer
        else:
            row.earlier.append(answer)
    asked = list(rows)
    answered = {pk for pk, row in rows.items() if row.answer}
    coming = pure.next_ones(asked, answered, pure.before(client) if len(answered) < len(asked) else ())
    return Briefing(
        rows=list(rows.values()),
        others=[row for row in others.values() if row.answer],
        next=[rows[pk].question for pk in coming],
    )


def next_questions(client: Client, before: Sequence[int]) -> list[BriefingQuestion]:
    """What to ask next, given what was proposed the last time: two queries."""
    asked = {question.pk: question for question in asked_of(client)}
    standing = BriefingAnswer.objects.filter(client=client, superseded_at=None)
    answered = set(standing.values_list("question_id", flat=True))
    return [asked[pk] for pk in pure.next_ones(list(asked), answered, before)]


def by_service(questions: Sequence[BriefingQuestion]) -> dict[Service | None, list[BriefingQuestion]]:
    """In groups, in the order of the first of each."""
    groups: dict[Service | None, list[BriefingQuestion]] = defaultdict(list)
    for question in questions:
        groups[question.service].append(question)
    return dict(groups)


def expected_of(client: Client) -> list[str]:
    """What stands under what they expect, and what they answered to questions that belong there: one query. To read
    beside a draft of their report (practice T4).
    """
    answers = BriefingAnswer.objects.filter(
        client=client, superseded_at=None, question__feeds=BriefingQuestion.Feeds.EXPECTATIONS
    ).order_by("question__position", "pk")
    said = [answer.text for answer in answers if answer.text not in client.expectations]
    return [words for words in (client.expectations.strip(), *said) if words]
