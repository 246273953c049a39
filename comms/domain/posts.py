"""What is posted to chat channels: queued with the verb that causes it, posted outside any transaction, at least once.

    queued -> claimed -> sent | retry | dead          queued -> withdrawn

A post that its claimer left behind is tried again when the lease ends, as in the outbox of mail.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from agency.keys import new_key, new_token
from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from comms import apprising, notice_words, sealing
from comms.bell import ring
from comms.domain import acknowledgements, fallen_answers, notices, responsibility
from comms.instants import database_time
from comms.models import Answer, ChatChannel, ChatPost, Interaction, Notice

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)
LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
LOSSES = 5
"""Workers that end with one post, until it is given up: it may be the post that ends them."""
TELL_AFTER = 3
"""Tries, after which whoever wrote it, or the owners, hear that the channel does not take it."""

GROUPS = {
    "tells_messages": frozenset({"clock.arrival"}),
    "tells_clocks": frozenset({"clock.half", "clock.target", "clock.alarm", "clock.owners", "clock.broken"}),
    "tells_agreements": frozenset({"summary.agreed"}),
}
"""Which notices a channel is told, by its setting. Those that speak to one person alone are not among them."""

State = ChatPost.State


def tell(notice: Notice) -> None:
    """What members are told of a client stands in its own channel, too: once, however many are told. Never in one that
    the client reads.
    """
    wanted = next((setting for setting, kinds in GROUPS.items() if notice.kind in kinds), None)
    if wanted is None:
        return
    ours = ChatChannel.objects.filter(client=notice.client, active=True, readers=ChatChannel.Readers.US)
    for channel in ours.filter(**{wanted: True}).exclude(address=b""):
        agency = channel.agency
        with translation.override(agency.language):
            words = notice_words.in_words(notice.kind, notice.facts, ZoneInfo(agency.zone), notice.at)
        place = settings.BASE_URL + notice.path if notice.path else ""
        text = "\n".join(filter(None, (words.detail, place)))
        queue(channel, title=words.title, text=text, purpose_key=notice.purpose_key, at=notice.at)


@transaction.atomic
def queue(
    channel: ChatChannel,
    *,
    text: str,
    purpose_key: str,
    at: datetime,
    title: str = "",
    interaction: Interaction | None = None,
    hold: timedelta = timedelta(),
) -> ChatPost:
    """One post for each purpose key; a second call gives the first one. `hold`: how long it can still be taken back."""
    post, made = ChatPost.objects.get_or_create(
        channel=channel,
        purpose_key=purpose_key,
        defaults={
            "client": channel.client,
            "title": title,
            "text": text,
            "interaction": interaction,
            "queued_at": at,
            "next_attempt_at": at + hold,
        },
    )
    if made and not hold:
        ring("deliver_post", channel.agency_id, post.pk)
    return post


TRIAL = "trial:"


def try_out(channel: ChatChannel, *, by: Membership, at: datetime) -> ChatPost:
    """One line at once, so that somebody can look whether it arrived: tried a single time."""
    words = _("%(name)s asks whether this channel can be reached. It can.") % {"name": by.user}
    return queue(channel, title=_("Rapport"), text=words, purpose_key=f"{TRIAL}{new_key()}", at=at)


@dataclass(frozen=True, slots=True)
class Claim:
    token: str
    address: bytes
    title: str
    text: str


def due(limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, post id) of what may be posted now, or was left behind by who had claimed it."""
    with everywhere():
        waiting = ChatPost.objects.filter(state__in=ChatPost.OPEN, next_attempt_at__lte=Now(), agency__closed_at=None)
        return list(waiting.order_by("next_attempt_at").values_list("agency_id", "pk")[:limit])


def deliver(agency: Agency, post_id: int) -> str:
    """Posts it if it is due and nobody else has it; its state, empty when it is not ours to post."""
    if state := _given_up(agency, post_id):
        return state
    claimed = _claim(agency, post_id)
    if claimed is None:
        return ""
    try:
        with translation.override(agency.language):
            problem = _posted(claimed)
    except SoftTimeLimitExceeded:
        problem = _("The service took too long to answer.")
    except Exception as reason:
        logger.exception("a chat post could not be handed over", extra={"post": post_id})
        problem = _("It could not be posted (%(reason)s).") % {"reason": type(reason).__name__}
    return _settle(agency, post_id, claimed.token, problem)


