"""Who answers a client: the lead, else the backup, else an owner. Whoever has gone, is away or can't be reached is
skipped; whoever was away gets back what is still open (V8).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agency.absences import away_at
from agency.domain.events import SYSTEM, record
from agency.models import Absence, Membership, Role
from clients.models import Client
from comms.clock import Tier
from comms.domain import clock_notices, notices
from comms.models import Episode
from comms.standing_in import Presence, covered_next, first, who_answers, why_not


@dataclass(frozen=True)
class Chain:
    """Lead, backup and owners of a client, and who is away, as they are now; asked for once in each piece of work."""

    lead: Membership
    backup: Membership | None
    owners: tuple[Membership, ...]
    away: dict[int, Absence] = field(default_factory=dict)

    @property
    def in_line(self) -> list[Membership]:
        """Those who are active, each once, in this order."""
        everybody = [self.lead, self.backup, *self.owners]
        return list({member.pk: member for member in everybody if member is not None and member.active}.values())

    @property
    def people(self) -> list[Membership]:
        """Those of them who are here; all of them if nobody is, so that nothing is told to nobody."""
        return [member for member in self.in_line if member.pk not in self.away] or self.in_line

    @property
    def nobody_is_here(self) -> bool:
        return all(member.pk in self.away for member in self.in_line)

    def is_here(self, member: Membership) -> bool:
        return member.active and member.pk not in self.away

    def tier(self, tier: Tier, responsible: Membership) -> list[Membership]:
        """Without a backup who is here the owners stand in; owners who are away are told only if all are."""
        if tier is Tier.RESPONSIBLE:
            return [responsible]
        if tier is Tier.BACKUP and self.backup is not None and self.backup != responsible and self.is_here(self.backup):
            return [self.backup]
        return [owner for owner in self.owners if self.is_here(owner)] or list(self.owners)

    def first(self) -> Membership:
        """Who is responsible; the lead, should nobody be left at all."""
        found = first([member.pk for member in self.in_line], self.presence(self.lead))
        return self.known(self.lead).get(found or 0, self.lead)

    def known(self, *others: Membership | None) -> dict[int, Membership]:
        everybody = [self.lead, self.backup, *self.owners, *others]
        return {member.pk: member for member in everybody if member is not None}

    def presence(self, *others: Membership | None) -> Presence:
        known = self.known(*others)
        gone = frozenset(pk for pk, member in known.items() if not member.active)
        return Presence(gone, self.away, lambda pk: notices.mail_bounces(known[pk]))


def chain(client: Client, at: datetime) -> Chain:
    return Chain(client.lead, client.backup, tuple(owners()), away_at(at))


def owners() -> list[Membership]:
    """The active owners of the agency."""
    found = Membership.objects.filter(role=Role.OWNER, deactivated_at=None)
    return list(found.select_related("user").order_by("pk"))


def settle(episode: Episode, people: Chain, at: datetime) -> bool:
    """Hands the episode over if its person has gone, is away or can't be reached, and back to whom it is covered for
    when they are here again. Recorded, told. Gives whether it changed hands; asked again, it does nothing.
    """
    if episode.covers is not None and not episode.covers.active:
        episode.covers = None
        episode.save(update_fields=["covers"])
    holder, covered = episode.responsible, episode.covers
    line = [member.pk for member in people.in_line]
    presence = people.presence(holder, covered)
    receiver = who_answers(line, holder.pk, episode.covers_id, presence)
    if receiver != holder.pk:
        whose = covered_next(holder.pk, episode.covers_id, receiver, presence)
        returned = covered is not None and receiver == covered.pk
        why = "returned" if returned else why_not(holder.pk, presence) or "away"
        known = people.known(holder, covered)
        hand_over(episode, known[receiver], at=at, why=why, covers=known.get(whose or 0), people=people)
    tell_if_nobody_is_here(episode, people, at)
    return receiver != holder.pk


def of_new(people: Chain) -> tuple[Membership, Membership | None]:
    """Who answers what has just come in, and for whom they stand in."""
    responsible = people.first()
    whose = covered_next(people.lead.pk, None, responsible.pk, people.presence())
    return responsible, people.lead if whose else None


def tell_if_nobody_is_here(episode: Episode, people: Chain, at: datetime) -> None:
    """The whole chain is away: owners know it, wherever they are, once for each who holds it."""
    if people.nobody_is_here and episode.responsible_id in people.away:
        clock_notices.tell_at_once(episode, "nobody_here", people.owners, at=at, once=episode.responsible.key)


def give(episode: Episode, receiver: Membership, at: datetime, *, covers: Membership | None = None) -> None:
    """From now on somebody else answers. Once a person has acted, the target has passed or the promise is broken, the
    giver keeps the rate. Whatever was covered before, it is covered for `covers` now, or for nobody.
    """
    episode.responsible, episode.covers = receiver, covers
    is_settled = episode.promise == Episode.Promise.BROKEN or at > episode.target_at
    if episode.acknowledged_at is None and not is_settled:
        episode.rated = receiver
    episode.save(update_fields=["responsible", "rated", "covers"])


def hand_over(
    episode: Episode, receiver: Membership, *, at: datetime, why: str, covers: Membership | None, people: Chain
) -> None:
    """The episode passes to somebody else: this is no escalation, and its times stay."""
    giver = episode.responsible
    give(episode, receiver, at, covers=covers)
    whose = covers.pk if covers else None
    facts: dict[str, Any] = {"giver": giver.pk, "receiver": receiver.pk, "why": why, "covers": whose}
    record("episode.handed_over", episode, by=SYSTEM, at=at, **facts)
    kind = {"returned": "returned", "away": "cover"}.get(why, "handed_over")
    absence = people.away.get(whose) if whose else None
    cover = {"for": str(covers), "until": absence.last.isoformat()} if absence else {}
    notices.tell(
        receiver,
        kind=f"clock.{kind}",
        facts={**clock_notices.facts_of(episode), "from": str(giver), **cover},
        urgent=True,
        purpose_key=f"clock:{episode.key}:handed:{giver.pk}:{at.isoformat()}",
        at=at,
        mail_after=clock_notices.in_working_hours(episode, at),
        client=episode.client,
        path=clock_notices.path_of(episode.request),
    )
