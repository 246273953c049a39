"""Telling people: on the page at once, by mail bundled at most hourly, and alone at once if it cannot wait."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from agency.calendar import hours_of
from agency.models import Membership
from agency.tenancy.base import TenantModel
from clients.models import Client
from comms import notice_words
from comms.bell import ring
from comms.clock import Stage, notice_at
from comms.clock.digest import digest_at
from comms.domain import notice_choices, outbox, stop_links
from comms.models import Notice, OutboxMessage, Pace

BUNDLE_EVERY = timedelta(hours=1)

elsewhere: list[Callable[[Notice], None]] = []
"""Where a notice about a client is told besides, such as the client's chat channel; within the notice's transaction."""


@transaction.atomic
def tell(
    member: Membership,
    *,
    kind: str,
    facts: dict[str, Any],
    purpose_key: str,
    at: datetime,
    urgent: bool = False,
    path: str = "",
    client: Client | None = None,
    deadline: datetime | None = None,
    mail_after: datetime | None = None,
) -> Notice:
    """One notice to one member, once for each purpose key; a second call gives the first one.

    `kind` names the words in `notice_words`, which take `facts` (JSON; moments as ISO text; the client's name is one of
    them). Its mail waits for working hours unless `deadline`, of which it speaks, would come first; an urgent one goes
    at any hour, alone. `mail_after` overrides both. The member may have chosen another pace for its topic, or no mail.
    """
    known = Notice.objects.filter(member=member, purpose_key=purpose_key).first()
    if known is not None:
        return known
    facts = {"client": client.name, **facts} if client else facts
    notice = Notice(
        member=member, kind=kind, facts=facts, purpose_key=purpose_key, at=at, urgent=urgent, path=path, client=client
    )
    pace = notice_choices.pace_for(member, kind, urgent=urgent)
    notice.alone = pace is Pace.AT_ONCE
    if pace is not Pace.PAGE:
        notice.mail_after = mail_after or _mail_after(member, pace, at, deadline, urgent=urgent)
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        return Notice.objects.get(member=member, purpose_key=purpose_key)
    if client is not None:
        for tell_there in elsewhere:
            tell_there(notice)
    if notice.alone and notice.mail_after is not None and notice.mail_after <= at:
        ring("mail_notices", member.agency_id, member.pk)
    return notice


def _mail_after(member: Membership, pace: Pace, at: datetime, deadline: datetime | None, *, urgent: bool) -> datetime:
    if urgent and pace is Pace.AT_ONCE:
        return at
    hours = hours_of(member.agency, at.date())
    return digest_at(at, deadline, hours) if pace is Pace.DAILY else notice_at(at, deadline, hours)


@transaction.atomic
def see(notices: Sequence[Notice], *, by: Membership, at: datetime) -> int:
    """The member has seen them on a page: no mail repeats them."""
    keys = [notice.pk for notice in notices]
    return Notice.objects.filter(member=by, pk__in=keys, seen_at=None).update(seen_at=at, mail_after=None)


@transaction.atomic
def mail_due(member: Membership, *, at: datetime) -> int:
    """Mails what is due to one member: what is urgent at once, the rest together, at most hourly. How many mails.

    Whoever finds another sweep at it leaves these rows to that one.
    """
    due = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(member=member, mailed_at=None, mail_after__lte=at)
        .order_by("-alone", "-urgent", "at", "pk")
    )
    if not member.active:
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(mail_after=None)
        return 0
    alone = [notice for notice in due if notice.alone]
    rest = [notice for notice in due if not notice.alone] if _bundle_may_go(member, at) else []
    bundles = [bundle for bundle in (alone, rest) if bundle]
    for bundle in bundles:
        _mail(member, bundle, at)
    return len(bundles)


def _bundle_may_go(member: Membership, at: datetime) -> bool:
    recent = Notice.objects.filter(member=member, alone=False, mailed_at__gt=at - BUNDLE_EVERY)
    return not recent.exists()


def _mail(member: Membership, bundle: Sequence[Notice], at: datetime) -> None:
    with translation.override(member.user.language):
        letter = notice_words.letter(bundle, member, at)
    outbox.queue(
        purpose_key=f"notice:{bundle[0].key}",
        lane=OutboxMessage.Lane.NOTICE,
        to=member,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        at=at,
        headers={} if bundle[0].alone else stop_links.headers(stop_links.Kind.NOTICES, member),
        language=member.user.language,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in bundle]).update(mailed_at=at)


def mail_bounces(member: Membership) -> bool:
    """Whether the last notice that was mailed to this member came back or could not be sent."""
    settled = OutboxMessage.objects.filter(
        member=member, lane=OutboxMessage.Lane.NOTICE, state__in=OutboxMessage.SETTLED
    )
    last = settled.order_by("-queued_at", "-pk").values_list("state", flat=True).first()
    return last in (OutboxMessage.State.BOUNCED, OutboxMessage.State.DEAD)


def told_about(thing: TenantModel, members: Collection[Membership]) -> set[int]:
    """Ids of those members whom a notice about this episode reached, by mail or on a page; one that waits did not."""
    keys = [f"clock:{thing.key}:{stage}" for stage in Stage]
    given = Notice.objects.filter(member__in=members, purpose_key__in=keys)
    return set(given.exclude(mailed_at=None, seen_at=None).values_list("member_id", flat=True))
