"""Messages of clients in every state that counts in a rate, at random by seed: rows alone, as verbs leave them."""

import random
from datetime import datetime, timedelta

from agency.models import Membership
from clients.models import Contact
from comms.models import Episode, Request
from tests.world import NOW, House

FATES = ("kept_by_person", "kept_by_person", "kept_by_person", "kept_by_note", "broken", "pending")


def rows_at_random(house: House, count: int, *, seed: int, until: datetime = NOW, days: int = 90) -> list[Episode]:
    """Of both clients and three members, over so many days before `until`. Needs the agency's scope."""
    dice = random.Random(seed)
    members = [house.manager, house.backup, house.owner]
    contacts = [house.contact, house.second_contact, house.other_contact]
    asked = [_request(dice.choice(contacts), number, until, dice, days) for number in range(count)]
    requests = Request.objects.bulk_create(asked)
    return list(Episode.objects.bulk_create([_episode(request, dice.choice(members), dice) for request in requests]))


def _request(contact: Contact, number: int, until: datetime, dice: random.Random, days: int) -> Request:
    opened = until - timedelta(seconds=dice.randrange(days * 86_400))
    return Request(
        client=contact.client, contact=contact, subject=f"Question {number}", opened_at=opened, last_at=opened
    )


def _episode(request: Request, member: Membership, dice: random.Random) -> Episode:
    promise, opened = dice.choice(FATES), request.opened_at
    answered = promise == "kept_by_person" or (promise != "pending" and dice.random() < 0.6)
    on_its_way = promise == "pending" and dice.random() < 0.3
    acted = opened + timedelta(seconds=dice.randrange(1, 40 * 3600)) if answered or on_its_way else None
    dismissed = opened + timedelta(hours=1) if promise == "pending" and dice.random() < 0.5 else None
    return Episode(
        client=request.client,
        request=request,
        number=1,
        opened_at=opened,
        promise_at=opened + timedelta(hours=24),
        target_at=opened + timedelta(hours=8),
        responsible=member,
        rated=member,
        promise=promise,
        target=dice.choice(["met", "missed"]) if answered else dice.choice(["pending", "missed"]),
        acknowledged_at=acted,
        acknowledged_by=member if acted else None,
        accepted_at=acted if answered else None,
        note_accepted_at=opened + timedelta(hours=20) if promise == "kept_by_note" else None,
        closed_at=acted if answered else dismissed,
        dismissed_at=dismissed,
        dismissed_by=member if dismissed else None,
    )
