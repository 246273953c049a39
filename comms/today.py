"""What this room puts on a member's Today: running clocks, calls that are not in writing yet, and mail that went
wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.cutting import cut
from agency.models import Membership, Role
from agency.permissions import may
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from clients.profile import effective_profile
from clients.queries.person_card import likes
from comms import clock_words, cover_words, letters
from comms.clock import SENDING_HOLD
from comms.domain.senders import with_address
from comms.models import Episode, Interaction, OutboxMessage, Request
from comms.queries.cover import covered_by
from comms.queries.inbox import THREAD, first_clocks, open_episodes_of, with_people
from comms.queries.outbox import NEEDS_A_PERSON, standing_of

MOST_ROWS, MOST_CLOCKS = 30, 400
"""Rows of one kind. Clocks are counted at the head of the page, and what is counted is true."""
LONGEST_QUOTE, LONGEST_LOOKED_AT = 90, 400
"""Letters of a quoted text, and those that are read to quote from."""


def clocks(member: Membership, now: datetime) -> Iterator[TodayOutline]:
    """Every clock that the member is responsible for, the one that ends first at the head; of merged requests the one
    that ends first stands for all.

    While an answer has just gone on its way there is nothing to do; one that is held up comes back.
    """
    waiting = in_sight(open_episodes_of(member), now).exclude(acknowledged_at__gt=now - SENDING_HOLD)
    ends: dict[int, tuple[int, datetime]] = {}
    for thread, pk, promise_at in waiting.values_list(THREAD, "pk", "promise_at")[:MOST_CLOCKS]:
        ends.setdefault(thread, (pk, promise_at))
    zone, first = timezone.get_current_timezone(), next(iter(ends.values()), (0, now))[0]
    today = now.astimezone(zone).date()
    written = partial(clock_rows, member, now, first)
    for pk, promise_at in ends.values():
        urgent = pk == first or promise_at.astimezone(zone).date() <= today
        yield TodayOutline(
            section=TodaySection.NOW if urgent else TodaySection.TODAY,
            group=TodayGroup.CLOCKS,
            at=promise_at,
            subject=pk,
            written=written,
        )


def clock_rows(member: Membership, now: datetime, first: int, places: Sequence[TodayOutline]) -> dict[int, TodayRow]:
    """The rows of these clocks; the `first` one is worked on in its place."""
    episodes = with_people(open_episodes_of(member), [place.subject for place in places])
    said = last_words([episode.request.pk for episode in episodes.values()])
    absences = covered_by(episodes.values(), now)
    reachable = with_address([episode.request.contact.person_id for episode in episodes.values()])
    rows = {}
    for place in places:
        if (episode := episodes.get(place.subject)) is None:
            continue
        text, cover = said.get(episode.request.pk, ""), cover_words.stands_in(episode, absences, now)
        row = _clock_row(episode, place, text, cover, member, now, opens=episode.pk == first)
        rows[episode.pk] = row if episode.request.contact.person_id in reachable else _by_phone(row)
    return rows


def in_sight(rows: QuerySet[Episode], now: datetime) -> QuerySet[Episode]:
    """Without what is put off, as long as neither its target has passed nor its promise ends within four hours: what is
    urgent or late is never hidden.
    """
    calm = Q(promise_at__gt=now + clock_words.SOON, target_at__gt=now)
    put_off = Q(request__merged_into=None, request__snoozed_until__gt=now)
    return rows.exclude(calm & (put_off | Q(request__merged_into__snoozed_until__gt=now)))


def broken_elsewhere(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """For an owner: promises that others are responsible for, broken and still open. One query."""
    if member.role != Role.OWNER:
        return
    rows = Episode.objects.filter(closed_at=None, promise=Episode.Promise.BROKEN).exclude(responsible=member)
    named = rows.select_related("client", "request", "responsible__user")
    for episode in named.order_by("promise_at")[:MOST_ROWS]:
        words = {"client": episode.client.name, "name": episode.responsible.user}
        yield TodayRow(
            row_id=f"broken-{episode.key}",
            section=TodaySection.NOW,
            group=TodayGroup.CLOCKS,
            at=episode.promise_at,
            lead=_("A promise to %(client)s is broken.") % words,
            rest=_("%(name)s should have answered.") % words,
            about=_("late by %(span)s") % {"span": wording.span(now - episode.promise_at)},
            client=episode.client.name,
            client_url=reverse("client", args=[member.agency.slug, episode.client.key]),
            icon="warning",
            template="comms/today_link.html",
            data={"label": _("Open it"), "url": reverse("request", args=[member.agency.slug, episode.request.key])},
        )


def last_words(request_ids: list[int]) -> dict[int, str]:
    """The last thing the client wrote in each request."""
    threads = dict(Request.objects.filter(merged_into__in=request_ids).values_list("pk", "merged_into"))
    rows = Interaction.objects.filter(request__in=[*request_ids, *threads], direction=Interaction.Direction.INBOUND)
    said = rows.order_by("at", "id").values_list("request_id", Left("text", LONGEST_LOOKED_AT))
    return {threads.get(request_id) or request_id: text for request_id, text in said}


def _clock_row(
    episode: Episode, place: TodayOutline, text: str, cover: str, member: Membership, now: datetime, *, opens: bool
) -> TodayRow:
    request, client = episode.request, episode.client
    slug, zone = episode.agency.slug, timezone.get_current_timezone()
    about = (wording.moment(episode.opened_at, zone, now), quote(text or request.subject), cover)
    return TodayRow(
        row_id=f"request-{request.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=clock_words.waited(episode, request.contact.person.name, now),
        rest=clock_words.acknowledge_by(episode, now, zone),
        about=" · ".join(filter(None, about)),
        client=client.name,
        client_url=reverse("client", args=[slug, client.key]),
        ring=clock_words.running(episode, now, zone),
        template="comms/today_clock.html",
        data=_work(episode, request, member, now) if opens else _quick(request, member),
    )


def _by_phone(row: TodayRow) -> TodayRow:
    """Nothing can be mailed to whoever waits: they are called."""
    about = " · ".join((_("no address that works: call them"), row.about))
    return replace(row, about=about, data={**row.data, "unreachable": True})


def _quick(request: Request, member: Membership) -> dict[str, Any]:
    slug = request.agency.slug
    return {
        "url": reverse("request", args=[slug, request.key]),
        "acknowledge_url": reverse("acknowledgement", args=[slug, request.key]),
        "call_url": reverse("client_call_new", args=[slug, request.client.key]),
        "may": may(member, "request.acknowledge", request.client),
        "snooze_url": reverse("snooze", args=[slug, request.key]),
    }


def _work(episode: Episode, request: Request, member: Membership, now: datetime) -> dict[str, Any]:
    """What the opened row needs: the drafted acknowledgement, and how the person likes it."""
    profile = effective_profile(request.contact, request.client, request.agency)
    person, slug = request.contact.person, request.agency.slug
    return {
        **_quick(request, member),
        "opens": True,
        "name": person.name,
        "language": profile.language.value,
        "proposal": letters.acknowledgement(request, request.contact, by=member, at=now, episode=episode),
        "dismiss_url": reverse("dismissal", args=[slug, request.key]),
        "clock_url": reverse("request_clock", args=[slug, request.key]),
        "fits": likes(request.contact, profile),
    }


def quote(text: str) -> str:
    short = cut(text, LONGEST_QUOTE)
    return _("“%(text)s”") % {"text": wording.isolated(short)} if short else ""


def failed_mail(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """Mail of one's own clients that could not be sent, came back, or is perhaps sent: a person decides. Mail about no
    client, as to an expert, is the owners'.
    """
    whose = Q(client__lead=member)
    if member.role == Role.OWNER:
        whose |= Q(client=None)
    rows = OutboxMessage.objects.filter(whose, state__in=NEEDS_A_PERSON, settled_at__gte=now - timedelta(days=7))
    others = Q(lane=OutboxMessage.Lane.NOTICE) & ~Q(member=member)
    if member.role == Role.OWNER:
        yield from _notices_lost(rows.filter(others), now)
    for message in rows.exclude(others).select_related("client").defer("mime").order_by("settled_at")[:10]:
        slug = message.agency.slug
        yield TodayRow(
            row_id=f"mail-{message.key}",
            section=TodaySection.NOW,
            group=TodayGroup.TO_SEND,
            at=message.settled_at or now,
            lead=_("A mail to %(address)s: %(state)s.")
            % {"address": message.recipient, "state": message.get_state_display()},
            about=quote(message.subject),
            client=message.client.name if message.client else "",
            client_url=reverse("client", args=[slug, message.client.key]) if message.client else "",
            icon="warning",
            template="comms/today_link.html",
            data={"label": _("Look at it"), "url": f"{reverse('outbox', args=[slug])}?state={standing_of(message)}"},
        )


def _notices_lost(rows: QuerySet[OutboxMessage], now: datetime) -> Iterable[TodayRow]:
    """Notices to others are theirs alone: that they do not arrive is said once for each reader, not what they say."""
    lost = rows.select_related("member__user").defer("mime").order_by("settled_at")
    by_reader = {notice.member: notice for notice in lost}
    for reader, notice in list(by_reader.items())[:10]:
        yield TodayRow(
            row_id=f"notices-{notice.key}",
            section=TodaySection.NOW,
            group=TodayGroup.TO_SEND,
            at=notice.settled_at or now,
            lead=_("Notices to %(name)s do not arrive.") % {"name": reader.user if reader else notice.recipient},
            rest=_("Ask for an address that works."),
            about=notice.recipient,
            icon="warning",
            template="comms/today_link.html",
            data={"label": _("Look at it"), "url": reverse("members", args=[notice.agency.slug])},
        )


def sidebar_clocks(client_ids: Sequence[int], member: Membership, now: datetime) -> dict[int, dict[str, Any]]:
    """The first running clock of each client, for the list at the side and the clients table."""
    zone = timezone.get_current_timezone()
    found = first_clocks(list(client_ids))
    return {pk: clock_words.short(episode, now, zone) for pk, episode in found.items()}


def inbox_count(member: Membership, now: datetime) -> int:
    """How many clocks run that the member is responsible for."""
    return Episode.objects.filter(responsible=member, closed_at=None).count()