def _posted(claimed: Claim) -> str:
    """The problem in words, empty if the service took it."""
    try:
        address = sealing.unseal(claimed.address)
    except sealing.Unreadable:
        return _("The stored address cannot be read any more. Paste it in again.")
    return apprising.post(address, title=claimed.title, text=claimed.text)


def _claim(agency: Agency, post_id: int) -> Claim | None:
    token = new_token()
    with within(agency), transaction.atomic():
        row = ChatPost.objects.filter(pk=post_id, state__in=ChatPost.OPEN, next_attempt_at__lte=Now())
        found = row.select_for_update(skip_locked=True, of=("self",)).select_related("channel").first()
        if found is None:
            return None
        found.state, found.claim, found.attempts = State.CLAIMED, token, found.attempts + 1
        found.next_attempt_at = database_time() + LEASE
        found.save(update_fields=["state", "claim", "attempts", "next_attempt_at"])
        return Claim(token, bytes(found.channel.address), found.title, found.text)


def _settle(agency: Agency, post_id: int, token: str, problem: str) -> str:
    """Writes the outcome down, if the row is still this claimer's, and lets those know who wait for it."""
    with within(agency), transaction.atomic():
        rows = ChatPost.objects.select_related("channel", "client", "interaction__member")
        post = rows.select_for_update(of=("self",)).filter(pk=post_id, state=State.CLAIMED, claim=token).first()
        if post is None:
            return ""
        return _write(post, problem, over=post.attempts > len(LADDER) or post.purpose_key.startswith(TRIAL))


def _given_up(agency: Agency, post_id: int) -> str:
    """What ended one worker after the other is posted no more, and a person is told; '' while it may still go. Tries
    are counted when they begin; of a post that was refused before most were none of this kind.
    """
    with within(agency), transaction.atomic():
        left = ChatPost.objects.filter(state=State.CLAIMED, attempts__gte=LOSSES, next_attempt_at__lte=Now())
        rows = left.select_related("channel", "client", "interaction__member")
        post = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=post_id).first()
        if post is None or (post.problem and post.attempts <= len(LADDER)):
            return ""
        return _write(post, _("It was tried several times, and each time broke off."), over=True)


def _write(post: ChatPost, problem: str, *, over: bool) -> str:
    """The outcome, in the transaction that holds the row: sent without a problem, else tried again, or over."""
    at = database_time()
    post.problem = problem
    if not problem:
        post.state, post.settled_at, post.next_attempt_at = State.SENT, at, None
    elif over:
        post.state, post.settled_at, post.next_attempt_at = State.DEAD, at, None
    else:
        post.state, post.next_attempt_at = State.RETRY, at + LADDER[post.attempts - 1]
    post.save(update_fields=["state", "settled_at", "next_attempt_at", "problem"])
    _mark_channel(post, at)
    if post.interaction is not None and post.state == State.SENT:
        acknowledgements.stands(post.interaction, at)
    if post.interaction is not None and post.state == State.DEAD:
        fallen_answers.falls(post.interaction, Answer.Fate.UNSENT, at)
    return post.state


def _mark_channel(post: ChatPost, at: datetime) -> None:
    """The channel's page says since when it takes nothing; after some tries a person is told, once."""
    channel = post.channel
    since = (channel.problem_since or at) if post.problem else None
    if (channel.problem, channel.problem_since) != (post.problem, since):
        ChatChannel.objects.filter(pk=channel.pk).update(problem=post.problem, problem_since=since)
    if not post.problem or post.attempts < TELL_AFTER:
        return
    writer = post.interaction.member if post.interaction else None
    for member in [writer] if writer is not None and writer.active else responsibility.owners():
        notices.tell(
            member,
            kind="channel.problem",
            facts={"channel": channel.name, "problem": post.problem, "since": (since or at).isoformat()},
            urgent=True,
            purpose_key=f"channel:{channel.key}:{(since or at).isoformat()}",
            at=at,
            client=post.client,
            path=reverse("channel", args=[channel.agency.slug, channel.key]),
        )


class TooLate(Exception):
    """It has left, or is leaving."""


def withdraw(post: ChatPost) -> None:
    """Takes back what no service has been handed. Raises TooLate; within the caller's transaction."""
    if not ChatPost.objects.filter(state=State.QUEUED, pk=post.pk).update(state=State.WITHDRAWN, next_attempt_at=None):
        raise TooLate
