"""The sweep of questions that wait for an expert: each by itself, so that one that goes wrong stops nobody else."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from agency.domain.events import SYSTEM, record
from agency.models import Agency
from agency.tenancy.scope import everywhere, within
from comms import asking
from comms.asking import Stage
from comms.domain import clocks, question_mail, questions, responsibility
from comms.instants import database_time
from comms.models import Question

logger = logging.getLogger(__name__)

BACK_OFF = timedelta(hours=1)


def due(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, question id) of what somebody is to be reminded of, by the database's clock."""
    with everywhere():
        rows = Question.objects.filter(next_check_at__isnull=False, next_check_at__lte=Now(), agency__closed_at=None)
        return list(rows.order_by("next_check_at").values_list("agency_id", "pk")[:limit])


def look_at(agency: Agency, question_id: int) -> bool:
    """Whether somebody was reminded. What goes wrong is reported, and looked at again in an hour."""
    try:
        with within(agency), transaction.atomic():
            return remind(question_id, at=database_time())
    except Exception:
        logger.exception("nobody could be reminded", extra={"question": question_id, "agency": agency.pk})
        with within(agency), transaction.atomic():
            waiting = Question.objects.filter(pk=question_id, next_check_at__isnull=False)
            waiting.update(next_check_at=database_time() + BACK_OFF)
    return False


def remind(question_id: int, *, at: datetime) -> bool:
    """One reminder for all that is due by now, in the running transaction. Another sweep at the row is left to it."""
    rows = Question.objects.select_for_update(skip_locked=True, of=("self",))
    related = ("client", "request", "expert__member__user", "holder__user", "asked_by__user")
    question = rows.filter(pk=question_id).select_related(*related).first()
    if question is None or not question.waiting or question.next_check_at is None or question.next_check_at > at:
        return False
    hours = clocks.hours_at(question.agency, at)
    plan = asking.plan(question.due_at, at, hours, owners_told=question.owners_told_at is not None)
    question.reminders, question.reminded_at = question.reminders + 1, at
    question.next_check_at = asking.next_reminder(question.asked_at, question.due_at, at, hours)
    _remind_expert(question, at)
    if plan.stage is not Stage.BEFORE:
        questions.tell(question, question.asked_by, "question.silent", f"silent:{question.reminders}", at)
    if plan.owners:
        _tell_owners(question, at)
    question.save(update_fields=["reminders", "reminded_at", "next_check_at", "owners_told_at"])
    record("question.reminded", question, by=SYSTEM, at=at, stage=plan.stage.value, owners=plan.owners)
    return True


def _remind_expert(question: Question, at: datetime) -> None:
    if question.holder is not None:
        questions.tell(question, question.holder, "question.reminder", f"reminder:{question.reminders}", at)
    elif asking.may_mail(question.reminders - 1):
        question_mail.remind(question, at=at)


def _tell_owners(question: Question, at: datetime) -> None:
    question.owners_told_at = at
    for owner in responsibility.owners():
        if owner.pk != question.asked_by_id:
            questions.tell(question, owner, "question.stuck", "stuck", at)
