"""Calendar addresses: secret, one for each member and one of the agency's, revocable."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from agency.domain.events import record
from agency.keys import digest, new_token
from agency.models import Agency, Membership
from comms.models import CalendarFeed

READ_IS_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make(*, of: Membership | None, with_tasks: bool, by: Membership, at: datetime) -> tuple[CalendarFeed, str]:
    """A new address and its full text, which is kept nowhere; the one before is void. `of` None is for all meetings."""
    Agency.objects.select_for_update().get(pk=by.agency_id)
    for before in CalendarFeed.objects.filter(member=of, revoked_at=None):
        _revoke(before, at)
    token = new_token()
    feed = CalendarFeed.objects.create(
        member=of, with_tasks=with_tasks, token_digest=digest(token), made_by=by, made_at=at
    )
    record("calendar.address_made", feed, by=by, at=at, of_agency=of is None, with_tasks=with_tasks)
    return feed, settings.BASE_URL + reverse("calendar_feed", args=[feed.agency.slug, token])


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: Membership, at: datetime) -> CalendarFeed:
    """Whoever fetches from it finds nothing any more; it cannot be brought back."""
    feed = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if feed.revoked_at is None:
        _revoke(feed, at)
        record("calendar.address_revoked", feed, by=by, at=at, of_agency=feed.member_id is None)
    return feed


def leave(member: Membership, by: Membership, at: datetime) -> None:
    """Who goes takes no address along: neither their own nor one of the agency's that they have seen."""
    theirs = CalendarFeed.objects.filter(revoked_at=None)
    for feed in [*theirs.filter(member=member), *theirs.filter(member=None, made_by=member)]:
        revoke(feed, by=by, at=at)


def _revoke(feed: CalendarFeed, at: datetime) -> None:
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])


def current(of: Membership | None) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(member=of, revoked_at=None).select_related("made_by__user").first()


def found(token: str) -> CalendarFeed | None:
    """The feed behind an address, within the open scope, while it holds and whose it is still works here."""
    rows = CalendarFeed.objects.select_related("member__user", "made_by__user")
    feed = rows.filter(token_digest=digest(token), revoked_at=None).first()
    return None if feed is None or (feed.member is not None and not feed.member.active) else feed


def note_read(feed: CalendarFeed, content: bytes, *, at: datetime) -> CalendarFeed:
    """Keeps when it was read, at most once a minute, and since when it holds what it holds."""
    mark = hashlib.sha256(content).hexdigest()
    if feed.content_digest != mark or feed.changed_at is None:
        feed.content_digest, feed.changed_at, feed.last_read_at = mark, at, at
        CalendarFeed.objects.filter(pk=feed.pk).update(content_digest=mark, changed_at=at, last_read_at=at)
    elif feed.last_read_at is None or at - feed.last_read_at >= READ_IS_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)
    return feed
