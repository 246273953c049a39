"""From a client's word to a person's answer: an episode opens, further messages join it, an answer closes it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from agency.domain.events import SYSTEM, record
from agency.models import Membership
from agency.tenancy.base import TenantModel
from clients.models import Contact
from clients.profile import effective_profile
from comms import clock as clocks
from comms.bell import ring
from comms.domain import clock_notices, clocks as rows, following, overtaken, responsibility, senders, together
from comms.models import Answer, Episode, Interaction, Request

SUBJECT_LIMIT = 200


@transaction.atomic
def open_request(
    *,
    contact: Contact,
    subject: str,
    text: str,
    at: datetime,
    origin: TenantModel | None = None,
    kind: str = Interaction.Kind.LETTER,
) -> Request:
    """A client has said something other than by mail (a correction behind a signed link, say): it gets its clock."""
    request = new_request(contact, subject, at=at)
    Interaction.objects.create(
        client=contact.client,
        request=request,
        kind=kind,
        direction=Interaction.Direction.INBOUND,
        at=at,
        contact=contact,
        subject=subject,
        text=text,
    )
    source = {"origin": origin._meta.model_name, "origin_id": origin.pk} if origin else {}
    record("request.opened", request, by=contact, at=at, shown=True, **source)
    heard(request, at=at)
    return request


def new_request(contact: Contact, subject: str, *, at: datetime) -> Request:
    """The row alone; the caller files the message and calls `heard`."""
    return Request.objects.create(
        client=contact.client,
        contact=contact,
        subject=subject.strip()[:SUBJECT_LIMIT] or _no_subject(contact),
        opened_at=at,
        last_at=at,
    )


def _no_subject(contact: Contact) -> str:
    """In the client's language, since it stands in the subject of what we answer."""
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        return _("(no subject)")


@transaction.atomic
def heard(request: Request, *, at: datetime, contact: Contact | None = None) -> tuple[Episode, bool]:
    """The client has spoken in this thread: joins the open episode, its times unchanged, or opens a new one.

    Gives the episode and whether it was opened. A closed or answered request is new again; `contact`, if given, is who
    waits for an answer from now on.
    """
    thread = together.hold(request)
    request = thread[0]
    request.last_at = max(request.last_at, at)
    current = Episode.objects.filter(request__in=thread, closed_at=None).order_by("promise_at").first()
    request.snoozed_until = None
    if current is None:
        request.state, request.closed_at = Request.State.NEW, None
        request.contact = contact or request.contact
    request.save(update_fields=["last_at", "state", "closed_at", "snoozed_until", "contact"])
    overtaken.tell_writers(request, at=at)
    following.tell_followers_of_message(request, at=at)
    if current is not None:
        if at < current.opened_at:
            _begin_earlier(current, request, at)
        return current, False
    return _open(request, at), True


def _begin_earlier(episode: Episode, request: Request, at: datetime) -> None:
    """A message is found to belong here that came before the one that opened the clock, such as one that waited for
    triage: it has waited since then.
    """
    rows.write(episode, clocks.begun_earlier(rows.read(episode), rows.started(request.client, at)))
    ring("look_at_episode", episode.agency_id, episode.pk)


def _open(request: Request, at: datetime) -> Episode:
    people = responsibility.chain(request.client, at)
    responsible, covers = responsibility.of_new(people)
    number = Episode.objects.filter(request=request).aggregate(last=Max("number"))["last"] or 0
    episode = Episode(
        client=request.client,
        request=request,
        number=number + 1,
        responsible=responsible,
        rated=responsible,
        covers=covers,
    )
    rows.keep_rules(episode)
    rows.write(episode, rows.started(request.client, at))
    record("episode.opened", episode, by=SYSTEM, at=at, request=request.key, number=episode.number)
    if not answerable(request.contact):
        clock_notices.tell_at_once(episode, "no_address", people.people[:2], at=at)
    responsibility.tell_if_nobody_is_here(episode, people, at)
    ring("look_at_episode", episode.agency_id, episode.pk)
    return episode


def answerable(contact: Contact) -> bool:
    """Whether there is an address at all to which an acknowledgement can go."""
    try:
        senders.recipient(contact)
    except senders.NoAddress:
        return False
    return True


@transaction.atomic
def dismiss(episode: Episode, *, by: Membership, at: datetime) -> Episode:
    """A person says that no answer is needed ('thanks'); their name stands on it, and it is counted apart."""
    episode = rows.locked(episode.pk)
    clock = clocks.dismiss(rows.read(episode), max(at, episode.opened_at))
    if episode.closed_at is None:
        episode.dismissed_by = by
        rows.write(episode, clock)
        settle_request(episode.request)
        record("episode.dismissed", episode, by=by, at=at, request=episode.request.key)
    return episode


@transaction.atomic
def assume(
    episode: Episode, receiver: Membership, *, by: Membership, at: datetime, covers: Membership | None = None
) -> Episode:
    """A person takes the responsibility over, or gives it to somebody: to keep, unless they stand in for `covers`."""
    episode = rows.locked(episode.pk)
    if episode.responsible_id == receiver.pk:
        return episode
    giver = episode.responsible
    responsibility.give(episode, receiver, at, covers=covers)
    record("episode.handed_over", episode, by=by, at=at, giver=giver.pk, receiver=receiver.pk, why="asked")
    if receiver.pk != by.pk:
        giver_named = {"from": str(giver)}
        clock_notices.tell_at_once(episode, "handed_over", [receiver], at=at, once=str(giver.pk), **giver_named)
    return episode


def settle_request(request: Request) -> None:
    """The request's state as its episodes and answers tell it; one that a person closed stays closed until somebody
    waits in it, as when an answer comes back.
    """
    state = _state_of(request)
    if state == Request.State.NEW:
        request.closed_at = None
        if request.merged_into_id is not None:
            survivor = Request.objects.filter(pk=request.merged_into_id, state=Request.State.CLOSED)
            survivor.update(state=Request.State.ANSWERED, closed_at=None)
    elif request.state == Request.State.CLOSED:
        return
    request.state = state
    request.save(update_fields=["state", "closed_at"])


def _state_of(request: Request) -> str:
    standing = Answer.objects.filter(episode__request=request, fell_at=None, waits=False)
    standing = standing.exclude(kind=Answer.Kind.NOTE)
    if Episode.objects.filter(request=request, closed_at=None, acknowledged_at=None).exists():
        return Request.State.NEW
    last = standing.order_by("-at", "-pk").values_list("kind", flat=True).first()
    return Request.State.ACKNOWLEDGED if last == Answer.Kind.ACKNOWLEDGEMENT else Request.State.ANSWERED
