"""Decisions, insights, who decides what, hopes and questions from calls, by program."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import goals
from comms.domain import decisions, experts, summaries
from comms.models import Insight, OutboxMessage, Question
from tests.api.conftest import Program
from tests.api.scenes import called
from tests.api.test_clients_and_people import faults
from tests.world import World


def test_decisions_are_recorded_replaced_and_withdrawn(world: World, manager: Program, specialist: Program) -> None:
    house, today = world.ours, timezone.now().date()
    here = f"clients/{house.client.key}/decisions/"
    body = {"what": "No print.", "decided_on": f"{today - timedelta(days=3)}", "decided_by": house.contact.key}
    assert specialist.post(here, body).status_code == 403
    assert list(faults(manager.post(here, {**body, "decided_by": house.other_contact.key}))) == ["decided_by"]
    assert list(faults(manager.post(here, {**body, "decided_on": f"{today + timedelta(days=3)}"}))) == ["decided_on"]
    assert list(faults(manager.post(here, {**body, "message": "nothing"}))) == ["message"]
    first = manager.post(here, body).data
    later = manager.post(here, {**body, "what": "One advert.", "decided_on": f"{today}"}).data
    own = f"decisions/{first['id']}/"
    replaced = manager.post(f"{own}replacement/", {"later": later["id"]})
    assert replaced.data["history"] == [first["id"], later["id"]]
    assert manager.post(f"{own}replacement/", {"later": first["id"]}).status_code == 422
    assert manager.post(f"{own}withdrawal/").status_code == 422
    assert manager.delete(f"{own}replacement/").data["superseded_by"] is None
    assert manager.post(f"{own}withdrawal/").data["withdrawn_at"]
    assert manager.delete(f"{own}withdrawal/").data["withdrawn_at"] is None
    assert list(faults(manager.put(f"{own}revisit/", {"on": "2020-01-01"}))) == ["on"]
    assert manager.put(f"{own}revisit/", {"on": f"{today + timedelta(days=9)}"}).data["revisit_on"]
    assert manager.delete(f"{own}revisit/").data["revisit_on"] is None
    found = specialist.get("decisions/?q=print&who=them&stands=standing").data["results"]
    assert [row["id"] for row in found] == [first["id"]]
    letter = manager.post(f"{own}letter/", {"to": house.contact.key})
    assert letter.status_code == 201
    assert list(faults(manager.post(f"{own}letter/", {"to": house.other_contact.key}))) == ["to"]
    with within(house.agency):
        assert OutboxMessage.objects.get(contact=house.contact).state == OutboxMessage.State.QUEUED
    with within(world.theirs.agency):
        there = decisions.record(
            world.theirs.client, by=world.theirs.owner, at=timezone.now(), what="Theirs", decided_on=today
        )
    assert manager.get(f"decisions/{there.key}/").status_code == 404
    assert list(faults(manager.post(f"{own}replacement/", {"later": there.key}))) == ["later"]


def test_what_they_told_us_is_noted_and_linked(world: World, manager: Program, specialist: Program) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        made = decisions.record(house.client, by=house.manager, at=now, what="Night adverts", decided_on=now.date())
    here = f"clients/{house.client.key}/insights/"
    assert specialist.post(here, {"text": "Night owls"}).status_code == 403
    noted = manager.post(here, {"text": "Night owls", "contact": house.contact.key}).data
    own = f"insights/{noted['id']}/"
    assert [row["id"] for row in specialist.get("insights/?unused=true").data["results"]] == [noted["id"]]
    linked = manager.patch(own, {"decisions": [made.key], "shown": True}).data
    assert linked["led_to"] == [{"kind": "decision", "id": made.key}]
    assert list(faults(manager.patch(own, {"tasks": ["nothing00000"]}))) == ["tasks.0"]
    assert specialist.get("insights/?unused=true").data["results"] == []
    assert manager.delete(own).status_code == 204
    with within(house.agency):
        assert not Insight.objects.exists()


def test_rights_and_hopes(world: World, manager: Program, specialist: Program) -> None:
    house, now = world.ours, timezone.now()
    here = f"clients/{house.client.key}/rights/"
    assert list(faults(manager.post(here, {"subject": "Budget"}))) == ["contact"]
    right = manager.post(here, {"subject": "Budget", "contact": house.contact.key}).data
    assert list(faults(manager.post(here, {"subject": "budget", "member": house.manager.key}))) == ["subject"]
    changed = manager.put(f"rights/{right['id']}/", {"subject": "Budget", "member": house.manager.key}).data
    assert changed["contact"] is None
    assert specialist.delete(f"rights/{right['id']}/").status_code == 403
    assert len(specialist.get(here).data["results"]) == 1
    assert manager.delete(f"rights/{right['id']}/").status_code == 204
    figures = {"name": "Orders", "baseline": Decimal(0), "target": Decimal(10), "hoped": Decimal(20)}
    with within(house.agency):
        goal = goals.set_goal(house.client, by=house.manager, at=now, due=now.date(), **figures)
    talked = manager.post(f"goals/{goal.key}/expectation/", {"talked_on": f"{now.date()}", "words": "They see it."})
    assert talked.data["hope_settled_on"]
    assert manager.delete(f"goals/{goal.key}/expectation/").data["hope_settled_on"] is None


def test_a_call_asks_and_replaces(world: World, manager: Program) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        expert = experts.add(by=house.owner, at=now, member=house.specialist, subjects=["Shop"])
        old = decisions.record(
            house.client, by=house.manager, at=now, what="Print", decided_on=now.date() - timedelta(days=30)
        )
    topic = {
        "title": "Adverts",
        "decision": "Radio",
        "replaces": old.key,
        "insight": "They listen in the car.",
        "ask": expert.key,
        "question": "What does radio cost?",
    }
    body = {"kind": "call", "at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "contacts": [house.contact.key], "topics": [topic]}
    wrong = manager.post(f"clients/{house.client.key}/calls/", {**body, "topics": [{**topic, "ask": "nobody000000"}]})
    assert list(faults(wrong)) == ["topics.0.ask"]
    logged = manager.post(f"clients/{house.client.key}/calls/", body).data
    assert (logged["topics"][0]["replaces"], logged["topics"][0]["insight"]) == (old.key, "They listen in the car.")
    assert manager.post(f"summaries/{logged['summaries'][0]['id']}/sending/").status_code == 200
    with within(house.agency):
        old.refresh_from_db()
        assert old.superseded_by.what == "Radio"
        assert Question.objects.get().text == "What does radio cost?"
    asked = manager.post(
        f"calls/{logged['id']}/questions/", {"expert": expert.key, "text": "And at night?", "topics": [1]}
    )
    assert (asked.status_code, asked.data["call"], asked.data["about"]) == (201, logged["id"], "Adverts")
    too_far = manager.post(f"calls/{logged['id']}/questions/", {"expert": expert.key, "text": "So?", "topics": [9]})
    assert list(faults(too_far)) == ["topics.0"]
    with within(house.agency):
        other = called(house.client, house.contact, now)
        summaries.send(other, by=house.manager, at=now, to=[house.contact])
        made = other.interaction.decisions.get()
    assert manager.post(f"decisions/{made.key}/withdrawal/").status_code == 422
