"""Everything that leads in or out is classified. A failure here says what to do."""

import pytest
from celery import current_app

from agency.permissions import TABLE
from tests.doors import inventory
from tests.doors.inventory import COMMANDS, MAILS, NOT_PAGES, NOUNS, TASKS, TOKENS, Entry, Unclassified


def test_every_address_has_a_door_and_every_key_a_model() -> None:
    names = [entry.name for entry in inventory.entries()]
    assert len(names) == len(set(names)), "two addresses share a name"
    assert inventory.foreign_entries()


@pytest.mark.parametrize("entry", inventory.entries(), ids=str)
def test_a_door_names_a_verb_of_the_table(entry: Entry) -> None:
    assert (entry.kind == "member") == bool(entry.verb)
    assert {entry.verb, *dict(entry.verbs).values()} <= {"", *TABLE}
    if entry.kind in {"member", "contact"}:
        assert "<slug:agency_slug>" in entry.route
    if entry.kind == "contact":
        assert not entry.writes, "the portal changes nothing"


@pytest.mark.parametrize(
    ("there", "known", "advice"),
    [
        (inventory.tasks, TASKS, "Say in inventory.TASKS which ids a task takes; () for a sweep over all agencies."),
        (inventory.commands, COMMANDS, "Say in inventory.COMMANDS whose rows a command touches."),
        (inventory.modules_that_mail, MAILS, "Say in inventory.MAILS to whom a module writes."),
    ],
    ids=["tasks", "commands", "mails"],
)
def test_what_else_leads_in_or_out_is_classified(there: object, known: dict[str, object], advice: str) -> None:
    found = there()  # type: ignore[operator]
    assert not found - set(known), advice
    assert not set(known) - found, "These are gone; take them out."


def test_the_beat_table_names_tasks_that_there_are() -> None:
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert scheduled <= inventory.tasks()
    assert all(TASKS[name] == () for name in scheduled), "only sweeps need no id"


def test_names_in_the_lists_are_names_of_addresses() -> None:
    names = {entry.name for entry in inventory.entries()}
    assert set(TOKENS) | set(NOT_PAGES) <= names
    models = {model for entry in inventory.entries() for _part, model in entry.parts}
    assert not set(NOUNS.values()) - models, "These are gone; take them out."


def test_an_unknown_part_says_what_to_do() -> None:
    with pytest.raises(Unclassified, match=r"inventory\.NOUNS"):
        inventory.model_of_part("moon", "<slug:agency_slug>/moons/<slug:key>/", "key")
    with pytest.raises(Unclassified, match=r"inventory\.TOKENS"):
        inventory.model_of_part("moon", "<slug:agency_slug>/m/<str:token>/", "token")
    with pytest.raises(Unclassified, match=r"inventory\.OTHER_PARTS"):
        inventory.model_of_part("moon", "<slug:agency_slug>/moons/<slug:phase>/", "phase")
