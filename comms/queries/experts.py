"""The directory of experts, whom to propose for a subject, and what was asked about each (practices M8, T19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Prefetch, Q, QuerySet

from agency import absence_words
from agency.absences import away_at
from agency.models import Membership
from agency.tenancy.scope import current_agency
from clients.days import day_of
from comms.models import Expert, ExpertSubject, KnowledgeEntry, Question, Subject
from comms.queries.questions import questions_of

YEAR = timedelta(days=365)
TWICE = 2


def experts_of() -> QuerySet[Expert]:
    """Everybody in the directory, the retired too, with their subjects."""
    knows = ExpertSubject.objects.select_related("subject").order_by("subject__name")
    return Expert.objects.select_related("member__user").prefetch_related(Prefetch("knows", knows))


STILL_HERE = Q(member=None) | Q(member__deactivated_at=None)


def to_be_asked() -> QuerySet[Expert]:
    """Whom one can ask now."""
    return experts_of().filter(STILL_HERE, retired_at=None)


def no_longer_asked() -> QuerySet[Expert]:
    """All others: who was retired, and who is no longer with us."""
    return experts_of().filter(~STILL_HERE | Q(retired_at__isnull=False))


def chosen(*, q: str = "", subject: Subject | None = None, where: str = "", retired: bool = False) -> list[Expert]:
    """By name; those outside after ours. `where` is 'inside', 'outside' or ''."""
    rows = no_longer_asked() if retired else to_be_asked()
    if q:
        names = Q(name__icontains=q) | Q(company__icontains=q) | Q(member__user__name__icontains=q)
        rows = rows.filter(names | Q(pk__in=ExpertSubject.objects.filter(subject__name__icontains=q).values("expert")))
    if subject is not None:
        rows = rows.filter(pk__in=ExpertSubject.objects.filter(subject=subject).values("expert"))
    if where:
        rows = rows.filter(member__isnull=where == "outside")
    return sorted(rows, key=lambda expert: (not expert.inside, str(expert).casefold(), expert.pk))


def away_words(experts: Iterable[Expert], now: datetime) -> dict[int, str]:
    """'away until Monday 30 November', by expert id, for those of ours who are away; one query."""
    inside = {expert.member_id: expert.pk for expert in experts if expert.member_id is not None}
    away = away_at(now, inside) if inside else {}
    today = day_of(now, current_agency())
    return {inside[pk]: absence_words.away_until(absence.last, today) for pk, absence in away.items()}


def open_counts(experts: Iterable[Expert], member: Membership) -> dict[int, int]:
    """How many questions, of those that the member may see, each of these has still to answer."""
    rows = questions_of(member).filter(expert__in=list(experts), state=Question.State.ASKED)
    return dict(rows.order_by().values_list("expert").annotate(Count("pk")))


@dataclass(frozen=True, kw_only=True)
class SubjectCount:
    """Of a year: how often it was asked about, how many wait, the median time to an answer, entries that answer it."""

    subject: Subject
    asked: int
    waiting: int
    took: timedelta | None
    entries: int
    last: Question

    @property
    def write_it_down(self) -> bool:
        """Asked twice or more, answered once at least, and nothing is written down (practice T19)."""
        return self.asked >= TWICE and not self.entries and self.asked > self.waiting


def counts_by_subject(member: Membership, now: datetime) -> list[SubjectCount]:
    """What was asked most first; of the questions that the member may see. Two queries."""
    rows = questions_of(member).filter(asked_at__gte=now - YEAR, subject__isnull=False)
    found: dict[Subject, list[Question]] = {}
    asked = rows.exclude(state=Question.State.WITHDRAWN).only(
        *("agency_id", "key", "subject", "state", "asked_at", "answered_at", "client_id", "entry_id", "subject__name"),
        *("subject__agency_id", "subject__key"),
    )
    for question in asked.select_related(None).select_related("subject").order_by("asked_at"):
        if question.subject is not None:
            found.setdefault(question.subject, []).append(question)
    written = KnowledgeEntry.objects.filter(retired_at=None, subject__in=found)
    entries = dict(written.order_by().values_list("subject").annotate(Count("pk")))
    counts = [_count(subject, questions, entries.get(subject.pk, 0)) for subject, questions in found.items()]
    return sorted(counts, key=lambda count: (-count.asked, count.subject.name.casefold()))


def _count(subject: Subject, questions: list[Question], entries: int) -> SubjectCount:
    took = [(q.answered_at - q.asked_at).total_seconds() for q in questions if q.answered_at is not None]
    answered = [q for q in questions if q.answered_at is not None]
    return SubjectCount(
        subject=subject,
        asked=len(questions),
        waiting=len(questions) - len(took),
        took=timedelta(seconds=median(took)) if took else None,
        entries=entries,
        last=(answered or questions)[-1],
    )
