"""Members who follow a request are told what is said in it; who is named in a note is told once, and may follow."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agency import wording
from agency.domain.events import record
from agency.models import Membership
from comms import mentions
from comms.domain import clock_notices, notices, together
from comms.models import Follower, Interaction, Mention, Request


class UnclearName(ValidationError):
    """A first name that several of us have."""

    def __init__(self, unclear: dict[str, list[str]]) -> None:
        told = [
            _("@%(name)s may be %(people)s. Write the whole name.") % {"name": name, "people": wording.listing(people)}
            for name, people in unclear.items()
        ]
        super().__init__({"text": told}, code="unclear_name")


def named_in(text: str) -> mentions.Found:
    """Who of the active members is meant by the names in a text. Raises UnclearName."""
    active = Membership.objects.filter(deactivated_at=None).select_related("user")
    found = mentions.find(text, {member.pk: member.user.name for member in active})
    if found.unclear:
        raise UnclearName(found.unclear)
    return found


def tell_mentioned(
    request: Request, note: Interaction, named: dict[int, str], *, by: Membership, at: datetime
) -> list[Membership]:
    """Each is told once, all but whoever wrote it. Those who were told."""
    members = list(Membership.objects.filter(pk__in=named).select_related("user").order_by("user__name"))
    Mention.objects.bulk_create(
        Mention(client=request.client, interaction=note, member=member, words=named[member.pk]) for member in members
    )
    told = [member for member in members if member.pk != by.pk]
    for member in told:
        _tell(member, "request.mentioned", request, f"mention:{note.key}", at, by=str(by))
    return told


def tell_followers_of_note(
    request: Request, note: Interaction, besides: Collection[int], *, by: Membership, at: datetime
) -> None:
    """All who follow, but for whoever wrote it and those who are told anyway."""
    for member in _followers(request, {*besides, by.pk}):
        _tell(member, "request.noted", request, f"noted:{note.key}", at, by=str(by))


def tell_followers_of_message(request: Request, *, at: datetime) -> None:
    """The client has written. Whoever looks after it is told by its clock."""
    for member in _followers(request, {request.assignee_id or 0}):
        facts = {"contact": request.contact.person.name}
        _tell(member, "request.heard", request, f"heard:{request.key}:{at.isoformat()}", at, **facts)


def _followers(request: Request, besides: Collection[int]) -> list[Membership]:
    """Of the whole thread, each once."""
    rows = in_thread(request).filter(member__deactivated_at=None).exclude(member__in=besides)
    return list({row.member_id: row.member for row in rows.select_related("member__user")}.values())


def in_thread(request: Request) -> "QuerySet[Follower]":
    """Who followed a request before it was merged follows the thread."""
    return Follower.objects.filter(request__in=together.ids(request))


def _tell(member: Membership, kind: str, request: Request, once: str, at: datetime, **facts: str) -> None:
    notices.tell(
        member,
        kind=kind,
        facts={"subject": request.subject, **facts},
        purpose_key=once,
        at=at,
        client=request.client,
        path=clock_notices.path_of(request),
    )


@transaction.atomic
def follow(request: Request, *, by: Membership, at: datetime) -> Follower:
    """From now on they are told what is said in it. Again, it changes nothing."""
    row, made = Follower.objects.get_or_create(
        request=request, member=by, defaults={"client": request.client, "since": at}
    )
    if made:
        record("request.followed", request, by=by, at=at)
    return row


@transaction.atomic
def unfollow(request: Request, *, by: Membership, at: datetime) -> None:
    gone, _kinds = in_thread(request).filter(member=by).delete()
    if gone:
        record("request.unfollowed", request, by=by, at=at)
