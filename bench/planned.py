"""Meetings of the large world: those that were held, each with its call, and those that lie ahead."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bench import phrases
from bench.spoken import Call
from clients.models import Contact
from comms.domain.announced import speaker
from comms.meeting_shown import Gathering, hash_of, shown_of
from comms.models import AgendaItem, Announcement, Attendee, Interaction, Meeting, Topic

BATCH = 2000
AHEAD = 4
"""One part of so many lies ahead."""


def plan(contacts: Sequence[Contact], calls: Sequence[Call], many: int, now: datetime, dice: random.Random) -> None:
    """So many meetings with each contact: every fourth ahead, the rest held, as long as there are calls that were
    meetings. Most of the held and every second of those ahead were announced; few were called off.
    """
    ahead = max(1, many // AHEAD)
    held: dict[int, list[Call]] = {}
    for call in calls:
        if call.row.kind == Interaction.Kind.MEETING:
            held.setdefault(call.row.client_id, []).append(call)
    found = [
        gathering(made, contact, call, dice)
        for contact in contacts
        for made, call in [
            *((behind(contact, each), each) for each in held.get(contact.client_id, ())[: many - ahead]),
            *((coming(contact, number, now), None) for number in range(ahead)),
        ]
    ]
    told = [each for number, each in enumerate(found) if number % 3]
    announcements = [announce(each) for each in told]
    Meeting.objects.bulk_create([each.meeting for each in found], batch_size=BATCH)
    Attendee.objects.bulk_create([row for each in found for row in each.attendees], batch_size=BATCH)
    AgendaItem.objects.bulk_create([row for each in found for row in each.items], batch_size=BATCH)
    Announcement.objects.bulk_create(announcements, batch_size=BATCH)


def behind(contact: Contact, call: Call) -> Meeting:
    return Meeting(
        client=contact.client, kind=Meeting.Kind.WEEKLY, title=f"Weekly: {call.topics[0].title}"[:200],
        starts_at=call.row.at, minutes=30, organiser=contact.client.lead, state=Meeting.State.HELD,
        interaction=call.row, made_by=contact.client.lead, made_at=call.row.at - timedelta(days=7),
    )  # fmt: skip


def coming(contact: Contact, number: int, now: datetime) -> Meeting:
    """The last of several is called off."""
    off = number > 3
    return Meeting(
        client=contact.client, kind=Meeting.Kind.REVIEW, title=f"Review {number + 1}", minutes=45,
        starts_at=now + timedelta(days=3 + 10 * number, hours=contact.pk % 8), place="https://meet.example/review",
        organiser=contact.client.lead, state=Meeting.State.CANCELLED if off else Meeting.State.PLANNED,
        cancelled_at=now if off else None, cancelled_reason="They are at the fair." if off else "",
        made_by=contact.client.lead, made_at=now - timedelta(days=1),
    )  # fmt: skip


def gathering(meeting: Meeting, contact: Contact, call: Call | None, dice: random.Random) -> Gathering:
    """With both of us and one of them, and an item for each topic of the call, else three."""
    client, reply = contact.client, Attendee.Reply.ACCEPTED if call else Attendee.Reply.NONE
    people: list[dict[str, Any]] = [{"member": client.lead}, {"member": client.backup}, {"contact": contact}]
    titles = [topic.title for topic in call.topics] if call else [phrases.subject(dice)[0] for _each in range(3)]
    topics: list[Topic | None] = [*call.topics] if call else [None] * len(titles)
    items = [
        AgendaItem(
            client=client, meeting=meeting, position=place, title=title, minutes=10, topic=topic,
            owner=client.lead if place != 2 else None, contact=contact if place == 2 else None,
            note="Bring the figures." if place == 1 else "",
        )
        for place, (title, topic) in enumerate(zip(titles, topics, strict=True), 1)
    ]  # fmt: skip
    return Gathering(meeting, [Attendee(client=client, meeting=meeting, reply=reply, **one) for one in people], items)


def announce(of: Gathering) -> Announcement:
    """The invitation, as it would have been told; its meeting and attendees take note of it."""
    meeting, at = of.meeting, of.meeting.made_at + timedelta(hours=1)
    shown = shown_of(of)
    told = {
        **{name: shown[name] for name in ("kind", "title", "starts_at", "minutes", "way", "place")},
        "ours": sorted(str(row) for row in of.attendees if row.member),
        "theirs": sorted(str(row) for row in of.attendees if row.contact),
        "items": [
            {"title": row.title, "aim": row.aim, "minutes": row.minutes, "who": speaker(row)} for row in of.items
        ],
    }
    meeting.announced_at, meeting.announced_hash, meeting.announced_as = at, hash_of(shown), told
    for attendee in of.attendees:
        attendee.invited_sequence = 0
    return Announcement(
        client=meeting.client, meeting=meeting, sequence=0, shown=shown, shown_hash=hash_of(shown), told=told,
        made_by=meeting.organiser, made_at=at,
    )  # fmt: skip
