"""What is said in a client's chat channel: their words open requests with clocks, ours answer them."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from agency.search import indexing
from clients.domain.clients import touch
from clients.models import Contact
from comms import chat_words, drafts
from comms.chat_words import Said
from comms.domain import acknowledgements, answers, clocks as rows, episodes, matching, outbox, posts, together
from comms.domain.answers import NothingWritten
from comms.domain.fallen_answers import falls
from comms.models import Answer, ChatChannel, ChatPost, Episode, InboundMessage, Interaction, Participant, Request

SUBJECT = 80
"""Letters of a message that name its request."""

EXCERPT = 300
ECHO = timedelta(hours=1)
"""How long after a post its words may come back."""

State = InboundMessage.State


class NoPlace(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nothing can be posted to this channel. Choose another way."))


def file(message: InboundMessage, channel: ChatChannel, at: datetime) -> str:
    """Reads a stored message of a channel and puts it where it belongs; its new state. A redelivery leaves no row."""
    said = chat_words.read(bytes(message.raw))
    message.message_id, message.sender, message.sender_name = said.id, said.email.lower(), said.name
    message.fingerprint = hashlib.sha256(f"{channel.key}\n{said.id}".encode()).hexdigest()
    same = InboundMessage.objects.filter(message_id=said.id, fingerprint=message.fingerprint)
    if same.exclude(pk=message.pk).exists():
        message.delete()
        return "repeated"
    message.subject, message.excerpt = _subject(said.text), _plain(said.text)[:EXCERPT]
    member = matching.member_at(said.email)
    message.state = State.FILED
    if _is_an_echo(channel, said, at):
        message.state = State.OURS
    elif member is not None:
        _ours(message, channel, said, member, at)
    else:
        _theirs(message, channel, said)
    message.next_attempt_at, message.problem = None, ""
    message.save()
    ChatChannel.objects.filter(pk=channel.pk).update(heard_at=message.received_at)
    return message.state


def _is_an_echo(channel: ChatChannel, said: Said, at: datetime) -> bool:
    """What we posted there and a program brings back is no message of anybody: the very words, once for each post, and
    not under the address of one of the client's people.
    """
    if matching.contacts_at(said.email).filter(client=channel.client).exists():
        return False
    heard = _plain(said.text)
    posted = ChatPost.objects.filter(channel=channel, queued_at__gte=at - ECHO, attempts__gt=0)
    same = [forms for forms in map(_as_posted, posted) if heard in forms]
    known = {form[:EXCERPT] for forms in same for form in forms}
    back = InboundMessage.objects.filter(channel=channel, state=State.OURS, received_at__gte=at - ECHO)
    return back.filter(excerpt__in=known).count() < len(same)


def _as_posted(post: ChatPost) -> set[str]:
    return {_plain(post.text), _plain(f"{post.title} {post.text}"), _plain(f"{post.title}: {post.text}")}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _theirs(message: InboundMessage, channel: ChatChannel, said: Said) -> Interaction:
    """The client's word, counted from when it was stored. Somebody unknown speaks for the channel's contact."""
    contact = _contact(channel, said)
    request = _thread(channel, said, contact) or episodes.new_request(contact, message.subject, at=message.received_at)
    words = said.text if not said.name or contact.person.name == said.name else f"{said.name}: {said.text}"
    interaction = _interaction(channel, said, request, words, at=message.received_at, contact=contact, inbound=message)
    touch(channel.client, message.received_at)
    record(
        "message.received", interaction, by=contact, at=message.received_at, shown=True, request=request.key,
        found="channel",
    )  # fmt: skip
    episodes.heard(request, at=message.received_at, contact=contact)
    return interaction


def _ours(message: InboundMessage, channel: ChatChannel, said: Said, member: Membership, at: datetime) -> None:
    """A member's word in the channel answers the thread where the client reads it; else it is a note among us."""
    request = _thread(channel, said, None)
    if channel.readers == ChatChannel.Readers.US:
        _among_us(channel, said, request, member, message.received_at)
        return
    interaction = _interaction(
        channel, said, request, said.text, at=message.received_at, contact=channel.contact, member=member,
        inbound=message,
    )  # fmt: skip
    if request is None:
        indexing.renew(interaction)
        return
    touch(channel.client, message.received_at)
    record("message.seen_in_copy", interaction, by=member, at=message.received_at, shown=True, request=request.key)
    for running in together.running(request):
        acknowledgements.spoken(running, interaction, by=member, at=message.received_at, known_at=at)


def _among_us(channel: ChatChannel, said: Said, request: Request | None, member: Membership, at: datetime) -> None:
    """Nobody but us reads it, and nothing can send it anywhere."""
    interaction = Interaction.objects.create(
        client=channel.client,
        request=request,
        kind=Interaction.Kind.CHAT,
        direction=Interaction.Direction.INSIDE,
        internal=True,
        at=at,
        member=member,
        subject=channel.name,
        text=said.text,
        references=_mark(channel, said.thread),
    )
    indexing.renew(interaction)


