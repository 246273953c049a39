"""Proposed items in words: titles as the client will read them, and why each is proposed, for us."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency import wording
from agency.cutting import cut
from clients.models import Goal, Task
from clients.shipped import question_words
from comms.proposing_agenda import Matter, Point, Standard

LONGEST = 200
TITLES = {
    Matter.SLIP: gettext_lazy("Later than promised: %(text)s"),
    Matter.ACTION: gettext_lazy("Where it stands: %(text)s"),
    Matter.DECISION: gettext_lazy("To decide: %(text)s"),
    Matter.REQUEST: gettext_lazy("Your question: %(text)s"),
    Matter.ANSWER: gettext_lazy("Our answer: %(text)s"),
    Matter.GOAL: gettext_lazy("Goal: %(text)s"),
    Matter.FLAG: gettext_lazy("Outside the present scope of work: %(text)s"),
    Matter.GAP: gettext_lazy("What to expect: %(text)s"),
}
STANDARDS = {
    Standard.WELCOME: gettext_lazy("Welcome, and who does what"),
    Standard.GOALS: gettext_lazy("What you want to reach, and how we measure it"),
    Standard.SCOPE: gettext_lazy("What we do for you, and what we do not do"),
    Standard.WAYS: gettext_lazy("How we work together: channels, rhythm, answers within 24 hours, reports"),
    Standard.FIRST_DAYS: gettext_lazy("The first 30 days"),
    Standard.QUESTIONS: gettext_lazy("Your questions"),
    Standard.DONE: gettext_lazy("What was done since we last spoke"),
    Standard.NEXT: gettext_lazy("What comes next"),
    Standard.BLOCKED: gettext_lazy("What is in the way"),
    Standard.RESULT: gettext_lazy("The result, against your goals"),
    Standard.WRONG: gettext_lazy("What went wrong"),
    Standard.COMING: gettext_lazy("What comes"),
    Standard.GIVEN: gettext_lazy("What was given free"),
}


def titles(points: Sequence[Point], language: str) -> list[str]:
    """As they stand on the agenda, in the language of those who come."""
    with translation.override(language):
        return [title_words(point) for point in points]


def standard_title(standard: Standard, language: str) -> str:
    with translation.override(language):
        return str(STANDARDS[standard])


def title_words(point: Point) -> str:
    if point.matter is Matter.STANDARD:
        return str(STANDARDS[point.text])
    if point.matter is Matter.BRIEFING:
        return question_words(point.text)
    return cut(str(TITLES[point.matter]) % {"text": str(point.text)}, LONGEST)


def open_words(opened: date, today: date, name: str) -> str:
    days = max((today - opened).days, 0)
    words = ngettext("Open for %(count)s day, asked by %(name)s.", "Open for %(count)s days, asked by %(name)s.", days)
    return words % {"count": wording.number(days), "name": name}


def task_words(task: Task, today: date, *, slips: bool) -> str:
    names = {"day": wording.short_day(task.client_due) if task.client_due else ""}
    if slips:
        return _("We promised it for %(day)s.") % names
    if task.contact_id:
        late = task.client_due is not None and task.client_due < today
        words = _("They took it on and are late: due %(day)s.") if late else _("They took it on, due %(day)s.")
        return words % names if names["day"] else _("They took it on, without a date.")
    return _("From the last summary, due %(day)s.") % names if names["day"] else _("From the last summary.")


def goal_words(goal: Goal, done: Decimal | None, time_gone: Decimal | None) -> str:
    names = {"day": wording.short_day(goal.due), "done": wording.percent((done or Decimal(0)) / 100)}
    if done is None:
        return _("Due %(day)s, and not measured yet.") % names
    if time_gone is None:
        return _("Due %(day)s, %(done)s of the way.") % names
    return _("%(done)s of the way after %(gone)s of the time, due %(day)s.") % {
        **names,
        "gone": wording.percent(time_gone / 100),
    }


def flag_words(raised: date) -> str:
    return _("A wish outside the scope, undecided since %(day)s.") % {"day": wording.short_day(raised)}


def answer_words(expert: str, span: timedelta) -> str:
    names = {"name": expert, "span": wording.span(span)}
    return _("%(name)s answered %(span)s before the meeting; the client has not been told.") % names


def briefing_words(why: str, *, again: bool) -> str:
    return wording.sentences([_("Asked the last time, not answered.")] if again else [why or _("Not answered yet.")])


def standard_words() -> str:
    return _("Belongs to a meeting of this kind.")
