"""What questions to experts put on Today: those to answer, those nobody answers, and answers that came (M8, T19)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership, Role
from agency.registry import TodayGroup, TodayRow, TodaySection
from comms.models import Question
from comms.queries import questions
from comms.today import quote

MOST_ROWS = 20
A_DAY = timedelta(days=1)


def to_answer(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """For whoever is asked."""
    for question in questions.to_answer(member)[:MOST_ROWS]:
        soon = question.due_at - now < A_DAY
        named = {"name": question.asked_by.user}
        lead = _("%(name)s handed a request over to you.") if _whole(question) else _("%(name)s asks you.")
        yield _row(
            question,
            now,
            section=TodaySection.NOW if question.due_at <= now else TodaySection.TODAY if soon else TodaySection.WEEK,
            at=question.due_at,
            lead=lead % named,
            rest=_("Answer by %(moment)s.") % {"moment": _moment(question.due_at, now)},
            label=_("Answer"),
        )


def silent(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """For whoever asked, from the moment it is due; for owners, when nobody has answered for long."""
    rows = {question.pk: question for question in questions.silent(member, now)[:MOST_ROWS]}
    if member.role == Role.OWNER:
        rows |= {question.pk: question for question in questions.silent_long(now)[:MOST_ROWS]}
    for question in rows.values():
        yield _row(
            question,
            now,
            section=TodaySection.TODAY,
            at=question.due_at,
            lead=_("%(name)s has been silent since %(moment)s.")
            % {"name": question.whom, "moment": _moment(question.due_at, now)},
            rest=_("Call them, or ask somebody else."),
            label=_("Look at it"),
        )


def answered(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """For whoever asked: the client waits for what the specialist said."""
    for question in questions.answered_for(member, now)[:MOST_ROWS]:
        yield _row(
            question,
            now,
            section=TodaySection.TODAY,
            at=question.answered_at or now,
            lead=_("%(name)s has answered you.") % {"name": question.whom},
            rest=_("Tell the client."),
            label=_("Use it"),
        )


def _row(
    question: Question, now: datetime, *, section: TodaySection, at: datetime, lead: str, rest: str, label: str
) -> TodayRow:
    slug = question.agency.slug
    return TodayRow(
        row_id=f"question-{question.key}",
        section=section,
        group=TodayGroup.WORK,
        at=at,
        lead=lead,
        rest=rest,
        about=quote(question.text),
        client=question.client.name,
        client_url=reverse("client", args=[slug, question.client.key]),
        icon="quote",
        template="comms/today_link.html",
        data={"label": label, "url": reverse("question", args=[slug, question.key])},
    )


def _whole(question: Question) -> bool:
    return question.kind == Question.Kind.HAND_OVER


def _moment(when: datetime, now: datetime) -> str:
    return wording.moment(when, timezone.get_current_timezone(), now)
