"""What a message of a conversation shows beyond its text: when it leaves, what can still be done, who is named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agency import wording
from clients.glossary import Matcher
from comms import agreement_words, composing, inbox_pages, mentions
from comms.models import Interaction, OutboxMessage

State = OutboxMessage.State


def messages(said: Sequence[Interaction], now: datetime, words: Matcher | None = None) -> list[dict[str, Any]]:
    """All messages of a conversation, as comms/message.html takes them: one query for the names in notes, one for the
    summaries that they answer. `words` are the client's: what they mean stands where they write it.
    """
    prefetch_related_objects(said, "mentions")
    heard = [one.at for one in said if one.direction == Interaction.Direction.INBOUND]
    last_heard = max(heard, default=None)
    agreement = agreement_words.of_messages(said, now)
    shown = [
        {**inbox_pages.message(one, now), **_beyond(one, last_heard, now), "agreement": agreement.get(one.pk)}
        for one in said
    ]
    if words is not None:
        for message in shown:
            message["html"] = message["html"] or with_meanings(message, words)
    return shown


def _beyond(said: Interaction, last_heard: datetime | None, now: datetime) -> dict[str, Any]:
    if said.internal:
        return {"html": with_names(said)}
    waiting = [copy for copy in said.outgoing.all() if copy.state == State.QUEUED and copy.next_attempt_at]
    if not waiting or not _by_mail(said):
        return {}
    leaves_at = max(copy.next_attempt_at for copy in waiting if copy.next_attempt_at)
    if said.at <= now:
        return {"until": leaves_at.isoformat()} if leaves_at > now and said.member_id else {}
    return {
        "when": " · ".join((_written_words(waiting[0], now), str(said.get_kind_display()))),
        "state": _("leaves %(when)s") % {"when": _leaves(said, now)},
        "state_kind": "info",
        "hurry_url": reverse("message_sending", args=[said.agency.slug, said.key]),
        "overtaken": _overtaken(said, waiting[0], last_heard),
    }


def _by_mail(said: Interaction) -> bool:
    return said.kind == Interaction.Kind.EMAIL and said.direction == Interaction.Direction.OUTBOUND


def _leaves(said: Interaction, now: datetime) -> str:
    if said.contact is None:
        return wording.moment(said.at, _ours(), now)
    return composing.leaves_words(said.at, said.contact, now)


def _ours() -> ZoneInfo:
    zone = timezone.get_current_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")


def _written_words(copy: OutboxMessage, now: datetime) -> str:
    return _("written %(when)s") % {"when": wording.moment(copy.queued_at, _ours(), now)}


def _overtaken(said: Interaction, copy: OutboxMessage, last_heard: datetime | None) -> str:
    """That the client has written since this was written."""
    if last_heard is None or last_heard <= copy.queued_at or said.contact is None:
        return ""
    name = wording.first_name(said.contact.person.name)
    return _("%(name)s has written since. This leaves as it stands unless you take it back.") % {"name": name}


def with_meanings(message: dict[str, Any], words: Matcher) -> SafeString | str:
    """A message's text with the words of the glossary marked, each once; '' where none stands in it."""
    text, pieces, at = message["text"], [], 0
    told: set[int] = set()
    for hit in words.find(text):
        if id(hit.term) in told or message["rest"]:
            continue
        told.add(id(hit.term))
        pieces.append(conditional_escape(text[at : hit.start]))
        word, meaning = text[hit.start : hit.end], hit.term.meaning
        marked = '<dfn class="term" tabindex="0" data-meaning="{}" aria-description="{}">{}</dfn>'
        pieces.append(format_html(marked, meaning, meaning, word))
        at = hit.end
    if not pieces:
        return ""
    return mark_safe(linebreaks("".join([*pieces, conditional_escape(text[at:])])))  # noqa: S308 - escaped above


def with_names(note: Interaction) -> SafeString:
    """A note's text with the names of those mentioned marked."""
    words = [mention.words for mention in note.mentions.all()]
    if not words:
        return mark_safe(linebreaks(note.text, autoescape=True))  # noqa: S308 - escaped there
    marked = [
        format_html("<mark>{}</mark>", piece) if named else conditional_escape(piece)
        for piece, named in mentions.pieces(note.text, words)
    ]
    return mark_safe(linebreaks("".join(marked)))  # noqa: S308 - each piece is escaped
