"""Who answers a client: the lead, else the backup, else an owner; whoever has gone or can't be reached is skipped."""

from datetime import datetime

from agency.domain.events import SYSTEM, record
from agency.models import Membership, Role
from clients.models import Client
from comms.clock import Tier
from comms.domain import clock_notices, notices
from comms.models import Episode


def chain(client: Client) -> list[Membership]:
    """Lead, backup, owners: those who are active, each once, in this order."""
    people = [client.lead, client.backup, *owners()]
    return list({member.pk: member for member in people if member is not None and member.active}.values())


def owners() -> list[Membership]:
    return list(
        Membership.objects.filter(role=Role.OWNER, deactivated_at=None).select_related("user", "agency").order_by("pk")
    )


def first_in_chain(client: Client) -> Membership:
    """Who is responsible for a new episode. If nobody's mail works, the first who is there; with nobody, the lead."""
    people = chain(client)
    reachable = (member for member in people if not notices.mail_bounces(member))
    return next(reachable, people[0] if people else client.lead)


def tier_members(episode: Episode, tier: Tier) -> list[Membership]:
    """The people of a tier. Without an active backup the owners stand in, so that nothing is told to nobody."""
    if tier is Tier.RESPONSIBLE:
        return [episode.responsible]
    backup = episode.client.backup
    if tier is Tier.BACKUP and backup is not None and backup.active and backup.pk != episode.responsible_id:
        return [backup]
    return owners()


def hand_over_if_gone(episode: Episode, at: datetime) -> bool:
    """Hands the episode to the next in the chain when its person is inactive or their mail bounces; recorded, told."""
    if episode.responsible.active and not notices.mail_bounces(episode.responsible):
        return False
    receiver = first_in_chain(episode.client)
    if receiver.pk == episode.responsible_id:
        return False
    hand_over(episode, receiver, at=at, why="bounces" if episode.responsible.active else "inactive")
    return True


def hand_over(episode: Episode, receiver: Membership, *, at: datetime, why: str) -> None:
    """The episode passes to somebody else: this is no escalation, and its times stay."""
    giver = episode.responsible
    episode.responsible = receiver
    episode.save(update_fields=["responsible"])
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
