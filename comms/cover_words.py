"""Cover in words: what those are told who stand in, and what pages say about who answers for whom."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import absence_words, wording
from agency.models import Absence, Membership
from comms import notice_words
from comms.models import Episode
from comms.notice_words import Told, Words
from comms.queries.cover import covering


def _until(told: Told) -> str:
    """The last day of the absence that a notice tells of; an en dash for one that is over by now."""
    written = told["until"]
    day = date.fromisoformat(written) if written else None
    return wording.long_day(day, told.now.astimezone(told.zone).date()) if day else "–"


def _waits(told: Told) -> str:
    return told.filled(_("%(contact)s (%(client)s) wrote: “%(subject)s”."))


def cover(told: Told) -> Words:
    why = _("%(for)s is away until %(until)s, so you answer by %(target)s.")
    words = why % {"for": told["for"], "until": _until(told), "target": told.moment("target")}
    return Words(told.filled(_("You now answer %(contact)s")), f"{_waits(told)} {words}")


def returned(told: Told) -> Words:
    words = told.filled(_("%(from)s looked after it while you were away. Answer by %(target)s."))
    return Words(told.filled(_("%(contact)s waits for you again")), f"{_waits(told)} {words}")


def nobody_here(told: Told) -> Words:
    words = told.filled(_("Everybody who could answer is away. The promise ends %(promise)s."))
    return Words(told.filled(_("Nobody is here to answer %(client)s")), f"{_waits(told)} {words}")


def begun(told: Told) -> Words:
    words = {"for": told["for"], "until": _until(told), "clients": told["clients"]}
    return Words(
        _("You stand in for %(for)s until %(until)s") % words,
        _("You answer for %(clients)s meanwhile. What is open has come to you and goes back afterwards.") % words,
    )


def asked(told: Told) -> Words:
    words = _("They are away until %(until)s. Wait, or ask somebody else.") % {"until": _until(told)}
    about = told.filled(_("About %(client)s: “%(question)s”."))
    return Words(told.filled(_("%(whom)s is away, and has not answered yet")), f"{about} {words}")


def put_in() -> None:
    notice_words.tellers |= {
        "clock.cover": cover,
        "clock.returned": returned,
        "clock.nobody_here": nobody_here,
        "absence.cover": begun,
        "question.away": asked,
    }


def stands_in(episode: Episode, absences: Mapping[int, Absence], now: datetime) -> str:
    """'standing in for Ida Brandt, away until Monday 30 November'; '' where nobody is covered."""
    if episode.covers is None:
        return ""
    absence = absences.get(episode.covers_id or 0)
    if absence is None:
        return _("standing in for %(name)s") % {"name": episode.covers}
    today = now.astimezone(timezone.get_current_timezone()).date()
    words = {"name": episode.covers, "away": absence_words.away_until(absence.last, today)}
    return _("standing in for %(name)s, %(away)s") % words


def rail(member: Membership, now: datetime) -> dict[str, Any] | None:
    """Beside Today: for whom one stands in, until when, and the clients."""
    found = covering(member, now)
    if not found:
        return None
    rows: dict[Membership, dict[str, Any]] = {}
    today, slug = now.astimezone(timezone.get_current_timezone()).date(), member.agency.slug
    for client, stand_in in found:
        until = absence_words.away_until(stand_in.until, today)
        row = rows.setdefault(client.lead, {"name": str(client.lead), "until": until, "clients": []})
        row["clients"].append({"name": client.name, "url": reverse("client", args=[slug, client.key])})
    return {"template": "comms/today_cover.html", "rows": list(rows.values())}
