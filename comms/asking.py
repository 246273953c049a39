"""When a question to an expert is due and who is reminded of it when: pure, in the agency's working time (M8, T19).

The expert is reminded once shortly before it is due, when it is due, and then once each working day; an expert outside
at most MOST_MAILS times. From the moment it is due on, whoever asked sees it in Today; the owners are told once, LONG
working days later. After an outage one reminder stands for all that were missed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from agency.worktime import Hours, NeverOpen, end_of_working_day, next_open, working_days_after

LONG = 3
MOST_MAILS = 5
SHARE_BEFORE = 4
"""The first reminder comes when the last quarter of the time begins."""


class Stage(StrEnum):
    BEFORE = "before"
    DUE = "due"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due at a moment: the stage of the reminder, and whether the owners are to hear of it."""

    stage: Stage
    owners: bool


def usual_due(asked_at: datetime, hours: Hours) -> datetime:
    """The end of the next working day."""
    try:
        day = working_days_after(asked_at.astimezone(hours.zone).date(), 1, hours)
        return end_of_working_day(day, hours)
    except NeverOpen:
        return asked_at + timedelta(days=1)


def usual_promise(due_at: datetime, hours: Hours) -> datetime:
    """When the client hears from us: a working day after the expert has answered."""
    return usual_due(due_at, hours)


def first_reminder(asked_at: datetime, due_at: datetime, hours: Hours) -> datetime:
    """When the last quarter of the time begins, in working hours; never after it is due."""
    return min(_opening(due_at - (due_at - asked_at) / SHARE_BEFORE, hours), due_at)


def next_reminder(asked_at: datetime, due_at: datetime, at: datetime, hours: Hours) -> datetime:
    """The first reminder that lies after `at`: before it is due, then, or at the beginning of a later working day."""
    for moment in (first_reminder(asked_at, due_at, hours), due_at):
        if moment > at:
            return moment
    try:
        day = working_days_after(at.astimezone(hours.zone).date(), 1, hours)
        return next_open(datetime(day.year, day.month, day.day, tzinfo=hours.zone), hours)
    except NeverOpen:
        return at + timedelta(days=1)


def plan(due_at: datetime, at: datetime, hours: Hours, *, owners_told: bool) -> Plan:
    """What a sweep that comes at this moment does, however late it comes."""
    if at < due_at:
        return Plan(Stage.BEFORE, owners=False)
    return Plan(
        Stage.DUE if _day(at, hours) == _day(due_at, hours) else Stage.SILENT,
        owners=not owners_told and at >= long_after(due_at, hours),
    )


def long_after(due_at: datetime, hours: Hours) -> datetime:
    """The beginning of the working day on which the owners are told."""
    try:
        day = working_days_after(_day(due_at, hours), LONG, hours)
        return next_open(datetime(day.year, day.month, day.day, tzinfo=hours.zone), hours)
    except NeverOpen:
        return due_at + timedelta(days=LONG)


def may_mail(reminders: int) -> bool:
    """Whether somebody outside gets one more reminder: nobody is pestered for ever."""
    return reminders < MOST_MAILS


def _day(moment: datetime, hours: Hours) -> date:
    return moment.astimezone(hours.zone).date()


def _opening(moment: datetime, hours: Hours) -> datetime:
    try:
        return next_open(moment, hours)
    except NeverOpen:
        return moment
