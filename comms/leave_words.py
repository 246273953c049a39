"""Who would answer while a member is away, in words for the page on which days away are entered (V8)."""

from collections.abc import Collection, Sequence
from functools import cache

from django.utils.translation import gettext as _

from agency import wording
from agency.cover import CoverLine, Period
from agency.models import Membership
from clients.models import Client
from comms.domain import notices, responsibility
from comms.queries.cover import absent_during, in_care
from comms.standing_in import Presence, first

BACKED, UNBACKED, BOTH_AWAY, UNREACHABLE, NOBODY = "backed", "unbacked", "both_away", "unreachable", "nobody"


def lines(member: Membership, periods: Sequence[Period]) -> list[list[CoverLine]]:
    """For each period: the clients that this member leads, by who answers and why it is they. Somebody who is away for
    a part of the time counts as away.
    """
    clients = list(in_care().filter(lead=member).order_by("name")) if periods else []
    if not clients:
        return [[] for _period in periods]
    owners = responsibility.owners()
    known = {each.pk: each for client in clients for each in (client.backup, *owners) if each is not None}
    bounces = cache(lambda pk: notices.mail_bounces(known[pk]))
    return [
        _of_period(clients, member, owners, Presence((), {member.pk, *away}, bounces))
        for away in absent_during(periods)
    ]


def _of_period(
    clients: Sequence[Client], member: Membership, owners: Sequence[Membership], presence: Presence
) -> list[CoverLine]:
    groups: dict[tuple[str, Membership | None, Membership | None], list[str]] = {}
    for client in clients:
        backup = client.backup if client.backup is not None and client.backup.active else None
        stand_in = _stand_in([each for each in (backup, *owners) if each is not None], presence)
        groups.setdefault((_why(backup, stand_in, presence), stand_in, backup), []).append(client.name)
    ordered = sorted(groups.items(), key=lambda group: group[0][0] == BACKED)
    return [
        CoverLine(_words(why, stand_in, backup, member, names), why != BACKED)
        for (why, stand_in, backup), names in ordered
    ]


def _stand_in(line: Sequence[Membership], presence: Presence) -> Membership | None:
    known = {each.pk: each for each in line}
    if not any(presence.here(pk) for pk in known):
        return None
    found = first(list(known), presence)
    return known[found] if found is not None else None


def _why(backup: Membership | None, stand_in: Membership | None, presence: Presence) -> str:
    if stand_in is None:
        return NOBODY
    if stand_in == backup:
        return BACKED
    if backup is None:
        return UNBACKED
    return BOTH_AWAY if not presence.here(backup.pk) else UNREACHABLE


def _words(
    why: str, stand_in: Membership | None, backup: Membership | None, member: Membership, names: Collection[str]
) -> str:
    words = {"name": stand_in, "backup": backup, "member": member, "clients": wording.listing(names)}
    sentences = {
        BACKED: _("%(name)s answers for %(clients)s."),
        UNBACKED: _("Nobody backs up %(clients)s, so %(name)s answers there, as an owner."),
        BOTH_AWAY: _("%(backup)s is away in this time too, so %(name)s answers for %(clients)s, as an owner."),
        UNREACHABLE: _("Mail to %(backup)s comes back, so %(name)s answers for %(clients)s, as an owner."),
        NOBODY: _("Nobody else is here for %(clients)s: it stays with %(member)s, and the owners are told."),
    }
    return sentences[why] % words
