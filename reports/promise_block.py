"""How one keeps the promise oneself: the block beside Today (practice M4)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.days import day_of
from comms.kept import Kept, kept
from comms.models import Episode
from comms.queries.promise import FATE, counted
from reports.asked import Asked
from reports.charts import Outcome, strokes
from reports.periods import four_weeks

MOST_STROKES = 84
STROKE: dict[str, Outcome] = {
    Episode.Promise.KEPT_BY_PERSON: "person",
    Episode.Promise.KEPT_BY_NOTE: "note",
    Episode.Promise.BROKEN: "broken",
    Episode.Promise.PENDING: "pending",
}


def promise_block(member: Membership, now: datetime) -> dict[str, Any] | None:
    """One's messages of four weeks as strokes and in words; None for whom no client wrote to. Two queries."""
    agency = member.agency
    days = four_weeks(day_of(now, agency))
    mine = counted(days.moments(ZoneInfo(agency.zone))[0], rated=member)
    fates = list(mine.order_by("opened_at").values_list(*FATE))
    if not fates:
        return None
    found = kept(fates)
    broken = any(promise == Episode.Promise.BROKEN for promise, *_times in fates)
    missed = mine.filter(promise=Episode.Promise.BROKEN).select_related("request") if broken else mine.none()
    return {
        "template": "reports/promise_block.html",
        "strokes": strokes(STROKE[promise] for promise, *_times in fates[-MOST_STROKES:]),
        "kept": _kept(found),
        "url": Asked(days=days, rated=member).url(agency) if may(member, "promise.read") else "",
        "about": " ".join(_about(found)),
        "missed": _missed(last, now) if (last := missed.order_by("-opened_at").first()) else None,
    }


def _kept(found: Kept) -> tuple[str, str]:
    """What is said aloud, and how it goes on."""
    if not found.settled:
        return _("Nothing is settled yet:"), _("every clock of these four weeks still runs.")
    count = ngettext("%(kept)s of %(count)s message", "%(kept)s of %(count)s messages", found.settled)
    return count % {"kept": found.by_person, "count": found.settled}, _("got a person’s answer in time.")


def _about(found: Kept) -> list[str]:
    said = []
    if found.by_note:
        words = ngettext("A note stood in once.", "A note stood in %(count)s times.", found.by_note)
        said.append(words % {"count": found.by_note})
    if found.median is not None:
        said.append(_("Half were answered within %(span)s.") % {"span": wording.span(found.median)})
    return said


def _missed(episode: Episode, now: datetime) -> dict[str, str]:
    zone = timezone.get_current_timezone()
    day = wording.short_day(episode.opened_at.astimezone(zone).date())
    answered = episode.acknowledged_at
    words = (
        _("The last miss: %(day)s, by %(span)s.") % {"day": day, "span": wording.span(answered - episode.promise_at)}
        if answered
        else _("The last miss: %(day)s, not answered yet.") % {"day": day}
    )
    return {"words": words, "url": reverse("request", args=[episode.agency.slug, episode.request.key])}
