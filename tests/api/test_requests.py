"""Requests, flags, calls and summaries by program; and that the same call twice is one mail."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import Favour
from comms.models import Interaction, OutboxMessage, Request, ScopeFlag
from tests.api.conftest import Program, token_for
from tests.api.scenes import asked, called, scope_for
from tests.api.test_clients_and_people import faults
from tests.comms.test_desk import planned
from tests.world import House, World


@pytest.fixture
def request_there(world: World) -> Request:
    with within(world.ours.agency):
        return asked(world.ours.contact, timezone.now())


def here(request: Request, what: str = "") -> str:
    return f"requests/{request.key}/{what}"


def mails(house: House) -> list[OutboxMessage]:
    with within(house.agency):
        return list(OutboxMessage.objects.exclude(lane=OutboxMessage.Lane.NOTICE))


def test_acknowledging(world: World, request_there: Request, manager: Program, specialist: Program) -> None:
    answer = manager.post(here(request_there, "acknowledgement/"))
    assert answer.status_code == 201
    assert [mail["state"] for mail in answer.data["mails"]] == ["queued"]
    assert "Maria" in answer.data["text"]
    assert manager.get(here(request_there)).data["state"] == "acknowledged"
    assert specialist.post(here(request_there, "acknowledgement/")).status_code == 403


def test_answering(world: World, request_there: Request, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        other = asked(house.contact, timezone.now())
    body = {"text": "It moves.", "to": [house.contact.key, house.second_contact.key], "also": [other.key]}
    answer = manager.post(here(request_there, "answer/"), body)
    assert answer.status_code == 201
    assert len(answer.data["mails"]) == 2
    for request in (request_there, other):
        assert manager.get(here(request)).data["state"] == "answered"
    assert manager.get(here(request_there)).data["assignee"]["name"] == "Ida Brandt"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"text": "required"}),
        ({"text": " "}, {"text": "blank"}),
        ({"text": "x" * 50_001}, {"text": "max_length"}),
        ({"text": "x", "to": []}, {"to": "empty"}),
        ({"text": "x", "to": ["{foreign}"]}, {"to.0": "missing"}),
        ({"text": "x", "to": ["{mine}", "{elsewhere}"]}, {"to.1": "missing"}),
        ({"text": "x", "also": ["{mine}"]}, {"also.0": "missing"}),
        ({"text": "x", "to": "everybody"}, {"to": "not_a_list"}),
    ],
)
def test_an_answer_that_is_wrong(
    world: World, request_there: Request, manager: Program, body: dict[str, Any], expected: dict[str, str]
) -> None:
    keys = {
        "{foreign}": world.theirs.contact.key,
        "{mine}": world.ours.contact.key,
        "{elsewhere}": world.ours.other_contact.key,
    }
    for name in ("to", "also"):
        if isinstance(body.get(name), list):
            body = {**body, name: [keys[key] for key in body[name]]}
    answer = manager.post(here(request_there, "answer/"), body)
    assert (answer.status_code, faults(answer)) == (400, expected)
    assert mails(world.ours) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_call_twice_is_one_mail(
    world: World, request_there: Request, manager: Program, owner: Program
) -> None:
    once, body = {"Idempotency-Key": "order-7"}, {"text": "It moves."}
    first = manager.post(here(request_there, "answer/"), body, **once)
    again = manager.post(here(request_there, "answer/"), body, **once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert len(mails(world.ours)) == 1
    other = manager.post(here(request_there, "answer/"), {"text": "Another."}, **once)
    assert (other.status_code, faults(other)) == (422, {"Idempotency-Key": "key_reused"})
    assert owner.post(here(request_there, "answer/"), body, **once).data["id"] != first.data["id"]
    assert manager.post(here(request_there, "answer/"), body).data["id"] != first.data["id"]
    assert len(mails(world.ours)) == 3


@pytest.mark.django_db(transaction=True)
def test_mail_is_one_even_when_the_answer_was_forgotten(world: World, request_there: Request, manager: Program) -> None:
    once, body = {"Idempotency-Key": "order-8"}, {"text": "It moves."}
    first = manager.post(here(request_there, "answer/"), body, **once)
    cache.clear()
    assert manager.post(here(request_there, "answer/"), body, **once).data["id"] == first.data["id"]
    assert len(mails(world.ours)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_call_may_be_made_again(world: World, request_there: Request, manager: Program) -> None:
    once = {"Idempotency-Key": "note"}
    assert manager.post(here(request_there, "closure/"), **once).status_code == 422
    body = {"name": "Solvang Cycles"}
    assert manager.post("clients/", body, **once).status_code == 422
    assert manager.post("clients/", {"name": "New"}, **once).status_code == 201
    assert manager.post("clients/", {"name": "New"}, **once).status_code == 201
    for key in ("", "x" * 101, "a key"):
        wrong = manager.post("clients/", {"name": "Other"}, **{"Idempotency-Key": key})
        assert (wrong.status_code, faults(wrong)) == (400, {"Idempotency-Key": "invalid"})


def test_two_at_once_with_one_key(world: World, manager: Program) -> None:
    """The first call's mark stands while it works; the second is told to wait."""
    once = {"Idempotency-Key": "slow"}
    assert manager.post("clients/", {"name": "New"}, **once).status_code == 201
    waiting = manager.post("clients/", {"name": "New"}, **once)  # the test's own transaction never ends
    assert (waiting.status_code, waiting.data["title"]) == (409, "Still at it")


