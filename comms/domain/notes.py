"""The automatic note that keeps a promise while nobody answers: honest about being automatic, and it never loops."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from agency.domain.events import SYSTEM, record
from clients.models import PersonAddress
from comms import clock as clocks, loops, note_words
from comms.clock import Clock, Stage
from comms.domain import acknowledgements, clocks as rows, outbox, senders, together
from comms.domain.own_addresses import OwnAddresses
from comms.domain.proofs import authenticated
from comms.mail.parse import parse
from comms.models import Answer, Episode, Interaction, OutboxMessage, Request, StageFired
from comms.stage_words import ARCHIVED, WITH_ANOTHER


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the note is held back for good; empty when it may go."""

    why: str = ""


def take_turn(episode_id: int, at: datetime) -> None:
    """One note at a time for each person; who comes second finds the first one's note, and itself among those it named.

    Taken before the thread is locked: a thread held by somebody who waits for this turn would be left out of the note.
    """
    running = Episode.objects.filter(pk=episode_id, closed_at=None)
    for stage_times, person_id in running.values_list("stage_times", "request__contact__person"):
        planned = clocks.plan_from_stored(stage_times).get(Stage.NOTE)
        if planned is not None and planned <= at:
            list(PersonAddress.objects.select_for_update().filter(person=person_id).order_by("pk"))


def judge(episode: Episode, clock: Clock, at: datetime) -> tuple[Clock, Verdict]:
    """Whether the note that is due may go. One that only has to wait is postponed in the clock that comes back."""
    if episode.client.archived:
        return clock, Verdict(ARCHIVED)
    try:
        recipient = senders.recipient(episode.request.contact).address
    except senders.NoAddress:
        return clock, Verdict(loops.Obstacle.NO_ADDRESS)
    last = _notes_to(recipient).order_by("-queued_at").values_list("queued_at", flat=True).first()
    said = _last_message(episode)
    by_mail = said is not None and said.kind == Interaction.Kind.EMAIL
    parsed = parse(bytes(said.inbound.raw)) if said and said.inbound and by_mail else None
    reason = loops.obstacle(
        parsed.headers if parsed else (),
        sender=parsed.sender.address if parsed else recipient,
        return_path=parsed.return_path if parsed else None,
        own_addresses=OwnAddresses(episode.agency),
        authenticated=authenticated(parsed) if parsed else None,
        last_note_at=last,
        thread_notes=_notes_in_thread(episode.request),
        now=at,
        promise_at=clock.promise_at,
    )
    if reason is loops.Obstacle.RECENT:
        return clocks.postpone_note(clock, loops.note_time(at, last, clock.promise_at)), Verdict()
    return clock, Verdict(reason or "")


def send(episode: Episode, *, at: datetime) -> OutboxMessage:
    """One note that names and keeps all open episodes of its person, each of which counts it as its own."""
    contact = episode.request.contact
    covered = [episode, *_others_of(episode)]
    letter = note_words.letter(covered, contact, hours=rows.hours_at(episode.agency, at), at=at)
    interaction = Interaction.objects.create(
        client=episode.client,
        request=episode.request,
        kind=Interaction.Kind.EMAIL,
        direction=Interaction.Direction.OUTBOUND,
        automatic=True,
        at=at,
        contact=contact,
        subject=letter.subject,
        text=letter.text,
    )
    message = outbox.queue(
        purpose_key=f"note:{episode.key}",
        lane=OutboxMessage.Lane.AUTOMATIC,
        to=contact,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        at=at,
        request=episode.request,
        interaction=interaction,
        thing=interaction,
        language=letter.language,
    )
    interaction.message_id = message.message_id
    interaction.save(update_fields=["message_id"])
    for each in covered:
        acknowledgements.on_its_way(each, interaction, kind=Answer.Kind.NOTE, by=None, at=at)
        record("episode.note_queued", each, by=SYSTEM, at=at, note=interaction.key)
    for other in covered[1:]:
        _count_as_noted(other, episode, at)
    return message


def _others_of(episode: Episode) -> list[Episode]:
    """Further episodes of the same person whose promise is still to be kept; those that somebody holds are left out."""
    threads = Request.objects.filter(contact__person_id=episode.request.contact.person_id)
    running = Episode.objects.filter(request__in=threads, closed_at=None, promise=Episode.Promise.PENDING)
    running = running.filter(client__archived_at=None)
    ids = dict(running.exclude(pk=episode.pk).order_by("promise_at").values_list("request_id", "pk"))
    free = Request.objects.select_for_update(skip_locked=True).filter(pk__in=ids).values_list("pk", flat=True)
    return [rows.locked(ids[request_id]) for request_id in sorted(free)]


def _count_as_noted(other: Episode, episode: Episode, at: datetime) -> None:
    clock = rows.read(other)
    if Stage.NOTE in clock.fired or Stage.NOTE not in clock.plan:
        return
    why = f"{WITH_ANOTHER}{episode.key}"
    due_at = clock.plan[Stage.NOTE]
    StageFired.objects.create(
        client=other.client, episode=other, stage=Stage.NOTE.value, due_at=due_at, fired_at=at, why=why
    )
    rows.write(other, rows.read(other))


def _last_message(episode: Episode) -> Interaction | None:
    """What the client said last in this episode: the note would answer that."""
    said = Interaction.objects.filter(
        request__in=together.ids(episode.request),
        direction=Interaction.Direction.INBOUND,
        at__gte=episode.opened_at,
    )
    return said.select_related("inbound").order_by("-at", "-pk").first()


def _notes_to(address: str) -> "QuerySet[OutboxMessage]":
    notes = OutboxMessage.objects.filter(lane=OutboxMessage.Lane.AUTOMATIC, recipient__iexact=address)
    return notes.exclude(state__in=(OutboxMessage.State.DEAD, OutboxMessage.State.WITHDRAWN))


def _notes_in_thread(request: Request) -> int:
    """How many notes the thread has had since a person of ours last wrote in it."""
    sent = Interaction.objects.filter(request__in=together.ids(request), withdrawn_at=None)
    sent = sent.filter(direction=Interaction.Direction.OUTBOUND)
    last = sent.filter(automatic=False).order_by("-at").values_list("at", flat=True).first()
    notes = sent.filter(automatic=True)
    return (notes.filter(at__gt=last) if last else notes).count()
