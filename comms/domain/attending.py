"""Who comes to a meeting, of us and of them. Who is taken off the list stays in it, so that they can be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.models import Contact
from comms.domain.meeting_refusals import require_coming, require_open, require_ours, require_theirs
from comms.domain.readiness import settle_readiness
from comms.models import Attendee, Meeting


@transaction.atomic
def set_people(
    meeting: Meeting, *, members: Sequence[Membership], contacts: Sequence[Contact], by: Membership, at: datetime
) -> Meeting:
    """Those who come from now on. Whoever is no longer among them stays as a row with `removed_at`; one who comes back
    has not answered. Raises MeetingIsHeld, MeetingIsOff, ClientIsArchived, NobodyComes, NotTheirs, GoneFromUs.
    """
    require_open(lock(meeting))
    rows = list(meeting.attendees.select_related("member__user", "contact__person"))
    there = {_who(row): row for row in rows if row.removed_at is None}
    wanted = {("m", member.pk): member for member in members} | {("c", contact.pk): contact for contact in contacts}
    added, gone = wanted.keys() - there.keys(), there.keys() - wanted.keys()
    if not added and not gone:
        return meeting
    new = [wanted[who] for who in wanted if who in added]
    require_ours([each for each in new if isinstance(each, Membership)])
    require_theirs(meeting.client, [each for each in new if isinstance(each, Contact)])
    require_coming(meeting.client, [m for m in members if m.active] or members, contacts)
    meeting.attendees.filter(pk__in=[there[who].pk for who in gone]).update(removed_at=at)
    invite(meeting, [m for m in members if ("m", m.pk) in added], [c for c in contacts if ("c", c.pk) in added])
    record("meeting.people_changed", meeting, by=by, at=at, added=len(added), removed=len(gone))
    settle_readiness(meeting, by=by, at=at)
    return meeting


def invite(meeting: Meeting, members: Sequence[Membership], contacts: Sequence[Contact]) -> None:
    """Adds these to the list, or puts them on it again with their answer forgotten."""
    before = {_who(row): row for row in meeting.attendees.all()}
    for member in dict.fromkeys(members):
        _add(meeting, before.get(("m", member.pk)), member=member)
    for contact in dict.fromkeys(contacts):
        _add(meeting, before.get(("c", contact.pk)), contact=contact)


def _add(
    meeting: Meeting, before: Attendee | None, *, member: Membership | None = None, contact: Contact | None = None
) -> None:
    if before is None:
        Attendee.objects.create(client_id=meeting.client_id, meeting=meeting, member=member, contact=contact)
        return
    before.removed_at, before.reply, before.replied_at, before.comment = None, "", None, ""
    before.save(update_fields=["removed_at", "reply", "replied_at", "comment"])


def _who(row: Attendee) -> tuple[str, int | None]:
    return ("m", row.member_id) if row.member_id else ("c", row.contact_id)
