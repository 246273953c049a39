"""By program: playbooks, what is not for somebody, and letters that answer nothing."""

from agency.tenancy.scope import within
from clients.effective_playbook import mark_of
from clients.models import Person
from clients.playbooks import CHOLERIC
from comms.models import Episode, Interaction, OutboxMessage
from tests.api.conftest import Program
from tests.api.test_clients_and_people import faults
from tests.world import World

LETTER = {"subject": "How is it going?", "text": "Dear Maria,\n\nare you satisfied with us?"}


def test_playbooks_are_read_changed_and_reset(owner: Program, manager: Program, specialist: Program) -> None:
    every = specialist.get("playbooks/").data["playbooks"]
    assert {one["type"] for one in every} == {"choleric", "sanguine", "melancholic", "phlegmatic"}
    assert manager.patch("playbooks/choleric/", {"do": "Ring first"}).status_code == 403
    assert owner.get("playbooks/bilious/").status_code == 404
    assert faults(owner.patch("playbooks/choleric/", {"do": "x\n" * 11})) == {"do": "refused"}
    assert faults(owner.patch("playbooks/choleric/", {"soul": "x"})) == {"soul": "unknown"}
    changed = owner.patch("playbooks/choleric/", {"do": "Ring first\n\nThen write"}).data
    assert (changed["do"], changed["own"]) == ("Ring first\nThen write", ["do"])
    assert owner.patch("playbooks/choleric/", {"do": ""}).data["own"] == []
    owner.patch("playbooks/choleric/", {"essence": "Fast."})
    assert owner.delete("playbooks/choleric/").data["essence"] == str(CHOLERIC.essence)


def test_what_is_not_for_somebody(world: World, manager: Program, specialist: Program) -> None:
    with within(world.ours.agency):
        Person.objects.filter(pk=world.ours.contact.person.pk).update(personality_type="choleric", do="Speak Danish")
    here, first = f"contacts/{world.ours.contact.key}/playbook/", mark_of(CHOLERIC.do[0])
    lines = specialist.get(here).data["lines"]
    assert (lines[0]["text"], lines[0]["source"]) == ("Speak Danish", "person")
    assert specialist.put(here, {"silenced": [first]}).status_code == 403
    assert faults(manager.put(here, {"silenced": ["nonsense"]})) == {"silenced": "refused"}
    silenced = manager.put(here, {"silenced": [first]}).data
    assert [line["mark"] for line in silenced["silenced"]] == [first]
    assert manager.put(here, {"silenced": []}).data["silenced"] == []
    assert manager.get(f"contacts/{world.theirs.contact.key}/playbook/").status_code == 404


def test_a_letter_by_program(world: World, manager: Program, specialist: Program) -> None:
    here = f"contacts/{world.ours.contact.key}/letters/"
    assert specialist.post(here, LETTER).status_code == 403
    assert manager.post(f"contacts/{world.ours.other_contact.key}/letters/", LETTER).status_code == 403
    assert faults(manager.post(here, {**LETTER, "leaves": "chosen"})) == {"leaves_at": "required"}
    assert faults(manager.post(here, {**LETTER, "text": "Dear {first_name}"})) == {"text": "refused"}
    sent = manager.post(here, LETTER)
    assert sent.status_code == 201
    assert manager.get(f"requests/{sent.data['request']}/").data["clock"] is None
    with within(world.ours.agency):
        assert (Interaction.objects.count(), OutboxMessage.objects.count(), Episode.objects.count()) == (1, 1, 0)
    assert manager.delete(f"messages/{sent.data['id']}/").status_code == 204
    assert manager.get(f"requests/{sent.data['request']}/").status_code == 404
