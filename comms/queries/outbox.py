"""Mail that left, or should have: rows a member may see, and one page of them in words."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership, Role
from agency.permissions import may
from clients.queries.reach import kept_to_own
from comms.models import OutboxMessage
from comms.reply_words import meant

State, Lane = OutboxMessage.State, OutboxMessage.Lane


class Standing(StrEnum):
    """The groups of the page's filter."""

    WAITING = "waiting"
    LEAVING = "leaving"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


STATES: dict[Standing, tuple[str, ...]] = {
    Standing.WAITING: (State.QUEUED, State.RETRY),
    Standing.LEAVING: (State.CLAIMED, State.SENDING),
    Standing.FAILED: (State.DEAD,),
    Standing.BOUNCED: (State.BOUNCED,),
    Standing.UNCERTAIN: (State.UNCERTAIN,),
    Standing.SENT: (State.SENT, State.DELIVERED),
    Standing.WITHDRAWN: (State.WITHDRAWN,),
}
SIGNS = {
    State.QUEUED: ("info", "clock"),
    State.CLAIMED: ("info", "clock"),
    State.SENDING: ("info", "send"),
    State.RETRY: ("attention", "clock"),
    State.SENT: ("good", ""),
    State.DELIVERED: ("good", ""),
    State.DEAD: ("late", ""),
    State.BOUNCED: ("late", ""),
    State.UNCERTAIN: ("attention", ""),
    State.WITHDRAWN: ("", "undo"),
}
MOVING = (State.QUEUED, State.RETRY, State.CLAIMED, State.SENDING)
A_MOMENT = timedelta(minutes=2)
NEEDS_A_PERSON = (State.DEAD, State.BOUNCED, State.UNCERTAIN)


def standing_of(message: OutboxMessage) -> Standing:
    """Under which of the page's filters the mail is found."""
    return next(standing for standing, states in STATES.items() if message.state in states)


def outbox_rows(member: Membership) -> QuerySet[OutboxMessage]:
    """What left to the member's clients, and what they wrote themselves; owners see all but account mail, which is no
    agency's. Notices to others are theirs alone. Without the message's bytes."""
    rows = OutboxMessage.objects.defer("mime").exclude(Q(lane=Lane.NOTICE) & ~Q(member=member))
    if kept_to_own(member):
        rows = rows.filter(Q(client__lead=member) | Q(client__backup=member) | Q(written_by=member) | Q(member=member))
    elif member.role != Role.OWNER:
        rows = rows.filter(Q(client__isnull=False) | Q(written_by=member) | Q(member=member))
    people = ("client", "contact__person", "member__user", "written_by__user", "interaction__request")
    return rows.select_related(*people)


def counts(rows: QuerySet[OutboxMessage]) -> dict[Standing, int]:
    """How many stand where, in one query."""
    by_state = dict(rows.order_by().values("state").annotate(number=Count("pk")).values_list("state", "number"))
    return {group: sum(by_state.get(state, 0) for state in states) for group, states in STATES.items()}


def searched(rows: QuerySet[OutboxMessage], words: str) -> QuerySet[OutboxMessage]:
    """Those with all of these words in recipient, subject, client's or contact's name."""
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(recipient__icontains=word)
            | Q(subject__icontains=word)
            | Q(client__name__icontains=word)
            | Q(contact__person__name__icontains=word)
        )
    return rows


def standing(rows: QuerySet[OutboxMessage], group: str, lane: str = "") -> QuerySet[OutboxMessage]:
    """Those of a group and a lane; an empty word is all."""
    if group in STATES:
        rows = rows.filter(state__in=STATES[Standing(group)])
    return rows.filter(lane=lane) if lane else rows


