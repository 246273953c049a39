"""The client's word by the API: checks and reason, corrections, locks, mails; and who may not."""

from datetime import timedelta

import pytest

from agency.tenancy.scope import within
from comms.domain import agreements, calls, line_locks
from comms.models import Correction, Interaction, Summary, SummaryCopy
from tests.api.conftest import Program
from tests.comms.test_calls import link_of, notes, sent
from tests.world import NOW, World


@pytest.fixture
def summary(world: World) -> Summary:
    with within(world.ours.agency):
        found = sent(world)
        link, _token = link_of(world, found, world.ours.contact)
        agreements.answer(link, corrections={2: "At 09:00.", 3: "Return the signed wording"}, at=NOW)
        return found


def test_what_the_check_warns_of_takes_a_reason(world: World, manager: Program) -> None:
    house = world.ours
    topics = [calls.TopicNotes(title="A", actions=[calls.ActionNotes(text="Send it")])]
    with within(house.agency):
        draft = calls.log_call(house.client, notes(house, topics=topics), by=house.manager, at=NOW)
    ours = manager
    looked = ours.get(f"summaries/{draft.key}/checks/").data
    assert looked["needs_reason"]
    assert {"name": "dates", "kind": "attention", "words": "1 to do without a date"} in looked["checks"]
    refused = ours("post", f"summaries/{draft.key}/sending/", {})
    assert (refused.status_code, refused.data["errors"][0]["field"]) == (422, "because")
    answer = ours("post", f"summaries/{draft.key}/sending/", {"because": "They know when.", "purpose": "Calm them."})
    assert answer.data["because"] == "They know when."
    assert answer.data["overridden"] == ["1 to do without a date"]


def test_corrections_locks_and_the_next_version(world: World, manager: Program, summary: Summary) -> None:
    house, ours = world.ours, manager
    with within(house.agency):
        first, second = Correction.objects.order_by("line__number")
    discussed = ours("post", f"corrections/{second.key}/discussion/")
    assert discussed.data["settled_as"] == "discussed"
    assert discussed.data["request"]
    assert ours("delete", f"corrections/{second.key}/discussion/").data["settled_as"] == ""
    draft = ours("post", f"summaries/{summary.key}/accepting/", {"corrections": [first.key]}).data
    assert (draft["version"], draft["state"]) == (2, "draft")
    assert ours("post", f"summaries/{summary.key}/accepting/", {"corrections": ["000000000000"]}).status_code == 400
    held = ours.get(f"summaries/{draft['id']}/locks/").data
    assert [line["number"] for line in held["locked"]] == [1, 4, 5]
    call = ours.get(f"calls/{draft['call']}/").data
    body = {
        "kind": "call",
        "at": call["at"],
        "contacts": [house.contact.key],
        "topics": [{"title": "B", "answer": "x"}],
    }
    refused = ours("put", f"calls/{draft['call']}/", body)
    assert refused.status_code in (409, 422)
    assert "They agreed to" in str(refused.data)
    opened = ours("post", f"summaries/{draft['id']}/locks/", {"line": 1, "reason": "It was of October."}).data
    assert [line["line"] for line in opened["unlocked"]] == [1]
    closed = ours("delete", f"summaries/{draft['id']}/locks/?line=1").data
    assert closed["unlocked"] == []
    assert ours("delete", f"calls/{draft['call']}/").status_code == 204
    with within(house.agency):
        assert not Summary.objects.filter(supersedes=summary).exists()
        assert not Correction.objects.filter(settled_as="accepted").exists()
        assert line_locks.locked_lines(summary) == []
    assert ours("post", f"summaries/{summary.key}/versions/").status_code == 201


def test_a_mail_is_judged(
    world: World, manager: Program, specialist: Program, stranger: Program, summary: Summary
) -> None:
    house, ours = world.ours, manager
    with within(house.agency):
        copy = SummaryCopy.objects.get(summary=summary, contact=house.second_contact)
        copy.mail = Interaction.objects.create(
            client=house.client, kind="email", direction="in", at=NOW + timedelta(hours=1), contact=copy.contact
        )
        copy.save()
    url = f"copies/{copy.key}/judgement/"
    assert ours("post", url, {"says": "perhaps"}).status_code == 400
    assert ours("post", url, {"says": "agreed"}).data["answered_how"] == "mail"
    assert ours("delete", url).data["to_read"] is True
    assert specialist("post", url, {"says": "agreed"}).status_code == 403
    assert stranger("post", url, {"says": "agreed"}).status_code == 404
