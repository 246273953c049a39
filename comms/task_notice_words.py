"""What a member reads who was given something to do on a call."""

from datetime import date

from django.utils.translation import gettext as _

from agency import wording
from comms.notice_words import Told, Words, tellers


def put_in() -> None:
    tellers["task.given"] = lambda told: Words(told.filled(_("%(by)s gives you a task: %(task)s")), _detail(told))
    tellers["task.moved"] = lambda told: Words(
        told.filled(_("A task of yours has another day: %(task)s")), _detail(told)
    )


def _detail(told: Told) -> str:
    day = date.fromisoformat(told["day"]) if told["day"] else None
    since = told.filled(_("It comes from a call with %(client)s: “%(subject)s”."))
    if day is None:
        return since
    return " ".join((since, _("For us by %(day)s.") % {"day": wording.long_day(day)}))