def in_words(message: OutboxMessage, member: Membership, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """A row as the page shows it, with what this member may do to it."""
    state = State(message.state)
    kind, icon = SIGNS[state]
    name = message.contact.person.name if message.contact else str(message.member.user) if message.member else ""
    return {
        "key": message.key,
        "when": wording.moment(message.queued_at, zone, now),
        "datetime": message.queued_at.isoformat(),
        "name": name or message.recipient,
        "recipient": message.recipient,
        "client": message.client.name if message.client else "",
        "subject": message.subject,
        "url": reverse("outbox_message", args=[message.agency.slug, message.key]),
        "thread_url": _thread_url(message),
        "moves": message.state in MOVING and _soon(message, now),
        "lane": capfirst(message.get_lane_display()),
        "by": str(message.written_by) if message.written_by else "",
        "sign_kind": kind,
        "sign_icon": icon,
        "sign": capfirst(message.get_state_display()),
        "about": _about(message, state, now, zone),
        "actions": actions(message, member),
        "may_pick": message.state in NEEDS_A_PERSON and may(member, "outbox.settle", message.client),
    }


def _soon(message: OutboxMessage, now: datetime) -> bool:
    """Whether it may look different in a moment, so that the page asks again."""
    return message.next_attempt_at is None or message.next_attempt_at < now + A_MOMENT


def actions(message: OutboxMessage, member: Membership) -> list[dict[str, str]]:
    """What may be done now: {label, url, icon}."""
    if not may(member, "outbox.settle", message.client):
        return []
    here = [message.agency.slug, message.key]
    found = []
    if message.state in OutboxMessage.WAITING and message.handed_at is None:
        found.append({"label": _("Withdraw"), "url": reverse("outbox_withdrawal", args=here), "icon": "undo"})
    if message.state == State.UNCERTAIN:
        found.append({"label": _("It did arrive"), "url": reverse("outbox_arrival", args=here), "icon": "check"})
    if message.state in NEEDS_A_PERSON:
        found.append({"label": _("Send again"), "url": reverse("outbox_retry", args=here), "icon": "send"})
    return found


def _thread_url(message: OutboxMessage) -> str:
    request = message.interaction.request if message.interaction else None
    return reverse("request", args=[message.agency.slug, request.key]) if request else ""


def _about(message: OutboxMessage, state: str, now: datetime, zone: ZoneInfo) -> str:
    """Why it stands so, and when it is tried next."""
    if state == State.QUEUED and message.next_attempt_at and message.next_attempt_at > now:
        if _soon(message, now):
            return _("leaves in a moment")
        return _("leaves %(when)s") % {"when": wording.moment(message.next_attempt_at, zone, now)}
    if state == State.RETRY and message.next_attempt_at:
        again = wording.moment(message.next_attempt_at, zone, now)
        return _("Next attempt %(again)s. %(reply)s") % {"reply": said(message.server_reply), "again": again}
    return said(message.server_reply) if state in NEEDS_A_PERSON else ""


def said(reply: str) -> str:
    """What the server meant, and its own words behind it."""
    meaning = meant(reply)
    return f"{meaning} ({reply})" if meaning and reply else reply


def csv_rows(rows: QuerySet[OutboxMessage], zone: ZoneInfo) -> Iterator[Sequence[object]]:
    """The head and one line a mail, moments as ISO text in the reader's zone."""
    yield (
        *(_("Queued"), _("Recipient"), _("Name"), _("Client"), _("Subject"), _("Kind"), _("Written by")),
        *(_("How it stands"), _("Attempts"), _("What the server said"), _("Settled"), _("Message-ID")),
    )
    for row in rows.iterator(chunk_size=500):
        yield (
            row.queued_at.astimezone(zone).isoformat(timespec="seconds"),
            row.recipient,
            row.contact.person.name if row.contact else "",
            row.client.name if row.client else "",
            row.subject,
            row.get_lane_display(),
            str(row.written_by) if row.written_by else "",
            row.get_state_display(),
            row.attempts,
            row.server_reply,
            row.settled_at.astimezone(zone).isoformat(timespec="seconds") if row.settled_at else "",
            row.message_id,
        )
