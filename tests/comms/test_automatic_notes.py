"""The note that keeps a promise while nobody answers: one for each address, none that could loop."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Client, Contact
from comms.domain import (
    answers,
)
from comms.models import Answer, Episode, Interaction, OutboxMessage, StageFired
from tests.comms.mailroom import (
    HOUR,
    MARIA,
    arrive,
    eml,
    let_pass,
    own_address,
    send_all,
    sweep,
    the_episode,
    told,
    written_by,
)
from tests.servers.smtp import SmtpServer, Verb
from tests.world import House, World

Promise, Target = Episode.Promise, Episode.Target


def test_one_note_names_and_keeps_all_open_episodes_of_its_address(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact, subject="Sale")
    let_pass(ours, 1 * HOUR)
    written_by(ours, ours.contact, subject="Colours")
    written_by(ours, ours.second_contact, subject="Somebody else's")
    let_pass(ours, 19 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    (note,) = server.received
    text = note.message.get_body(("plain",)).get_content()
    assert "Sale" in text
    assert "Colours" in text
    assert "Somebody" not in text
    with within(ours.agency):
        kept = Episode.objects.filter(promise=Promise.KEPT_BY_NOTE)
        assert {episode.request.subject for episode in kept.select_related("request")} == {"Sale", "Colours"}
        assert StageFired.objects.filter(stage="note", why__startswith="with").count() == 1


def test_a_later_note_waits_for_a_day_to_pass_yet_goes_before_its_promise(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact, subject="First")
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    written_by(ours, ours.contact, subject="Second")
    let_pass(ours, 21 * HOUR)
    assert "note" not in sweep(ours), "a day has not passed since the first note"
    let_pass(ours, 2 * HOUR + timedelta(minutes=51))
    assert "note" in sweep(ours)
    send_all()
    assert [one.message["Subject"] for one in server.received] == [
        "We have received: First",
        "We have received: Second",
    ]
    assert the_episode(ours).promise == Promise.KEPT_BY_NOTE


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto-Submitted": "auto-generated"}, "auto_submitted"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List-Id": "<a.b>"}, "list"),
        ({"X-Auto-Response-Suppress": "All"}, "suppressed"),
        ({"Authentication-Results": "mx.example; dmarc=fail"}, "unauthenticated"),
        ({"Reply-To": "hello@mail.rapport.example"}, "own_address"),
    ],
)
def test_where_a_note_could_loop_a_person_is_told_instead_and_the_clock_goes_on(
    ours: House, server: SmtpServer, headers: dict[str, str], why: str
) -> None:
    arrive(ours.agency, eml(MARIA, headers=headers))
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    assert "note" in sweep(ours)
    send_all()
    assert server.received == []
    assert told(ours)["note_held"] == {"Ida", "Daniel"}
    with within(ours.agency):
        assert StageFired.objects.get(stage="note").why == why
    let_pass(ours, 2 * HOUR)
    assert sweep(ours) == ["owners"]


def test_no_automatic_note_goes_to_a_client_who_has_left(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    with within(ours.agency):
        Client.objects.filter(pk=ours.client.pk).update(archived_at=timezone.now(), archived_reason="other")
    let_pass(ours, 21 * HOUR)
    assert "note" in sweep(ours)
    send_all()
    assert [one for one in server.received if "client.example" in one.recipients[0]] == []
    assert told(ours)["note_held"] == {"Ida", "Daniel"}
    with within(ours.agency):
        assert StageFired.objects.get(stage="note").why == "archived"
        assert not Interaction.objects.filter(automatic=True).exists()


def test_a_note_does_not_name_what_somebody_asked_of_a_client_who_has_left(ours: House, server: SmtpServer) -> None:
    request = written_by(ours, ours.contact, subject="The shop")
    gone = written_by(ours, ours.other_contact, subject="The clinic")
    with within(ours.agency):
        Contact.objects.filter(pk=ours.other_contact.pk).update(person=ours.contact.person)
        Client.objects.filter(pk=ours.other_client.pk).update(archived_at=timezone.now(), archived_reason="other")
    let_pass(ours, 21 * HOUR)
    sweep(ours)
    with within(ours.agency):
        assert [answer.episode.request for answer in Answer.objects.all()] == [request]
        note = Interaction.objects.get(automatic=True)
        assert gone.subject not in note.text


def test_two_agencies_notes_do_not_ping_pong(world: World, ours: House, server: SmtpServer) -> None:
    """Their note arrives at a contact of ours who is their mailbox: our note does not answer it, theirs not ours."""
    written_by(world.theirs, world.theirs.contact)
    let_pass(world.theirs, 20 * HOUR + timedelta(minutes=1))
    sweep(world.theirs)
    send_all()
    (note,) = server.received
    with within(ours.agency):
        from clients.models import PersonAddress

        PersonAddress.objects.create(
            person=ours.contact.person, email=own_address(world.theirs.agency.slug), first=False
        )
    arrive(ours.agency, note.raw)
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    assert len(server.received) == 1


def test_a_note_whose_fate_is_unknown_keeps_nothing(ours: House, server: SmtpServer) -> None:
    server.drop(Verb.BODY, times=1, keep=True)
    written_by(ours, ours.contact)
    let_pass(ours, 20 * HOUR + timedelta(minutes=1))
    sweep(ours)
    send_all()
    assert the_episode(ours).promise == Promise.PENDING
    let_pass(ours, 4 * HOUR)
    sweep(ours)
    assert the_episode(ours).promise == Promise.BROKEN


def test_interactions_of_notes_say_that_they_are_automatic(ours: House, server: SmtpServer) -> None:
    written_by(ours, ours.contact)
    let_pass(ours, 21 * HOUR)
    sweep(ours)
    with within(ours.agency):
        note = Interaction.objects.get(automatic=True)
        assert (note.direction, note.member) == ("out", None)
        assert note.message_id == OutboxMessage.objects.get().message_id
        with pytest.raises(ValidationError, match="Nothing of this waits"):
            answers.take_back(note, by=ours.manager, at=timezone.now())
