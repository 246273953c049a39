"""By program: the bank of questions, what clients answer, what an agenda is made of, what is said of a month."""

from datetime import timedelta

from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import briefing_questions, offering
from clients.models import BriefingAnswer, BriefingQuestion
from comms.models import AgendaItem, Attendee, Meeting
from reports.months import month_of, shifted
from tests.api.conftest import Program
from tests.api.test_clients_and_people import faults
from tests.world import World


def test_the_bank_is_edited_by_owners(world: World, owner: Program, manager: Program) -> None:
    made = owner.post("services/", {"name": "Search adverts"})
    assert (made.status_code, manager.post("services/", {"name": "x"}).status_code) == (201, 403)
    assert faults(owner.post("services/", {"name": "Search adverts"})) == {"name": "refused"}
    key = made.data["id"]
    asked = owner.post("briefing-questions/", {"text": "Which words?", "service": key, "feeds": "worries"})
    assert (asked.status_code, asked.data["service"]["name"], asked.data["ours"]) == (201, "Search adverts", False)
    path = f"briefing-questions/{asked.data['id']}/"
    assert owner.patch(path, {"text": "Which words do you use?"}).data["text"] == "Which words do you use?"
    assert faults(owner.patch(path, {"service": "000000000000"})) == {"service": "missing"}
    assert faults(owner.post("briefing-questions/", {"why": "x"})) == {"text": "refused"}
    assert owner.put(f"{path}place/", {"to": 3}).data["position"] == 0
    assert owner.post(f"{path}retirement/").data["retired_at"]
    assert owner("delete", f"{path}retirement/").data["retired_at"] is None
    assert owner.put(f"services/{key}/", {"name": "Adverts"}).data["name"] == "Adverts"
    assert [row["id"] for row in manager.get("briefing-questions/").data["results"]] == [asked.data["id"]]


def test_answers_are_noted_for_ones_own_clients(
    world: World, manager: Program, specialist: Program, stranger: Program
) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        search = offering.add(by=house.owner, at=now, name="Search adverts")
        question = briefing_questions.add(by=house.owner, at=now, text="Who decides?")
        briefing_questions.add(by=house.owner, at=now, text="Which words?", service=search)
    here = f"clients/{house.client.key}/"
    state = manager.put(f"{here}services/", {"services": [search.key]})
    assert (state.data["asked"], [row["text"] for row in state.data["next"]]) == (2, ["Who decides?", "Which words?"])
    body = {"question": question.key, "text": "Jens", "contact": house.contact.key}
    noted = manager.post(f"{here}briefing/answers/", body)
    assert (noted.status_code, noted.data["contact"]["name"]) == (201, "Maria Holm")
    assert specialist.post(f"{here}briefing/answers/", body).status_code == 403
    assert stranger.get(f"{here}briefing/").status_code == 404
    elsewhere = manager.post(f"{here}briefing/answers/", {**body, "contact": house.other_contact.key})
    assert faults(elsewhere) == {"contact": "refused"}
    assert specialist.get(f"{here}briefing/").data["answered"] == 1
    assert manager.delete(f"briefing-answers/{noted.data['id']}/").status_code == 204
    with within(house.agency):
        assert not BriefingAnswer.objects.exists()
        assert BriefingQuestion.objects.count() == 2


def test_an_agenda_is_proposed_and_taken(
    world: World, manager: Program, specialist: Program, stranger: Program
) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        meeting = Meeting.objects.create(
            client=house.client, kind="weekly", title="Weekly", starts_at=now + timedelta(days=1), minutes=30,
            organiser=house.manager, made_by=house.manager, made_at=now,
        )  # fmt: skip
        Attendee.objects.create(client=house.client, meeting=meeting, contact=house.contact)
    path = f"meetings/{meeting.key}/proposals/"
    offered = manager.get(path).data["proposals"]
    assert offered[0]["title"] == "What was done since we last spoke"
    taken = manager.post(path, {"keys": [offered[1]["key"]]})
    assert (taken.status_code, taken.data["taken"]) == (201, [offered[1]["title"]])
    assert len(manager.post(path).data["taken"]) == len(offered) - 1
    assert (specialist.get(path).status_code, stranger.get(path).status_code) == (403, 404)
    with within(house.agency):
        assert AgendaItem.objects.count() == len(offered)
        Meeting.objects.update(state="held")
    assert (manager.get(path).data, manager.post(path).status_code) == ({"proposals": []}, 422)


def test_what_is_said_of_a_month(world: World, manager: Program, specialist: Program, stranger: Program) -> None:
    house, month = world.ours, f"{shifted(month_of(timezone.localdate()), -1):%Y-%m}"
    path = f"clients/{house.client.key}/talking-points/"
    told = specialist.get(path).data
    assert (told["month"], told["reported"], {p["part"] for p in told["points"]}) == (
        month, False, {"result", "wrong", "coming"},
    )  # fmt: skip
    edit = {"slot": told["points"][0]["slot"], "text": "All green."}
    assert manager.put(path, {"month": month, "points": [edit]}).data["points"][0]["text"] == "All green."
    assert specialist.put(path, {"month": month, "points": [edit]}).status_code == 403
    assert stranger.get(path).status_code == 404
    assert faults(manager.put(path, {"month": "2026-13", "points": []})) == {"month": "invalid"}
    ahead = f"{timezone.now() + timedelta(days=1):%Y-%m-%dT10:00:00Z}"
    call = {"month": month, "starts_at": ahead, "contacts": [house.contact.key]}
    planned = manager.post(f"{path}call/", call)
    assert (planned.status_code, len(planned.data["items"])) == (201, 3)
    assert faults(manager.post(f"{path}call/", call)) == {"starts_at": "refused"}
    assert faults(manager.post(f"{path}call/", {**call, "contacts": [house.other_contact.key]})) == {
        "contacts.0": "missing"
    }
