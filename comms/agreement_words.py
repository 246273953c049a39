"""Answers by mail to a summary, in words for its page and for the conversation in which they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from comms.models import Interaction, Summary, SummaryCopy

Verdict = SummaryCopy.Verdict


def of_messages(said: Sequence[Interaction], now: datetime) -> dict[int, dict[str, Any]]:
    """By interaction, what may be said of it: the summaries that these mails answer. One query."""
    heard = [one.pk for one in said if one.direction == Interaction.Direction.INBOUND]
    rows = SummaryCopy.objects.filter(mail__in=heard).select_related(
        "summary__interaction", "contact__person", "judged_by__user"
    )
    return {copy.mail_id: mail_row(copy, now) for copy in rows if copy.mail_id is not None}


def mail_row(copy: SummaryCopy, now: datetime) -> dict[str, Any]:
    summary, slug = copy.summary, copy.agency.slug
    stands = summary.state not in (Summary.State.DRAFT, Summary.State.SUPERSEDED)
    return {
        "title": summary.subject or summary.interaction.subject,
        "url": reverse("summary", args=[slug, summary.key]),
        "judge_url": reverse("mail_judgement", args=[slug, copy.key]),
        "open": stands and copy.judged_at is None,
        "may_agree": copy.verdict == Verdict.WAITING,
        "judged": _judged(copy, now),
        "undo": stands and copy.judged_at is not None and (not copy.verdict or copy.answered_how == "mail"),
    }


def _judged(copy: SummaryCopy, now: datetime) -> str:
    """'Read as: agreed, by Ida Brandt, today 10:12', or nothing yet."""
    if copy.judged_at is None:
        return ""
    zone = timezone.get_current_timezone()
    said = {
        Verdict.AGREED: _("Read as: they agree"),
        Verdict.CORRECTED: _("Read as: they correct something"),
        Verdict.WAITING: _("Read as: neither agreed nor corrected"),
    }[Verdict(copy.verdict)]
    by = str(copy.judged_by.user) if copy.judged_by else _("by itself, as a plain yes")
    return ", ".join((said, by, wording.moment(copy.judged_at, zone, now)))
