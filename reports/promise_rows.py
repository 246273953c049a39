"""The messages behind a figure, in words and as a table: what came when, who acknowledged it after how long."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from agency import wording
from agency.models import Membership
from clients.keyset import Order, Page, page_of
from clients.queries.reach import kept_to_own
from comms.models import Episode
from comms.queries.promise import SHOWN, WAIT, Show, chosen, numbers
from reports.asked import Asked

A_PAGE, AT_ONCE = 25, 500
SORTS: dict[str, Order] = {
    "-came": [("opened_at", True)],
    "came": [("opened_at", False)],
    "-wait": [("waited", True), ("opened_at", True)],
    "wait": [("waited", False), ("opened_at", True)],
}
NEWEST_FIRST = "-came"
NAMES: dict[Show, Any] = {
    Show.MESSAGES: gettext_lazy("All messages"),
    Show.BY_PERSON: gettext_lazy("By a person in time"),
    Show.BY_NOTE: gettext_lazy("Only by a note"),
    Show.BROKEN: gettext_lazy("Broken"),
    Show.WAITING: gettext_lazy("Still running"),
    Show.MET: gettext_lazy("Target met"),
    Show.MISSED: gettext_lazy("Target missed"),
    Show.ANSWERED: gettext_lazy("Answered by a person"),
    Show.DISMISSED: gettext_lazy("Needed no answer"),
}
SHORT: dict[Show, Any] = NAMES | {
    Show.MESSAGES: gettext_lazy("All"),
    Show.BY_PERSON: gettext_lazy("By a person"),
    Show.BY_NOTE: gettext_lazy("Only a note"),
    Show.ANSWERED: gettext_lazy("Answered"),
}
"""As the tabs call them, where they stand side by side."""
SIGNS: dict[str, tuple[str, Any]] = {
    Episode.Promise.KEPT_BY_PERSON: ("good", gettext_lazy("kept by a person")),
    Episode.Promise.KEPT_BY_NOTE: ("attention", gettext_lazy("kept only by a note")),
    Episode.Promise.BROKEN: ("late", gettext_lazy("broken")),
    Episode.Promise.PENDING: ("info", gettext_lazy("still running")),
}


TARGETS: dict[str, Any] = {
    Episode.Target.PENDING: gettext_lazy("still running"),
    Episode.Target.MET: gettext_lazy("yes"),
    Episode.Target.MISSED: gettext_lazy("no"),
}
"""Whether the target was met, in the file."""


def behind(asked: Asked, show: Show, member: Membership) -> QuerySet[Episode]:
    """As many rows as the figure says, with all that a row shows, read after the page of them is chosen: a join would
    be made for all.
    """
    rows = chosen(member, asked.which(ZoneInfo(member.agency.zone))).filter(SHOWN[show])
    rows = rows.annotate(waited=Coalesce(WAIT, Value(timedelta(0))))
    people = Membership.objects.select_related("user")
    named = (Prefetch(name, people) for name in ("rated", "acknowledged_by", "dismissed_by"))
    return rows.prefetch_related("client", "request", *named).defer("stage_times", "problem")


def page(rows: QuerySet[Episode], sort: str, *, after: str, before: str) -> Page[Episode]:
    return page_of(rows, SORTS[sort], size=A_PAGE, after=after, before=before)


def counts(asked: Asked, member: Membership) -> dict[Show, int]:
    """How many rows are behind each figure."""
    return numbers(chosen(member, asked.which(ZoneInfo(member.agency.zone))))


def is_theirs(member: Membership) -> Callable[[Episode], bool]:
    """Whether the member may read the client and the subject of a message in whose rate they have a share."""
    if not kept_to_own(member):
        return lambda episode: True
    return lambda episode: member.pk in (episode.client.lead_id, episode.client.backup_id)


def in_words(found: Sequence[Episode], member: Membership, zone: ZoneInfo, now: datetime) -> list[dict[str, Any]]:
    told = is_theirs(member)
    return [_row(episode, told(episode), zone, now) for episode in found]


def _row(episode: Episode, told: bool, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    slug = episode.agency.slug
    kind, outcome = outcome_of(episode)
    wait = waited(episode)
    return {
        "client": episode.client.name if told else _("yours no more"),
        "client_url": reverse("client", args=[slug, episode.client.key]) if told else "",
        "subject": (episode.request.subject or _("(no subject)")) if told else "–",
        "url": reverse("request", args=[slug, episode.request.key]) if told else "",
        "came": wording.moment(episode.opened_at, zone, now),
        "acknowledged": "" if wait is None else wording.moment(episode.opened_at + wait, zone, now),
        "by": "" if wait is None else str(episode.acknowledged_by or ""),
        "took": "" if wait is None else wording.span(wait),
        "rated": str(episode.rated),
        "kind": kind,
        "outcome": outcome,
        "about": _about(episode),
    }


def waited(episode: Episode) -> timedelta | None:
    """Until a person's acknowledgement that stands."""
    if episode.acknowledged_at is None or episode.accepted_at is None:
        return None
    return episode.acknowledged_at - episode.opened_at


def outcome_of(episode: Episode) -> tuple[str, str]:
    """Kind of signal, words."""
    if episode.dismissed_at is not None:
        return "", _("needed no answer")
    kind, words = SIGNS[episode.promise]
    return kind, str(words)


def _about(episode: Episode) -> str:
    """Who dismissed it; else what became of the target."""
    if episode.dismissed_at is not None:
        return _("said by %(name)s") % {"name": episode.dismissed_by} if episode.dismissed_by else ""
    return {Episode.Target.MET: _("target met"), Episode.Target.MISSED: _("target missed")}.get(episode.target, "")  # type: ignore[call-overload]


HEADERS = (
    *(gettext_lazy("Client"), gettext_lazy("Subject"), gettext_lazy("Came"), gettext_lazy("Promise until")),
    *(gettext_lazy("Target"), gettext_lazy("Acknowledged"), gettext_lazy("By"), gettext_lazy("Minutes until then")),
    *(gettext_lazy("Automatic note"), gettext_lazy("Promise"), gettext_lazy("Target met")),
    *(gettext_lazy("In whose rates"), gettext_lazy("Needed no answer since")),
)


def table(rows: QuerySet[Episode], sort: str, member: Membership, zone: ZoneInfo) -> Iterator[Sequence[Any]]:
    """All of them for a CSV file, moments in ISO form in the reader's zone."""
    told = is_theirs(member)
    names = [f"-{name}" if falls else name for name, falls in (*SORTS[sort], ("key", False))]
    yield HEADERS
    for episode in rows.order_by(*names).iterator(chunk_size=AT_ONCE):
        yield _cells(episode, told(episode), zone)


def _cells(episode: Episode, told: bool, zone: ZoneInfo) -> list[Any]:
    def at(moment: datetime | None) -> str:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""

    wait = waited(episode)
    return [
        *((episode.client.name, episode.request.subject) if told else ("", "")),
        *(at(episode.opened_at), at(episode.promise_at), at(episode.target_at)),
        *((at(episode.acknowledged_at), str(episode.acknowledged_by or "")) if wait is not None else ("", "")),
        "" if wait is None else round(wait.total_seconds() / 60, 1),
        *(at(episode.note_accepted_at), SIGNS[episode.promise][1], TARGETS[episode.target]),
        *(str(episode.rated), at(episode.dismissed_at)),
    ]
