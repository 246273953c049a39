"""A month as it is said aloud: the result, also when all is green; what went wrong; what comes; what was given. Pure:
from the report's own snapshot to sentences, in the active language (practices T5, P0, P6).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _, ngettext

from reports.sentences import (
    claim_words,
    comparison_words,
    day_of_year_words,
    day_words,
    favour_words,
    missed_words,
    promise_words,
    promised_words,
    task_words,
    together,
)
from reports.snapshot import Figure, Goal, Planned, Snapshot, TaskCount, Trial
from reports.units import value_words


class Part(StrEnum):
    RESULT = "result"
    WRONG = "wrong"
    COMING = "coming"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Besides:
    """What a report does not tell and a call should: summaries they corrected, and mail of ours that came back."""

    corrected: tuple[date, ...] = ()
    came_back: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence or two. `slot` names it from one gathering to the next."""

    part: Part
    slot: str
    text: str


def sayings(snapshot: Snapshot, besides: Besides) -> list[Saying]:
    """Everything there is to say, in its order; each part says something, also that there is nothing."""
    found: list[Saying] = []
    for part, told in (
        (Part.RESULT, _result(snapshot)),
        (Part.WRONG, _wrong(snapshot, besides)),
        (Part.COMING, _coming(snapshot)),
        (Part.GIVEN, (("favour", favour.what, favour_words(favour)) for favour in snapshot.favours)),
    ):
        found += _named(part, told)
    return found


Told = tuple[str, str, str]
"""Its kind, what it is about, and the words."""


def _named(part: Part, told: Iterable[Told]) -> Iterator[Saying]:
    seen: dict[str, int] = {}
    for kind, about, text in told:
        slot = f"{part}-{kind}-{hashlib.sha256(about.encode()).hexdigest()[:12]}"
        seen[slot] = seen.get(slot, 0) + 1
        yield Saying(part, slot if seen[slot] == 1 else f"{slot}-{seen[slot]}", text)


def _result(snapshot: Snapshot) -> Iterator[Told]:
    if snapshot.headline:
        yield "headline", "", snapshot.headline
    for goal in snapshot.goals:
        yield "goal", goal.metric, goal_words(goal)
    for figure in snapshot.figures:
        yield "figure", figure.name, figure_words(figure, snapshot.month)
    if not snapshot.goals and not snapshot.figures:
        yield "nothing", "", _("No figures were measured this month.")
    for point in snapshot.went_well:
        yield "well", point, point
    for trial in snapshot.tests:
        yield "trial", trial.what, trial_words(trial)
    if snapshot.promise:
        yield "promise", "", promise_words(snapshot.promise)
    if snapshot.tasks and snapshot.tasks.due and not _late(snapshot.tasks):
        yield "tasks", "", task_words(snapshot.tasks)


def _wrong(snapshot: Snapshot, besides: Besides) -> Iterator[Told]:
    found = [("wrong", point, point) for point in snapshot.went_wrong]
    found += [("missed", missed.subject, missed_words(missed)) for missed in snapshot.missed]
    if snapshot.tasks and _late(snapshot.tasks):
        found.append(("tasks", "", task_words(snapshot.tasks)))
    for day in besides.corrected:
        words = _("You corrected our summary on %(day)s; the corrected one counts.")
        found.append(("corrected", day.isoformat(), words % {"day": day_of_year_words(day)}))
    if besides.came_back:
        words = ngettext(
            "%(count)d mail of ours did not reach you.", "%(count)d mails of ours did not reach you.", besides.came_back
        )
        found.append(("back", "", words % {"count": besides.came_back}))
    yield from found or [("nothing", "", _("Nothing went wrong that we know of."))]


def _coming(snapshot: Snapshot) -> Iterator[Told]:
    for planned in snapshot.plan:
        yield "plan", planned.work, planned_words(planned)
    if not snapshot.plan:
        yield "nothing", "", _("Nothing with a date is planned yet. We should agree on what comes first.")


def goal_words(goal: Goal) -> str:
    """Where a goal stands: said each month, so that nobody forgets what it is for."""
    names = {
        "goal": goal.metric,
        "target": value_words(goal.target, goal.unit),
        "now": "" if goal.now is None else value_words(goal.now, goal.unit),
        "day": day_words(goal.due) if goal.due else "",
    }
    if goal.now is None:
        words = _("Your goal %(goal)s, %(target)s: not measured yet.")
    elif goal.now == goal.target:
        words = _("Your goal %(goal)s, %(target)s: reached.")
    elif goal.due:
        words = _("Your goal %(goal)s: it stands at %(now)s, and should be %(target)s by %(day)s.")
    else:
        words = _("Your goal %(goal)s: it stands at %(now)s, and should be %(target)s.")
    return together([words % names, _sentence(goal.outlook)] if goal.outlook else [words % names])


def figure_words(figure: Figure, month: date) -> str:
    """The year before first, then the month before (P6)."""
    told = [claim_words(figure, month)]
    if figure.month_ago is not None:
        told.append(_sentence(comparison_words(figure, month)[-1]))
    return together(told)


def trial_words(trial: Trial) -> str:
    told = [_("We tried: %(what)s") % {"what": trial.what}, trial.result, trial.conclusion]
    return together(_sentence(words) for words in told if words)


def planned_words(planned: Planned) -> str:
    told = [_("%(work)s: %(when)s.") % {"work": planned.work, "when": promised_words(planned)}]
    if planned.we_need:
        told.append(_sentence(_("We need from you: %(what)s") % {"what": planned.we_need}))
    return together(told)


def _late(tasks: TaskCount) -> int:
    return tasks.late_announced + tasks.late_unannounced


def _sentence(words: str) -> str:
    """Closed by a full stop, if nothing closes it yet."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…", "。", "！", "？", "؟")) else _("%(words)s.") % {"words": words}
