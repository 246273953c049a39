"""Meetings: planned, moved, held, planned again. Who comes stands in attending.py, what is spoken of in agendas.py, and
whether a kickoff is ready in readiness.py (practices M2, M5).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact
from comms import meeting_titles
from comms.domain import attending
from comms.domain.meeting_refusals import (
    AlreadyFollowed,
    InThePast,
    MeetingIsHeld,
    NotTheirs,
    require_coming,
    require_open,
)
from comms.domain.readiness import settle_readiness
from comms.models import AgendaItem, Interaction, Meeting
from comms.models.meeting import LONGEST, SHORTEST

Kind, State = Meeting.Kind, Meeting.State
EDITABLE = frozenset(["kind", "title", "starts_at", "minutes", "way", "place", "organiser"])
A_WEEK = timedelta(weeks=1)


@transaction.atomic
def plan(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    kind: str,
    starts_at: datetime,
    members: Sequence[Membership],
    contacts: Sequence[Contact],
    title: str = "",
    organiser: Membership | None = None,
    key: str = "",
    **fields: Any,
) -> Meeting:
    """Puts a meeting into the diary; nobody is told. Without a title it gets its type's, in the client's language.

    `key` is the form's own: sent twice by this member, it is one meeting. Raises ClientIsArchived, InThePast,
    NobodyComes, NotTheirs, GoneFromUs, or a Refusal of the length.
    """
    require_active(client)
    known = Meeting.objects.filter(key=key, client=client, made_by=by).first() if is_key(key) else None
    if known is not None:
        return known
    require_coming(client, members, contacts)
    if starts_at <= at:
        raise InThePast(_("This lies in the past. Choose a time that lies ahead."))
    meeting = Meeting(
        key=key if is_key(key) and not Meeting.objects.filter(key=key).exists() else new_key(),
        client=client,
        kind=kind,
        title=title.strip() or meeting_titles.usual(kind, contacts[0]),
        starts_at=starts_at,
        organiser=organiser or by,
        made_by=by,
        made_at=at,
    )
    set_fields(meeting, fields, EDITABLE)
    _check_length(meeting)
    meeting.save(force_insert=True)
    attending.invite(meeting, members, contacts)
    record("meeting.planned", meeting, by=by, at=at, kind=kind, starts_at=starts_at.isoformat())
    return meeting


@transaction.atomic
def change(meeting: Meeting, *, by: Membership, at: datetime, **fields: Any) -> Meeting:
    """Changes what, when, how and where. What the client was told stays what the portal shows, until they are told
    anew. Raises MeetingIsHeld, MeetingIsOff, ClientIsArchived, InThePast, or a Refusal of the length.
    """
    require_open(lock(meeting))
    if "title" in fields:
        fields["title"] = fields["title"].strip() or meeting.title
    was = meeting.starts_at
    changed = set_fields(meeting, fields, EDITABLE)
    if not changed:
        return meeting
    if "starts_at" in changed and meeting.starts_at <= at:
        raise InThePast(_("This lies in the past. Choose a time that lies ahead."))
    _check_length(meeting)
    meeting.save(update_fields=changed)
    if "starts_at" in changed:
        now = meeting.starts_at.isoformat()
        record("meeting.moved", meeting, by=by, at=at, fields=changed, starts_at=now, was=was.isoformat())
    else:
        record("meeting.changed", meeting, by=by, at=at, fields=changed)
    settle_readiness(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def held(meeting: Meeting, interaction: Interaction, *, by: Membership, at: datetime) -> Meeting:
    """It took place, and this is its call. Raises MeetingIsOff, NotTheirs for the call of another client, MeetingIsHeld
    if another call was logged of it, or this one belongs to another meeting.
    """
    if lock(meeting).state == State.CANCELLED:
        require_open(meeting)
    if meeting.interaction_id not in (None, interaction.pk):
        raise MeetingIsHeld(_("Another call was logged from this meeting already."))
    if interaction.client_id != meeting.client_id:
        raise NotTheirs(_("This call was with another client."))
    if Meeting.objects.filter(interaction=interaction).exclude(pk=meeting.pk).exists():
        raise MeetingIsHeld(_("This call belongs to another meeting already."))
    if write(meeting, state=State.HELD, interaction=interaction):
        record("meeting.held", meeting, by=by, at=at, interaction=interaction.key)
    return meeting


@transaction.atomic
def plan_next(meeting: Meeting, *, by: Membership, at: datetime) -> Meeting:
    """The same on the same day of the next week that lies ahead, with whoever still comes and the items that stayed
    open. Asked twice, it is one. Raises AlreadyFollowed when that one was called off, ClientIsArchived, NobodyComes.
    """
    require_active(lock(meeting).client)
    if (follower := Meeting.objects.filter(follows=meeting).first()) is not None:
        if follower.state == State.CANCELLED:
            raise AlreadyFollowed(_("The next one was planned and called off. Plan a meeting anew."))
        return follower
    there = meeting.attendees.filter(removed_at=None).select_related("member__user", "contact__person")
    following = plan(
        meeting.client,
        by=by,
        at=at,
        kind=meeting.kind,
        title=meeting.title,
        starts_at=_a_week_later(meeting, at),
        minutes=meeting.minutes,
        way=meeting.way,
        place=meeting.place,
        organiser=meeting.organiser if meeting.organiser.active else by,
        members=[row.member for row in there if row.member and row.member.active],
        contacts=[row.contact for row in there if row.contact and row.contact.ended_at is None],
    )
    write(following, follows=meeting)
    _carry_over(meeting, following)
    return following


def still_open(meeting: Meeting) -> list[AgendaItem]:
    """Items that were not spoken of, or of which nothing came: neither an answer nor a decision."""
    rows = meeting.items.select_related("topic", "owner__user", "contact__person")
    return [item for item in rows if not (item.topic and (item.topic.answer.strip() or item.topic.decision.strip()))]


def _carry_over(meeting: Meeting, following: Meeting) -> None:
    for position, item in enumerate(still_open(meeting), 1):
        AgendaItem.objects.create(
            client_id=following.client_id,
            meeting=following,
            position=position,
            title=item.title,
            aim=item.aim,
            minutes=item.minutes,
            owner=item.owner if item.owner and item.owner.active else None,
            contact=item.contact if item.contact and item.contact.ended_at is None else None,
            note=item.note,
            source_kind=item.source_kind,
            source_id=item.source_id,
        )


def _a_week_later(meeting: Meeting, at: datetime) -> datetime:
    """The same time on the clock of whoever invites, so that a change of the clocks moves nothing."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.organiser.user.zone))
    weeks = max(1, (at - meeting.starts_at) // A_WEEK + 1)
    following = local + weeks * A_WEEK
    return following if following > at else following + A_WEEK


def _check_length(meeting: Meeting) -> None:
    if not SHORTEST <= meeting.minutes <= LONGEST:
        words = _("Between %(shortest)s minutes and %(longest)s hours, please.")
        raise Refusal(words % {"shortest": SHORTEST, "longest": LONGEST // 60}, field="minutes")