def test_notes_assignment_dismissal_closure(
    world: World, request_there: Request, manager: Program, specialist: Program
) -> None:
    note = specialist.post(here(request_there, "notes/"), {"text": "She means Friday."})
    assert (note.status_code, note.data["internal"], note.data["mails"]) == (201, True, [])
    assigned = manager.put(here(request_there, "assignment/"), {"member": world.ours.specialist.key})
    assert assigned.data["assignee"]["name"] == "Lena Köhler"
    assert manager.put(here(request_there, "assignment/"), {"member": None}).data["assignee"] is None
    assert faults(manager.put(here(request_there, "assignment/"), {})) == {"member": "required"}
    waits = manager.post(here(request_there, "closure/"))
    assert (waits.status_code, faults(waits)) == (422, {"": "open"})
    dismissed = manager.post(here(request_there, "dismissal/")).data
    assert dismissed["clock"]["dismissed_at"] is not None
    assert manager.delete(here(request_there, "dismissal/")).data["clock"]["closed_at"] is None
    manager.post(here(request_there, "dismissal/"))
    assert manager.post(here(request_there, "closure/")).data["state"] == "closed"
    assert manager.delete(here(request_there, "closure/")).data["state"] == "answered"
    assert specialist.post(here(request_there, "dismissal/")).status_code == 403


def test_flags(world: World, request_there: Request, manager: Program) -> None:
    house = world.ours
    with within(house.agency):
        clause = scope_for(house.client, house.contact, timezone.now()).exclusions.get()
    assert manager.delete(here(request_there, "flag/")).status_code == 404
    unknown = manager.post(here(request_there, "flag/"), {"exclusion": "000000000000"})
    assert (unknown.status_code, faults(unknown)) == (400, {"exclusion": "missing"})
    flagged = manager.post(here(request_there, "flag/"), {"exclusion": clause.key})
    assert flagged.data["wish"] == "Can you move it to Friday?"
    assert flagged.data["exclusion"]["name"] == "Film"
    assert manager.get(here(request_there)).data["flag"]["id"] == flagged.data["id"]
    assert manager.delete(here(request_there, "flag/")).status_code == 204
    flag = manager.post(here(request_there, "flag/"), {"wish": "A film"}).data["id"]
    assert faults(manager.post(f"flags/{flag}/settlement/", {"state": "raised"})) == {"state": "invalid_choice"}
    settled = manager.post(f"flags/{flag}/settlement/", {"state": "parked", "outcome": "In spring."})
    assert (settled.data["state"], settled.data["settled_by"]["name"]) == ("parked", "Ida Brandt")
    assert manager.post(f"flags/{flag}/settlement/", {"state": "favour"}).status_code == 422
    assert manager.delete(f"flags/{flag}/settlement/").status_code == 204
    hours = manager.post(f"flags/{flag}/settlement/", {"state": "favour", "hours": "0"})
    assert faults(hours) == {"hours": "min_value"}
    assert manager.post(f"flags/{flag}/settlement/", {"state": "favour", "hours": "1.5"}).data["state"] == "favour"
    assert manager.delete(f"flags/{flag}/settlement/").status_code == 204
    given = {"state": "favour", "hours": "1.5", "what": "A film of Porto", "worth_minor": 14300}
    cheap = manager.post(f"flags/{flag}/settlement/", {**given, "worth_minor": -1})
    assert faults(cheap) == {"worth_minor": "min_value"}
    assert manager.post(f"flags/{flag}/settlement/", given).status_code == 200
    with within(house.agency):
        assert ScopeFlag.objects.count() == 1
        favour = Favour.objects.get()
        assert (favour.what, favour.worth_minor, favour.currency) == ("A film of Porto", 14300, "EUR")


