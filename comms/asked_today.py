"""What questions to experts put on Today: those to answer, those nobody answers, and answers that came (M8, T19)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership, Role
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from comms.models import Question
from comms.queries import questions
from comms.today import quote

MOST_ROWS = 20
A_DAY = timedelta(days=1)


def to_answer(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """For whoever is asked."""

    def section(due_at: datetime) -> TodaySection:
        soon = TodaySection.TODAY if due_at - now < A_DAY else TodaySection.WEEK
        return TodaySection.NOW if due_at <= now else soon

    found = questions.to_answer(member).values_list("pk", "due_at")[:MOST_ROWS]
    places = ((pk, section(due_at), due_at) for pk, due_at in found)
    return outlines(questions.questions_of(member), places, partial(_to_answer, now), group=TodayGroup.WORK)


def _to_answer(now: datetime, question: Question, place: TodayOutline) -> TodayRow:
    lead = _("%(name)s handed a request over to you.") if _whole(question) else _("%(name)s asks you.")
    rest = _("Answer by %(moment)s.") % {"moment": _moment(question.due_at, now)}
    return _row(question, place, lead=lead % {"name": question.asked_by.user}, rest=rest, label=_("Answer"))


def silent(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """For whoever asked, from the moment it is due; for owners, when nobody has answered for long."""
    found = dict(questions.silent(member, now).values_list("pk", "due_at")[:MOST_ROWS])
    if member.role == Role.OWNER:
        found |= dict(questions.silent_long(now).values_list("pk", "due_at")[:MOST_ROWS])
    places = ((pk, TodaySection.TODAY, due_at) for pk, due_at in found.items())
    return outlines(questions.questions_of(member), places, partial(_silent, now), group=TodayGroup.WORK)


def _silent(now: datetime, question: Question, place: TodayOutline) -> TodayRow:
    words = {"name": question.whom, "moment": _moment(question.due_at, now)}
    lead, rest = _("%(name)s has been silent since %(moment)s."), _("Call them, or ask somebody else.")
    return _row(question, place, lead=lead % words, rest=rest, label=_("Look at it"))


def answered(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """For whoever asked: the client waits for what the specialist said."""
    found = questions.answered_for(member, now).values_list("pk", "answered_at")[:MOST_ROWS]
    places = ((pk, TodaySection.TODAY, answered_at or now) for pk, answered_at in found)
    return outlines(questions.questions_of(member), places, _answered, group=TodayGroup.WORK)


def _answered(question: Question, place: TodayOutline) -> TodayRow:
    lead = _("%(name)s has answered you.") % {"name": question.whom}
    return _row(question, place, lead=lead, rest=_("Tell the client."), label=_("Use it"))


def _row(question: Question, place: TodayOutline, *, lead: str, rest: str, label: str) -> TodayRow:
    slug = question.agency.slug
    return TodayRow(
        row_id=f"question-{question.key}",
        section=place.section,
        group=place.group,
        at=place.at,
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