@transaction.atomic
def answer(
    request: Request,
    channel: ChatChannel,
    text: str,
    *,
    by: Membership,
    at: datetime,
    kind: str = Answer.Kind.ANSWER,
    key: str = "",
) -> Interaction:
    """Answers in the channel, which counts once the service has taken it. `key` is the form's own: sent twice, it is
    one answer. Raises NothingWritten, NoPlace.
    """
    if not text.strip():
        raise NothingWritten
    if not channel.active or not channel.address or channel.readers != ChatChannel.Readers.CLIENT:
        raise NoPlace
    if channel.client_id != request.client_id:
        raise NoPlace
    thread = [rows.lock(pk) for pk in together.ids(request)]
    request = thread[0]
    known = Interaction.objects.filter(key=key).first() if is_key(key) else None
    if known is not None and (known.request_id, known.member_id) == (request.pk, by.pk):
        return known
    interaction = _interaction(
        channel, Said("", text, thread=_thread_of(request, channel)), request, text.strip(), at=at,
        contact=request.contact, member=by, key=key if is_key(key) and known is None else new_key(),
    )  # fmt: skip
    posts.queue(
        channel,
        title=str(by.user),
        text=text.strip(),
        purpose_key=f"answer:{interaction.key}",
        at=at,
        interaction=interaction,
        hold=outbox.HOLD,
    )
    for one in thread:
        answers.is_answered_by(one, interaction, kind, by=by, at=at)
    record("request.answered_in_chat", request, by=by, at=at, shown=True, kind=kind, interaction=interaction.key)
    return interaction


@transaction.atomic
def take_back(interaction: Interaction, *, by: Membership, at: datetime) -> None:
    """Undo, while it waits: nothing is posted, the clock runs on, and the text is a draft of the reply.

    Raises ValidationError when it has left.
    """
    post = ChatPost.objects.filter(interaction=interaction).first()
    try:
        if post is None:
            raise posts.TooLate
        posts.withdraw(post)
    except posts.TooLate:
        raise ValidationError(_("It stands in the channel already.")) from None
    interaction.withdrawn_at = at
    interaction.save(update_fields=["withdrawn_at"])
    falls(interaction, Answer.Fate.WITHDRAWN, at)
    if interaction.request is not None:
        drafts.give_back(by, drafts.reply_place(interaction.request), {"text": [interaction.text]}, at=at)
    record("request.answer_taken_back", interaction, by=by, at=at, interaction=interaction.key)


def _interaction(
    channel: ChatChannel,
    said: Said,
    request: Request | None,
    text: str,
    *,
    at: datetime,
    contact: Contact,
    member: Membership | None = None,
    **more: Any,
) -> Interaction:
    interaction = Interaction.objects.create(
        client=channel.client,
        request=request,
        kind=Interaction.Kind.CHAT,
        direction=Interaction.Direction.OUTBOUND if member else Interaction.Direction.INBOUND,
        at=at,
        contact=contact,
        member=member,
        subject=channel.name,
        text=text,
        references=_mark(channel, said.thread),
        **more,
    )
    Participant.objects.create(client=channel.client, interaction=interaction, contact=contact)
    return interaction


def _contact(channel: ChatChannel, said: Said) -> Contact:
    theirs = matching.contacts_at(said.email).filter(client=channel.client)
    return theirs.first() or channel.contact


def _thread(channel: ChatChannel, said: Said, contact: Contact | None) -> Request | None:
    """The request of the named thread; without one, what is still open of this person (for us: of anybody) here."""
    said_there = _said_in(channel, said.thread)
    if not said.thread:
        said_there = said_there.filter(request__in=Episode.objects.filter(closed_at=None).values("request"))
        if contact is not None:
            said_there = said_there.filter(request__contact=contact)
    last = said_there.exclude(request=None).order_by("-at", "-pk").select_related("request").first()
    return together.survivor(last.request) if last is not None and last.request is not None else None


def _thread_of(request: Request, channel: ChatChannel) -> str:
    """What the service calls the thread of this request, if it called it anything."""
    stem = _mark(channel, "")
    marked = Interaction.objects.filter(request=request, kind=Interaction.Kind.CHAT, references__startswith=stem)
    mark = marked.order_by("at", "pk").values_list("references", flat=True).first() or stem
    return mark.removeprefix(stem)


def _said_in(channel: ChatChannel, thread: str) -> "QuerySet[Interaction]":
    return Interaction.objects.filter(
        client=channel.client, kind=Interaction.Kind.CHAT, references=_mark(channel, thread)
    )


def _mark(channel: ChatChannel, thread: str) -> str:
    return f"chat:{channel.key}:{thread}"


def _subject(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), text)
    return Truncator(_plain(first)).chars(SUBJECT)