def test_an_answer_is_taken_back_while_it_waits(
    world: World, request_there: Request, manager: Program, specialist: Program
) -> None:
    sent = manager.post(here(request_there, "answer/"), {"text": "On Friday."}).data["id"]
    assert specialist.delete(f"messages/{sent}/").status_code == 403
    assert Program(token_for(world.theirs.owner)).delete(f"messages/{sent}/").status_code == 404
    assert manager.delete(f"messages/{sent}/").status_code == 204
    assert manager.delete(f"messages/{sent}/").status_code == 404
    with within(world.ours.agency):
        assert OutboxMessage.objects.get(interaction__key=sent).state == OutboxMessage.State.WITHDRAWN


def test_what_a_client_wrote_is_not_taken_back(world: World, request_there: Request, manager: Program) -> None:
    asked_first = manager.get(here(request_there)).data["messages"][0]["id"]
    assert manager.delete(f"messages/{asked_first}/").status_code == 422
    assert manager.get(here(request_there)).data["messages"][0]["id"] == asked_first


def call_body(house: House, **changes: Any) -> dict[str, Any]:
    action = {"text": "Publish", "owner": house.specialist.key, "internal_due": "2026-11-09"}
    topic = {"title": "Page", "decision": "It goes live.", "decided_by": house.contact.key, "actions": [action]}
    return {
        "kind": "call",
        "at": "2026-01-03T10:30:00+01:00",
        "minutes": 26,
        "contacts": [house.contact.key],
        "topics": [topic],
        **changes,
    }


def test_a_call_from_notes_to_sending(world: World, manager: Program, specialist: Program) -> None:
    house = world.ours
    calls = f"clients/{house.client.key}/calls/"
    assert specialist.post(calls, call_body(house)).status_code == 403
    made = manager.post(calls, call_body(house))
    assert made.status_code == 201, made.data
    assert made.data["at"] == "2026-01-03T09:30:00Z"
    call = f"calls/{made.data['id']}/"
    again = manager.put(call, call_body(house, minutes=30, topics=[{"title": "Page", "answer": "Yes."}]))
    assert (again.data["minutes"], again.data["topics"][0]["answer"]) == (30, "Yes.")
    sending = f"summaries/{made.data['summaries'][0]['id']}/sending/"
    nobody = manager.post(sending, {"to": [house.second_contact.key]})
    assert (nobody.status_code, faults(nobody)) == (400, {"to.0": "missing"})
    sent = manager.post(sending)
    assert (sent.status_code, sent.data["state"]) == (200, "sent")
    assert [copy["contact"]["name"] for copy in sent.data["copies"]] == ["Maria Holm"]
    assert [mail.lane for mail in mails(house)] == ["summary"]
    for answer in (manager.post(sending), manager.put(call, call_body(house)), manager.delete(call)):
        assert answer.status_code == 422
    assert manager.get("decisions/").data["results"] == []


