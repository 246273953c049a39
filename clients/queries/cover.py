"""What a client's page and the sidebar say while the lead is away. Who answers is known to the room with the clocks."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from agency import absence_words, cover
from agency.cover import StandIn
from agency.models import Membership
from clients.days import day_of
from clients.models import Client


def stand_ins(clients: Sequence[Client], now: datetime) -> dict[int, StandIn]:
    """Those of the clients whose lead is away, by id."""
    return cover.stand_ins[0](clients, now) if cover.stand_ins and clients else {}


def cover_words(found: StandIn | None, member: Membership, now: datetime) -> str:
    """'away until Monday 30 November; Daniel Whitlock answers', told to `member`, who may be the one; '' for None."""
    if found is None:
        return ""
    away = absence_words.away_until(found.until, day_of(now, member.agency))
    if found.member is None:
        return away
    words = _("%(away)s; you answer") if found.member == member else _("%(away)s; %(name)s answers")
    return words % {"away": away, "name": found.member}
