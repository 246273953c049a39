"""Answers that leave later: in the reader's morning, or when their writer says. Until then they are no answers.

The clock of what they answer goes on (docs/time.md); whoever wants the promise kept meanwhile acknowledges at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key
from agency.models import Membership
from clients.models import Contact
from clients.profile import effective_profile
from comms import clock as clocks, letters, mornings
from comms.domain import acknowledgements, answers, clocks as rows, episodes, outbox, threads, together
from comms.mail.parsed import Part
from comms.models import Answer, Episode, Interaction, OutboxMessage, Request

NOON = time(12)
SOONEST, FARTHEST = timedelta(minutes=1), timedelta(days=60)
State = OutboxMessage.State


class NotAhead(ValidationError):
    def __init__(self) -> None:
        super().__init__({"leaves": ValidationError(_("Choose a time that lies ahead."), code="not_ahead")})


class TooFar(ValidationError):
    def __init__(self) -> None:
        super().__init__({"leaves": ValidationError(_("Choose a time within the next sixty days."), code="too_far")})


class Late(ValidationError):
    """It would leave when the client should long have heard something. `deadlines` says what passes before."""

    def __init__(self, deadlines: "Deadlines") -> None:
        words = _("By then the client should have heard from us. Acknowledge now, or say that it may be late.")
        super().__init__({"leaves": ValidationError(words, code="late")})
        self.deadlines = deadlines


class Deadlines(NamedTuple):
    """What passes before an answer leaves: ends of a promise and of a target, None where none does."""

    promise_at: datetime | None = None
    target_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.promise_at is not None or self.target_at is not None


def morning_of(contact: Contact, at: datetime) -> datetime:
    """Their next working morning: when they like to be called, if that begins before noon, else at nine, where they
    are.
    """
    profile = effective_profile(contact, contact.client, contact.agency)
    country = contact.client.country
    zone, begins = ZoneInfo(profile.zone.value), contact.person.calls_from
    return mornings.next_morning(
        at + SOONEST,
        zone,
        begins=begins if begins and begins < NOON else mornings.BEGINS,
        weekend=mornings.weekend_of(country),
        closed=mornings.holidays_of(country, at.astimezone(zone).date()),
    )


def passed_by(requests: Iterable[Request], leaves_at: datetime) -> Deadlines:
    """What the clocks of these requests promise before that moment, the earliest of each."""
    running = Episode.objects.filter(request__in=list(requests), closed_at=None, acknowledged_at=None)
    promises, targets = [], []
    for episode in running:
        if episode.promise == Episode.Promise.PENDING and episode.promise_at < leaves_at:
            promises.append(episode.promise_at)
        if episode.target == Episode.Target.PENDING and episode.target_at < leaves_at:
            targets.append(episode.target_at)
    return Deadlines(min(promises, default=None), min(targets, default=None))


def check_ahead(leaves_at: datetime, at: datetime) -> None:
    """Raises NotAhead, TooFar."""
    if leaves_at < at + SOONEST:
        raise NotAhead
    if leaves_at > at + FARTHEST:
        raise TooFar


def waiting_among(said: Iterable[Interaction], at: datetime) -> list[Interaction]:
    """Of a conversation the answers that wait for their moment, in its order: the one that leaves first at the head."""
    return [one for one in said if any(_waits(copy, at) for copy in one.outgoing.all())]


def _waits(copy: OutboxMessage, at: datetime) -> bool:
    return copy.state == State.QUEUED and copy.leaves_at is not None and copy.leaves_at > at


@transaction.atomic
def replace(request: Request, keys: Sequence[str], *, by: Membership, at: datetime) -> int:
    """Takes back answers of this thread that wait, since another one goes instead: how many. Their words are a draft
    again. Raises TooLate for one that has left.
    """
    said = Interaction.objects.filter(key__in=keys, request__in=together.ids(request), withdrawn_at=None)
    waiting = list(said.order_by("pk"))
    for interaction in waiting:
        answers.take_back(interaction, by=by, at=at)
    return len(waiting)


@transaction.atomic
def answer(
    request: Request,
    *,
    by: Membership,
    at: datetime,
    text: str,
    leaves_at: datetime,
    also: Sequence[Request] = (),
    to: Sequence[Contact] | None = None,
    subject: str = "",
    attachments: Sequence[Part] = (),
    key: str = "",
    acknowledge: bool = False,
    late: bool = False,
) -> Interaction:
    """An answer that leaves at a moment ahead. It can be taken back until then, and counts from then on.

    If a promise or a target ends before, the writer either has it acknowledged at once (`acknowledge`), or says that
    it may be `late`; else Late. Raises NotAhead, TooFar, and what `answers.answer` raises.
    """
    check_ahead(leaves_at, at)
    again = is_key(key) and Interaction.objects.filter(key=key).exists()
    passed = passed_by([request, *also], leaves_at)
    if passed and not (acknowledge or late):
        raise Late(passed)
    put_off = answers.answer(
        request,
        by=by,
        at=at,
        text=text,
        to=to,
        also=also,
        attachments=attachments,
        subject=subject,
        key=key,
        leaves_at=leaves_at,
    )
    if passed and acknowledge and not again:
        words = letters.acknowledgement(request, request.contact, by=by, at=at, answer_at=leaves_at)
        answers.acknowledge(request, by=by, at=at, text=words, also=also)
    return put_off


@transaction.atomic
def send_now(interaction: Interaction, *, by: Membership, at: datetime) -> Interaction:
    """What waits for its moment leaves in 20 seconds instead. Raises TooLate when it has left or was taken back."""
    said = Interaction.objects.select_for_update(of=("self",)).select_related("request").get(pk=interaction.pk)
    copies = list(OutboxMessage.objects.filter(interaction=said).exclude(leaves_at=None))
    if said.request is None or not copies or said.withdrawn_at is not None or said.at <= at:
        raise outbox.TooLate
    for message in copies:
        outbox.hurry(message, at=at)
    said.at = at
    said.save(update_fields=["at"])
    waiting = Answer.objects.filter(interaction=said, waits=True, accepted_at=None, fell_at=None)
    for answer_put_off in waiting.order_by("episode__request_id"):
        _give_now(answer_put_off, at)
    record("request.answer_hurried", said.request, by=by, at=at, interaction=said.key)
    return said


def _give_now(answer_put_off: Answer, at: datetime) -> None:
    """The answer is given at this moment, and on its way; its clock judges first what has passed by now."""
    episode = rows.locked(answer_put_off.episode_id)
    answer_put_off.at, answer_put_off.waits = max(at, episode.opened_at), False
    answer_put_off.save(update_fields=["at", "waits"])
    if episode.closed_at is None:
        rows.write(episode, acknowledgements.with_pending(episode, clocks.judge(rows.read(episode), at)))
    episodes.settle_request(episode.request)


def left(message: OutboxMessage, at: datetime) -> None:
    """Hook: with its first copy an answer that was put off becomes news, to the client and on the timeline."""
    if message.leaves_at is None or message.interaction is None:
        return
    said = message.interaction
    if said.request_id is None or said.member is None:
        return
    request = rows.lock(said.request_id)
    others = OutboxMessage.objects.filter(interaction=said, state__in=acknowledgements.STANDING).exclude(pk=message.pk)
    if others.exclude(reported_at=None).exists():
        return
    if threads.begun_by(said):
        record("letter.written", said, by=said.member, at=said.at, shown=True, request=request.key)
        request.opened_at = request.last_at = max(request.last_at, said.at)
        request.save(update_fields=["opened_at", "last_at"])
        return
    kind = Answer.objects.filter(interaction=said).values_list("kind", flat=True).first() or Answer.Kind.ANSWER
    record("request.answered", request, by=said.member, at=said.at, shown=True, kind=kind, interaction=said.key)
    request.last_at = max(request.last_at, said.at)
    request.save(update_fields=["last_at"])