def test_a_call_taken_back(world: World, manager: Program) -> None:
    with within(world.ours.agency):
        call = called(world.ours.client, world.ours.contact, timezone.now()).interaction
    assert manager.delete(f"calls/{call.key}/").status_code == 204
    with within(world.ours.agency):
        assert not Interaction.objects.filter(pk=call.pk).exists()


@pytest.mark.parametrize(
    ("changes", "status", "expected"),
    [
        ({"kind": "letter"}, 400, {"kind": "invalid_choice"}),
        ({"at": "2026-01-03T10:30:00"}, 400, {"at": "offset"}),
        ({"at": "2099-01-03T10:30:00Z"}, 422, {"at": "refused"}),
        ({"at": "9999-12-31T23:59:59-14:00"}, 400, {"at": "overflow"}),
        ({"minutes": 0}, 400, {"minutes": "min_value"}),
        ({"contacts": []}, 400, {"contacts": "empty"}),
        ({"contacts": ["{elsewhere}"]}, 400, {"contacts.0": "missing"}),
        ({"topics": [{"title": "x"}] * 41}, 400, {"topics": "max_length"}),
        ({"topics": [{"title": "x", "shade": 1}]}, 400, {"topics.0.shade": "unknown"}),
        ({"topics": [{"title": "x", "reason": "y"}]}, 400, {"topics.0.decision": "invalid"}),
        ({"topics": [{"title": "x", "decided_by": "{elsewhere}"}]}, 400, {"topics.0.decided_by": "missing"}),
        (
            {"topics": [{"title": "x", "actions": [{"text": "y", "owner": "{elsewhere}"}]}]},
            400,
            {"topics.0.actions.0.owner": "missing"},
        ),
        (
            {"topics": [{"title": "x"}, {"title": "x", "actions": [{"text": ""}]}]},
            400,
            {"topics.1.actions.0.text": "blank"},
        ),
    ],
)
def test_a_call_that_is_wrong(
    world: World, manager: Program, changes: dict[str, Any], status: int, expected: dict[str, str]
) -> None:
    changes = json.loads(json.dumps(changes).replace("{elsewhere}", world.ours.other_contact.key))
    answer = manager.post(f"clients/{world.ours.client.key}/calls/", call_body(world.ours, **changes))
    assert (answer.status_code, faults(answer)) == (status, expected)
    with within(world.ours.agency):
        assert not Interaction.objects.exists()
        assert not Event.objects.filter(verb="call.logged").exists()


def test_a_call_of_a_planned_meeting_with_its_transcript(world: World, manager: Program, specialist: Program) -> None:
    house, meeting = world.ours, planned(world)
    with within(house.agency):
        item = meeting.items.first()
    topics = [{"title": "Feed", "answer": "Late.", "agenda_item": item.key}]
    said = {"name": "a.vtt", "text": "Maria Holm: It is late.\nIda: We move it."}
    more = {"meeting": meeting.key, "members": [house.backup.key], "transcript": said, "topics": topics}
    calls = f"clients/{house.client.key}/calls/"
    assert faults(manager.post(calls, call_body(house, meeting="0" * 12))) == {"meeting": "missing"}
    assert faults(manager.post(calls, call_body(house, transcript={"text": "\n"}))) == {"transcript.text": "blank"}
    made = manager.post(calls, call_body(house, **more))
    assert (made.status_code, made.data["meeting"]) == (201, meeting.key)
    assert made.data["members"] == [{"id": house.backup.key, "name": "Daniel Whitlock"}]
    here = f"calls/{made.data['id']}/transcript/"
    heard = specialist.get(here).data["lines"]
    assert [line["who"] for line in heard] == ["Maria Holm", "Ida"]
    assert specialist.put(here, said).status_code == 403
    assert faults(manager.put(here, {"text": "<b></b>"})) == {"text": "invalid"}
    assert len(manager.put(here, {"text": "Maria: only this"}).data["lines"]) == 1
    assert manager.delete(here).status_code == 204
    assert manager.get(here).status_code == 404
    assert faults(manager.post(calls, call_body(house, **more))) == {"meeting": "missing"}
