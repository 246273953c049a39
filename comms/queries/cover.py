"""Who answers for clients while their lead is away: now, and in days to come."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from agency.absences import away_at
from agency.cover import Period, StandIn
from agency.models import Absence, Membership, Role
from clients.models import Client
from comms.domain import notices, responsibility
from comms.domain.responsibility import Chain
from comms.models import Episode
from comms.standing_in import Presence, first


def in_care() -> QuerySet[Client]:
    """Clients we work for, with the two who look after them."""
    return Client.objects.filter(archived_at=None).select_related("lead__user", "backup__user")


def answering(clients: Iterable[Client], at: datetime) -> dict[int, StandIn]:
    """Of these clients, those whose lead is away: until when, and who answers. One query while nobody is away."""
    clients = list(clients)
    away = away_at(at) if clients else {}
    apart = [client.pk for client in clients if client.lead_id in away]
    if not apart:
        return {}
    owners = tuple(responsibility.owners())
    known: dict[int, Membership] = {}
    presence = Presence((), away, cache(lambda pk: notices.mail_bounces(known[pk])))
    found = {}
    for client in Client.objects.select_related("lead__user", "backup__user").filter(pk__in=apart):
        chain = Chain(client.lead, client.backup, owners, away)
        known |= {member.pk: member for member in chain.in_line}
        pk = None if chain.nobody_is_here else first([member.pk for member in chain.in_line], presence)
        found[client.pk] = StandIn(away[client.lead_id].last, known[pk] if pk else None)
    return found


def covering(member: Membership, at: datetime) -> list[tuple[Client, StandIn]]:
    """Clients whose lead is away and for whom this member answers, by name."""
    led_by = away_at(at)
    if not led_by or member.pk in led_by:
        return []
    rows = in_care().filter(lead__in=led_by)
    rows = rows if member.role == Role.OWNER else rows.filter(backup=member)
    clients = list(rows.order_by("name"))
    found = answering(clients, at)
    return [(client, found[client.pk]) for client in clients if found[client.pk].member == member]


def covered_by(episodes: Collection[Episode], at: datetime) -> dict[int, Absence]:
    """Absences of those for whom somebody stands in here, by member id; no query where nobody does."""
    members = {episode.covers_id for episode in episodes if episode.covers_id is not None}
    return away_at(at, members) if members else {}


def absent_during(periods: Sequence[Period]) -> list[dict[int, Absence]]:
    """For each period who is away at any time of it; one query for all."""
    if not periods:
        return []
    rows = Absence.objects.filter(ends_at__gt=min(begins for begins, _ends in periods)).defer("note")
    known = list(rows.order_by("begins_at"))
    return [
        {row.member_id: row for row in reversed(known) if row.begins_at <= ends and row.ends_at > begins}
        for begins, ends in periods
    ]
