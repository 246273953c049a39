"""Who answers a client: the lead, else the backup, else an owner; whoever has gone or can't be reached is skipped."""

from dataclasses import dataclass
from datetime import datetime

from agency.domain.events import SYSTEM, record
from agency.models import Membership, Role
from clients.models import Client
from comms.clock import Tier
from comms.domain import clock_notices, notices
from comms.models import Episode


@dataclass(frozen=True)
class Chain:
    """Lead, backup and owners of a client, as they are now; asked for once in each piece of work."""

    lead: Membership
    backup: Membership | None
    owners: tuple[Membership, ...]

    @property
    def people(self) -> list[Membership]:
        """Those who are active, each once, in this order."""
        everybody = [self.lead, self.backup, *self.owners]
        return list({member.pk: member for member in everybody if member is not None and member.active}.values())

    def tier(self, tier: Tier, responsible: Membership) -> list[Membership]:
        """Without an active backup the owners stand in, so that nothing is told to nobody."""
        if tier is Tier.RESPONSIBLE:
            return [responsible]
        if tier is Tier.BACKUP and self.backup is not None and self.backup.active and self.backup != responsible:
            return [self.backup]
        return list(self.owners)

    def first(self) -> Membership:
        """Who is responsible. If nobody's mail works, the first who is there; with nobody there, the lead."""
        people = self.people
        reachable = (member for member in people if not notices.mail_bounces(member))
        return next(reachable, people[0] if people else self.lead)


def chain(client: Client) -> Chain:
    return Chain(client.lead, client.backup, tuple(owners()))


def owners() -> list[Membership]:
    """The active owners of the agency."""
    found = Membership.objects.filter(role=Role.OWNER, deactivated_at=None)
    return list(found.select_related("user").order_by("pk"))


def hand_over_if_gone(episode: Episode, people: Chain, at: datetime) -> bool:
    """Hands the episode to the next in the chain when its person is inactive or their mail bounces; recorded, told."""
    if episode.responsible.active and not notices.mail_bounces(episode.responsible):
        return False
    receiver = people.first()
    if receiver.pk == episode.responsible_id:
        return False
    hand_over(episode, receiver, at=at, why="bounces" if episode.responsible.active else "inactive")
    return True


def give(episode: Episode, receiver: Membership, at: datetime) -> None:
    """From now on somebody else answers. Once a person has acted, the target has passed or the promise is broken, the
    giver keeps the rate.
    """
    episode.responsible = receiver
    is_settled = episode.promise == Episode.Promise.BROKEN or at > episode.target_at
    if episode.acknowledged_at is None and not is_settled:
        episode.rated = receiver
    episode.save(update_fields=["responsible", "rated"])


def hand_over(episode: Episode, receiver: Membership, *, at: datetime, why: str) -> None:
    """The episode passes to somebody else: this is no escalation, and its times stay."""
    giver = episode.responsible
    give(episode, receiver, at)
    record("episode.handed_over", episode, by=SYSTEM, at=at, giver=giver.pk, receiver=receiver.pk, why=why)
    notices.tell(
        receiver,
        kind="clock.handed_over",
        facts={**clock_notices.facts_of(episode), "from": str(giver)},
        urgent=True,
        purpose_key=f"clock:{episode.key}:handed:{giver.pk}",
        at=at,
        mail_after=clock_notices.in_working_hours(episode, at),
        client=episode.client,
        path=clock_notices.path_of(episode.request),
    )
