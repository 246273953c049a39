"""The agency's bank of briefing questions: taken over from ours, written, ordered, retired (practice T10)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Agency, Membership
from agency.tenancy.scope import current_agency
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal
from clients.models import BriefingQuestion, Service
from clients.shipped import FEEDS, QUESTIONS, question_words, why_words

EDITABLE = frozenset(["text", "why", "service", "feeds"])
MOST_QUESTIONS = 200


class SaysNothing(Refusal):
    field = "text"


class TooMany(Refusal):
    """A longer list is a form of thirty pages."""

    field = "text"


@transaction.atomic
def begin(*, by: Membership, at: datetime) -> list[BriefingQuestion]:
    """Takes our questions over, after those that are there; each once, also if somebody retired it since."""
    _lock_bank()
    known = set(BriefingQuestion.objects.exclude(shipped="").values_list("shipped", flat=True))
    first = _after_all(None)
    new = [key for key in QUESTIONS if key not in known]
    rows = BriefingQuestion.objects.bulk_create(
        BriefingQuestion(shipped=key, feeds=FEEDS.get(key, ""), position=first + number)
        for number, key in enumerate(new)
    )
    if rows:
        record("briefing.begun", rows[0], by=by, at=at, count=len(rows))
    return rows


@transaction.atomic
def add(*, by: Membership, at: datetime, text: str, **fields: Any) -> BriefingQuestion:
    """Adds a question after those of its service. Raises SaysNothing, TooMany."""
    _lock_bank()
    if BriefingQuestion.objects.filter(retired_at=None).count() >= MOST_QUESTIONS:
        raise TooMany(_("There are %(count)s questions already. Retire one first.") % {"count": MOST_QUESTIONS})
    question = BriefingQuestion()
    set_fields(question, {**fields, "text": " ".join(text.split())}, EDITABLE)
    _require_service(question, None)
    if not question.text:
        raise SaysNothing(_("Write what you ask."))
    question.position = _after_all(question.service)
    question.save()
    record("briefing.question_added", question, by=by, at=at)
    return question


@transaction.atomic
def change(question: BriefingQuestion, *, by: Membership, at: datetime, **fields: Any) -> BriefingQuestion:
    """Rewords it, or asks it of others. Answers stay with it. One of ours whose words are emptied, or left as they
    stand, goes on being asked in every language. Raises SaysNothing.
    """
    service = lock(question).service
    for name, as_it_is in (("text", question_words(question)), ("why", why_words(question))):
        if name in fields:
            said = " ".join(str(fields[name]).split())
            fields[name] = getattr(question, name) if said == as_it_is else said
    changed = set_fields(question, fields, EDITABLE)
    if not question.text and not question.shipped:
        raise SaysNothing(_("Write what you ask."))
    if "service" in changed:
        _require_service(question, service)
        question.position = _after_all(question.service)
        changed.append("position")
    if changed:
        question.save(update_fields=changed)
        record("briefing.question_changed", question, by=by, at=at, fields=changed)
    return question


@transaction.atomic
def move(question: BriefingQuestion, *, by: Membership, at: datetime, to: int) -> BriefingQuestion:
    """Puts it at a place among those of its service, counted from 0; beyond either end is that end."""
    _lock_bank()
    beside = list(BriefingQuestion.objects.filter(service=lock(question).service_id, retired_at=None))
    others = [row for row in beside if row.pk != question.pk]
    place = min(max(to, 0), len(others))
    ordered = [*others[:place], question, *others[place:]]
    if [row.pk for row in ordered] != [row.pk for row in beside]:
        for position, row in enumerate(ordered):
            row.position = position
        BriefingQuestion.objects.bulk_update(ordered, ["position"])
        record("briefing.question_moved", question, by=by, at=at)
    return question


@transaction.atomic
def retire(question: BriefingQuestion, *, by: Membership, at: datetime) -> BriefingQuestion:
    """Asked no more. What was answered stays."""
    if lock(question).retired_at is None:
        write(question, retired_at=at)
        record("briefing.question_retired", question, by=by, at=at)
    return question


@transaction.atomic
def restore(question: BriefingQuestion, *, by: Membership, at: datetime) -> BriefingQuestion:
    if lock(question).retired_at is not None:
        write(question, retired_at=None)
        record("briefing.question_restored", question, by=by, at=at)
    return question


def _lock_bank() -> None:
    """Whoever orders the questions or takes ours over waits for whoever does it now."""
    Agency.objects.select_for_update().only("pk").get(pk=current_agency().pk)


def _after_all(service: Service | None) -> int:
    last = BriefingQuestion.objects.filter(service=service).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _require_service(question: BriefingQuestion, before: Service | None) -> None:
    chosen = question.service
    if chosen is not None and chosen.retired_at is not None and chosen != before:
        raise Refusal(_("This service is retired."), field="service")
