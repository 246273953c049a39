"""What the Inbox is narrowed to: a tab and what stands beside it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from agency.models import Membership
from agency.search.asking import Question, ask
from agency.search.words import asked, normal
from clients.models import Client
from comms.models import Interaction, Request, SavedFilter
from comms.queries.inbox import Show, requests_of, shown, waiting


class Standing(StrEnum):
    """How a request stands, as one asks for it in the Inbox."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"
    PLANNED = "planned"
    PUT_OFF = "put_off"


MOST_MESSAGES = 500
PERIODS = (1, 7, 30, 90, 365)
"""Days back, within which something was said."""
NAMES = ("show", "find", "client", "who", "state", "period")
"""The parameters of the address that make a filter, in the order in which they stand there."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """`who` looks after it: its assignee, else the client's lead. `days` back something was said; 0 is ever."""

    show: Show
    words: str = ""
    client: Client | None = None
    who: Membership | None = None
    state: str = ""
    days: int = 0

    @property
    def asked(self) -> dict[str, str]:
        """The parameters that lead back to it."""
        found = {
            "show": self.show.value,
            "find": self.words,
            "client": self.client.key if self.client else "",
            "who": self.who.key if self.who else "",
            "state": self.state,
            "period": str(self.days) if self.days else "",
        }
        return {name: found[name] for name in NAMES if found[name]}


def narrowed(choice: Choice, member: Membership, now: datetime) -> QuerySet[Request]:
    """The requests of a filter; what is put off is left out by `page`, unless it is asked for."""
    rows = shown(requests_of(member), choice.show, member)
    if choice.words:
        words = choice.words
        named = Q(client__name__icontains=words) | Q(contact__person__name__icontains=words)
        rows = rows.filter(Q(subject__icontains=words) | named | Q(pk__in=_in_which_said(words)))
    if choice.client is not None:
        rows = rows.filter(client=choice.client)
    if choice.who is not None:
        rows = rows.filter(Q(assignee=choice.who) | Q(assignee=None, client__lead=choice.who))
    if choice.days:
        rows = rows.filter(last_at__gte=now - timedelta(days=choice.days))
    return _standing(rows, choice.state, now)


def _in_which_said(words: str) -> list[int]:
    """The threads in whose messages these words stand; of very many the newest."""
    found = ask(Question(asked(normal(words)), ["interaction"], MOST_MESSAGES)).get("interaction", [])
    threads = Coalesce("request__merged_into_id", "request_id")
    said = Interaction.objects.filter(pk__in=found).exclude(request=None)
    return list(said.values_list(threads, flat=True)) if found else []


def _standing(rows: QuerySet[Request], state: str, now: datetime) -> QuerySet[Request]:
    match state:
        case "":
            return rows
        case Standing.WAITING:
            return waiting(rows)
        case Standing.PLANNED:
            return rows.exclude(next_step="")
        case Standing.PUT_OFF:
            return rows.filter(snoozed_until__gt=now)
        case _:
            return rows.filter(state=state)


def filters_of(member: Membership) -> QuerySet[SavedFilter]:
    """One's own and those that are shared with the agency, by name."""
    return seen_by(member).filter(removed_at=None).order_by("name", "pk")


def seen_by(member: Membership) -> QuerySet[SavedFilter]:
    """The same with those that were removed."""
    return SavedFilter.objects.filter(Q(member=member) | Q(shared=True)).select_related("member__user")


def asked_by(saved: SavedFilter) -> dict[str, str]:
    """Its parameters as they are called now."""
    return {**saved.asked, "show": Show(saved.asked.get("show", Show.ALL)).value}


def kept_of(asked: Mapping[str, str]) -> dict[str, str]:
    """Of an address' parameters those that make a filter."""
    return {name: str(asked[name]) for name in NAMES if asked.get(name)}
