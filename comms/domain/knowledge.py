"""The agency's knowledge base: an answer is written down once, found again by its words, and counted (practice T19)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.tenancy.scope import current_agency
from clients.days import day_of
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal
from comms import nearness
from comms.domain import inserting
from comms.domain.experts import subjects_named
from comms.models import (
    Draft,
    KnowledgeEntry,
    KnowledgeStem,
    KnowledgeUse,
    KnowledgeVersion,
    Question,
    Request,
)

HALF_A_YEAR = timedelta(days=182)
FIELDS = frozenset({*KnowledgeEntry.TEXTS, "language", "review_on"})


class SaysNothing(Refusal):
    field = "answer"


class Retired(Refusal):
    """The entry was taken out of use."""


@transaction.atomic
def write(
    *, by: Membership, at: datetime, subject: str = "", of: Question | None = None, **fields: Any
) -> KnowledgeEntry:
    """A new entry; `of` is the question whose answer it keeps. `subject` is a name, made when new.

    Raises SaysNothing without a title or an answer.
    """
    entry = KnowledgeEntry(written_by=by, written_at=at)
    set_fields(entry, fields, FIELDS)
    entry.subject = next(iter(subjects_named([subject])), None)
    _check(entry)
    entry.save(force_insert=True)
    _find_again(entry)
    record("knowledge.written", entry, by=by, at=at, question=of.key if of else "")
    if of is not None:
        of = lock(of)
        of.entry = entry
        of.save(update_fields=["entry"])
        record("question.kept", of, by=by, at=at, entry=entry.key)
    return entry


@transaction.atomic
def rewrite(
    entry: KnowledgeEntry, *, by: Membership, at: datetime, subject: str | None = None, **fields: Any
) -> KnowledgeEntry:
    """What it said until now becomes a version, with who wrote it and when. Raises SaysNothing, Retired."""
    entry = _in_use(entry)
    before = {name: getattr(entry, name) for name in KnowledgeEntry.TEXTS}
    changed = set_fields(entry, fields, FIELDS)
    if subject is not None:
        found = next(iter(subjects_named([subject])), None)
        if found != entry.subject:
            entry.subject = found
            changed.append("subject")
    if not changed:
        return entry
    _check(entry)
    if set(changed) & set(KnowledgeEntry.TEXTS):
        KnowledgeVersion.objects.create(
            entry=entry, number=entry.version, texts=before, written_by=entry.written_by, written_at=entry.written_at
        )
        entry.version, entry.written_by, entry.written_at = entry.version + 1, by, at
    entry.save(update_fields=[*changed, "version", "written_by", "written_at"])
    _find_again(entry)
    record("knowledge.rewritten", entry, by=by, at=at, fields=changed, version=entry.version)
    return entry


@transaction.atomic
def still_true(entry: KnowledgeEntry, *, by: Membership, at: datetime, review_on: date | None) -> KnowledgeEntry:
    """Somebody looked at it: it stands as it is until the next time. Raises Retired."""
    entry = _in_use(entry)
    entry.review_on = review_on
    entry.save(update_fields=["review_on"])
    record("knowledge.reviewed", entry, by=by, at=at, until=review_on.isoformat() if review_on else "")
    return entry


@transaction.atomic
def retire(entry: KnowledgeEntry, *, by: Membership, at: datetime) -> KnowledgeEntry:
    """Offered no more; it stays for those who look where an answer came from."""
    entry = lock(entry)
    if entry.retired_at is None:
        entry.retired_at = at
        entry.save(update_fields=["retired_at"])
        record("knowledge.retired", entry, by=by, at=at)
    return entry


@transaction.atomic
def restore(entry: KnowledgeEntry, *, by: Membership, at: datetime) -> KnowledgeEntry:
    entry = lock(entry)
    if entry.retired_at is not None:
        entry.retired_at = None
        entry.save(update_fields=["retired_at"])
        record("knowledge.restored", entry, by=by, at=at)
    return entry


@transaction.atomic
def use(entry: KnowledgeEntry, request: Request, *, by: Membership, at: datetime) -> Draft:
    """Its answer stands in the member's draft of a reply; counted once a request. Raises Retired."""
    entry = _in_use(entry)
    _use, first = KnowledgeUse.objects.get_or_create(
        entry=entry, request=request, defaults={"client": request.client, "by": by, "at": at}
    )
    if first:
        record("knowledge.used", entry, by=by, at=at, client_id=request.client_id, request=request.key)
    return inserting.insert(request, entry.answer, by=by, at=at)


def next_review(at: datetime) -> date:
    """Half a year from today, in the agency's zone."""
    return day_of(at, current_agency()) + HALF_A_YEAR


def text_of(question: Question) -> str:
    """What its experts have said, as an entry would begin."""
    return "\n\n".join(question.answers.values_list("text", flat=True))


def _in_use(entry: KnowledgeEntry) -> KnowledgeEntry:
    entry = lock(entry)
    if entry.retired_at is not None:
        raise Retired(_("This entry was taken out of use."))
    return entry


def _check(entry: KnowledgeEntry) -> None:
    if not entry.title.strip():
        raise SaysNothing(_("Say in a few words what it is about."), field="title")
    if not entry.answer.strip():
        raise SaysNothing(_("Write what one answers."))


def _find_again(entry: KnowledgeEntry) -> None:
    """The words by which it is found are those of its title, question and subject as they stand now."""
    words = nearness.stems(" ".join((entry.title, entry.question, entry.subject.name if entry.subject else "")))
    known = set(KnowledgeStem.objects.filter(entry=entry).values_list("stem", flat=True))
    KnowledgeStem.objects.filter(entry=entry, stem__in=known - words.keys()).delete()
    KnowledgeStem.objects.bulk_create(KnowledgeStem(entry=entry, stem=cut) for cut in words if cut not in known)
