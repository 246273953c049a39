"""The Inbox and a conversation in words: from rows to what the templates show."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, gettext_lazy

from agency import absence_words, wording
from agency.models import Absence, Agency, Membership
from clients.profile import effective_profile
from comms import clock_words, cover_words
from comms.mail.sanitise import sanitise
from comms.models import ChatPost, Episode, InboundMessage, Interaction, OutboxMessage, Request
from comms.queries.cover import covered_by
from comms.queries.inbox import Show, clock_of

LONGEST_SHOWN, SHORTEST_SHOWN = 6000, 3000
"""Letters of a message that stand there before it is opened: at most, and at least."""

OUTGOING_WORDS = {
    OutboxMessage.State.QUEUED: ("info", gettext_lazy("on its way")),
    OutboxMessage.State.CLAIMED: ("info", gettext_lazy("on its way")),
    OutboxMessage.State.SENDING: ("info", gettext_lazy("on its way")),
    OutboxMessage.State.RETRY: ("attention", gettext_lazy("will be tried again")),
    OutboxMessage.State.DEAD: ("late", gettext_lazy("could not be sent")),
    OutboxMessage.State.UNCERTAIN: ("attention", gettext_lazy("perhaps sent")),
    OutboxMessage.State.BOUNCED: ("late", gettext_lazy("came back")),
    OutboxMessage.State.WITHDRAWN: ("", gettext_lazy("withdrawn")),
}

POST_WORDS = {
    ChatPost.State.QUEUED: "info",
    ChatPost.State.CLAIMED: "info",
    ChatPost.State.RETRY: "attention",
    ChatPost.State.DEAD: "late",
}


def tabs(agency: Agency, show: Show, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        Show.MINE: _("Mine"),
        Show.UNASSIGNED: _("Unassigned"),
        Show.ALL: _("All"),
        Show.WAITING: _("Waiting"),
        Show.BROKEN: _("Broken"),
        Show.UNMATCHED: _("Unmatched"),
    }
    url = reverse("inbox", args=[agency.slug])
    return [
        {"label": words, "url": f"{url}?show={tab.value}", "count": counts.get(tab.value, 0), "current": tab is show}
        for tab, words in labels.items()
    ]


def rows(
    requests: Sequence[Request],
    show: Show,
    now: datetime,
    current: str = "",
    asked: Mapping[str, str] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    zone = timezone.get_current_timezone()
    query = urlencode(dict(asked) or {"show": show.value})
    return [row(request, now, zone, current, query) for request in requests]


def row(request: Request, now: datetime, zone: ZoneInfo, current: str = "", query: str = "") -> dict[str, Any]:
    episode = clock_of(request)
    is_open = episode is not None and episode.closed_at is None
    url = reverse("request", args=[request.agency.slug, request.key])
    return {
        "key": request.key,
        "url": f"{url}?{query}" if query else url,
        "author": request.contact.person.name,
        "subject": request.subject,
        "about": " · ".join(
            filter(None, (request.client.name, wording.moment(request.last_at, zone, now), _holder(request)))
        ),
        "unanswered": is_open,
        "plans": plans(request, now, zone),
        "current": request.key == current,
        "clock": clock_words.running(episode, now, zone)
        if episode and is_open
        else clock_words.settled(request, episode),
    }


def plans(request: Request, now: datetime, zone: ZoneInfo) -> str:
    """'Put off until tomorrow 09:00 · Ask Anders, by Friday', or nothing."""
    said = []
    if request.snoozed_until is not None and request.snoozed_until > now:
        said.append(_("Put off until %(when)s") % {"when": wording.moment(request.snoozed_until, zone, now)})
    if request.next_step:
        on = wording.day(request.next_step_on, now.astimezone(zone).date()) if request.next_step_on else ""
        said.append(_("%(step)s, %(day)s") % {"step": request.next_step, "day": on} if on else request.next_step)
    return " · ".join(said)


def _holder(request: Request) -> str:
    return str(request.assignee.user) if request.assignee else ""


def zone_of(request: Request) -> ZoneInfo:
    return ZoneInfo(effective_profile(request.contact, request.client, request.agency).zone.value)


def thread(request: Request, episode: Episode | None, now: datetime) -> dict[str, Any]:
    """The head of a conversation: the clock in a sentence, in both zones if they differ."""
    ours, theirs = timezone.get_current_timezone(), zone_of(request)
    if episode is None or episode.closed_at is not None:
        return {"clock": clock_words.settled(request, episode), "open": False}
    clock = clock_words.running(episode, now, ours, theirs)
    waited = clock_words.waited(episode, request.contact.person.name, now)
    sentence = f"{waited} {clock_words.acknowledge_by(episode, now, ours)}"
    cover = cover_words.stands_in(episode, covered_by([episode], now), now)
    responsible = str(episode.responsible.user)
    return {"clock": {**clock, "words": sentence}, "open": True, "responsible": responsible, "cover": cover}


def message(interaction: Interaction, now: datetime) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    ours = interaction.direction != Interaction.Direction.INBOUND
    author = _author(interaction)
    kind, state = _delivery(interaction)
    text, rest = folded(interaction.text)
    return {
        "key": interaction.key,
        "author": author,
        "initials": wording.initials(author),
        "role": _("automatic") if interaction.automatic else "",
        "when": " · ".join((wording.moment(interaction.at, zone, now), _way(interaction))),
        "ours": ours,
        "inside": interaction.internal,
        "keeps": not (interaction.internal or interaction.automatic),
        "text": text,
        "rest": rest,
        "html": _shown(interaction),
        "quoted": interaction.quoted,
        "files": [
            {
                "name": file.name,
                "url": reverse("attachment", args=[interaction.agency.slug, file.key]),
                "size": filesizeformat(file.size),
            }
            for file in interaction.attachments.all()
        ],
        "state_kind": kind,
        "state": state,
        "undo_url": _undo_url(interaction),
    }


def folded(text: str) -> tuple[str, str]:
    """What stands there at once, and the rest of a very long message, parted between lines or else between words."""
    if len(text) <= LONGEST_SHOWN:
        return text, ""
    gaps = (text.rfind(gap, SHORTEST_SHOWN, LONGEST_SHOWN) for gap in ("\n", " "))
    parted = next((place for place in gaps if place > 0), LONGEST_SHOWN)
    return text[:parted].rstrip(), text[parted:].strip()


def _shown(interaction: Interaction) -> str:
    """The HTML of a mail that has no text of its own, made harmless; images from elsewhere stay blocked."""
    if interaction.text.strip() or not interaction.html:
        return ""
    return mark_safe(sanitise(interaction.html, lambda cid: None).html)  # noqa: S308 - nh3 has cleaned it


def _way(interaction: Interaction) -> str:
    """How it was said. What is of no other kind in a conversation is a summary, or what a client answered to one."""
    if interaction.kind != Interaction.Kind.LETTER:
        return str(interaction.get_kind_display())
    return _("answer to a summary") if interaction.direction == Interaction.Direction.INBOUND else _("summary")


def _author(interaction: Interaction) -> str:
    if interaction.direction == Interaction.Direction.INBOUND and interaction.contact:
        return interaction.contact.person.name
    return str(interaction.member.user) if interaction.member else interaction.agency.name


def _delivery(interaction: Interaction) -> tuple[str, str]:
    """How the mail or the post stands, said only while it is not simply sent."""
    if (post := getattr(interaction, "chat_post", None)) is not None:
        return POST_WORDS.get(ChatPost.State(post.state), ""), str(post.get_state_display())
    for outgoing in interaction.outgoing.all():
        if outgoing.state in OUTGOING_WORDS:
            kind, words = OUTGOING_WORDS[OutboxMessage.State(outgoing.state)]
            return kind, str(words)
    return "", ""


def _undo_url(interaction: Interaction) -> str:
    """While it waits its twenty seconds, a mail or a post can be taken back."""
    post = getattr(interaction, "chat_post", None)
    if post is not None and post.state == ChatPost.State.QUEUED:
        return reverse("chat_withdrawal", args=[interaction.agency.slug, interaction.key])
    by_mail = interaction.kind == Interaction.Kind.EMAIL
    if by_mail and any(outgoing.state == OutboxMessage.State.QUEUED for outgoing in interaction.outgoing.all()):
        return reverse("message_withdrawal", args=[interaction.agency.slug, interaction.key])
    return ""


def _waits(message: InboundMessage) -> bool:
    """Whether somebody may wait for an answer: not behind mail to many, nor behind what a machine wrote."""
    return message.wants_answer or message.state == InboundMessage.State.QUARANTINED


def unmatched_row(message: InboundMessage, now: datetime, current: str = "") -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    return {
        "key": message.key,
        "url": reverse("unmatched", args=[message.agency.slug, message.key]),
        "author": message.sender_name or message.sender or _("An unreadable sender"),
        "address": message.sender,
        "subject": message.subject or _("(no subject)"),
        "about": " · ".join(
            (message.sender, wording.moment(message.received_at, zone, now), str(message.get_state_display()))
        ),
        "clock": {"words": wording.span(now - message.received_at), "state": ""} if _waits(message) else None,
        "triage": str(message.triage.user) if message.triage else "",
        "current": message.key == current,
        "excerpt": message.excerpt,
        "problem": message.problem,
    }


def holders(members: Sequence[Membership], away: Mapping[int, Absence], today: date) -> list[dict[str, str]]:
    """To whom something can be given, and who of them is away until when."""
    return [
        {
            "key": member.key,
            "name": str(member.user),
            "away": absence_words.away_until(away[member.pk].last, today) if member.pk in away else "",
        }
        for member in members
    ]
