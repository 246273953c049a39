"""A running clock in words, with the share left for its ring, as the clock component takes it. Pure."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agency import wording
from comms.clock import SENDING_HOLD
from comms.models import Episode, Request

SOON, LAST = timedelta(hours=4), timedelta(hours=1)


def running(episode: Episode, now: datetime, ours: ZoneInfo, theirs: ZoneInfo | None = None) -> dict[str, Any]:
    """{'words', 'share', 'state', 'due', 'due_at'} of the promise of an open episode: '3 h left', 'Missed by 3 h 20
    min'. Where a note has kept the promise nothing is missed, and nothing runs down: a person is still to answer.
    """
    due = wording.both_zones(episode.promise_at, ours, theirs or ours, now=now)
    if episode.promise == Episode.Promise.KEPT_BY_NOTE:
        return {"words": _("Note sent"), "share": 0.0, "state": "soon", "due": due, "due_at": ""}
    if on_its_way(episode, now):
        return {"words": _("Sending"), "share": 0.0, "state": "", "due": due, "due_at": ""}
    left = episode.promise_at - now
    whole = episode.promise_at - episode.opened_at
    share = max(0.0, min(100.0, left / whole * 100))
    return {
        "words": wording.left(episode.promise_at, now),
        "share": round(share, 1),
        "state": state_of(left),
        "due": due,
        "due_at": episode.promise_at.isoformat(),
    }


def on_its_way(episode: Episode, now: datetime) -> bool:
    """Whether a person has acted and their mail is about to be taken; one that is held up longer counts for nothing."""
    return episode.acknowledged_at is not None and now - episode.acknowledged_at < SENDING_HOLD


def state_of(left: timedelta) -> str:
    if left <= timedelta(0):
        return "missed"
    if left <= LAST:
        return "last"
    return "soon" if left <= SOON else ""


def short(episode: Episode, now: datetime, ours: ZoneInfo) -> dict[str, Any]:
    """For the list of clients at the side: 'by 14:10', 'Missed by 3 h'."""
    clock = running(episode, now, ours)
    if clock["due_at"] and clock["state"] != "missed":
        clock["words"] = _("by %(time)s") % {"time": wording.clock_time(episode.promise_at, ours)}
    return clock


def settled(request: Request, episode: Episode | None) -> dict[str, Any]:
    """What stands where no clock runs: answered, acknowledged, no answer needed."""
    if episode is not None and episode.dismissed_at is not None:
        return {"words": _("No answer needed"), "state": "", "icon": "check"}
    if episode is None and request.state == Request.State.ANSWERED:
        return {"words": _("We wrote"), "state": "", "icon": "send"}
    words = {
        Request.State.ACKNOWLEDGED: _("Acknowledged"),
        Request.State.ANSWERED: _("Answered"),
        Request.State.CLOSED: _("Closed"),
    }
    return {"words": words.get(Request.State(request.state), _("Answered")), "state": "kept"}


def waited(episode: Episode, name: str, now: datetime) -> str:
    """'Maria has waited 21 h.'"""
    first = wording.first_name(name)
    return _("%(name)s has waited %(span)s.") % {"name": first, "span": wording.span(now - episode.opened_at)}


def acknowledge_by(episode: Episode, now: datetime, ours: ZoneInfo) -> str:
    """'Acknowledge by 14:10.', or what was missed, or that only a note has kept the promise."""
    if episode.promise == Episode.Promise.KEPT_BY_NOTE:
        return _("Only an automatic note has answered.")
    if on_its_way(episode, now):
        return _("An answer is on its way.")
    if episode.promise_at <= now:
        return _("The promise was missed by %(span)s.") % {"span": wording.span(now - episode.promise_at)}
    when = wording.moment(episode.promise_at, ours, now)
    if episode.promise_at.astimezone(ours).date() == now.astimezone(ours).date():
        when = wording.clock_time(episode.promise_at, ours)
    return _("Acknowledge by %(when)s.") % {"when": when}
