"""Whose wish holds: the person's over the client's over the agency's; and that each type has a playbook."""

from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from clients.models.profile import Channel, DetailLevel, Involvement, PersonalityType, Tone
from clients.playbooks import PLAYBOOKS, playbook_for
from clients.profile import CADENCE_DAYS, Source, agency_defaults, client_defaults, effective_profile

AGENCY = SimpleNamespace(language="en", zone="Europe/Berlin")
NOTHING = {
    "preferred_channel": "",
    "detail_level": "",
    "tone": "",
    "involvement": "",
    "cadence_days": None,
    "language": "",
    "zone": "",
}


def wishes(**said: object) -> SimpleNamespace:
    return SimpleNamespace(**{**NOTHING, "personality_type": "", **said})


def test_nothing_said_leaves_the_agencys_own() -> None:
    profile = effective_profile(wishes(), wishes(), AGENCY)
    assert profile == agency_defaults(AGENCY)
    assert (profile.language.value, profile.zone.value) == ("en", "Europe/Berlin")
    assert profile.cadence_days.value == CADENCE_DAYS
    assert profile.channel.source is Source.AGENCY


def test_the_person_wins_over_the_client() -> None:
    person = wishes(preferred_channel="phone", personality_type="choleric")
    client = wishes(preferred_channel="email", tone="friendly", zone="Asia/Dubai")
    profile = effective_profile(person, client, AGENCY)
    assert (profile.channel.value, profile.channel.source, profile.channel.own) == ("phone", Source.PERSON, True)
    assert (profile.tone.value, profile.tone.source, profile.tone.own) == ("friendly", Source.CLIENT, False)
    assert profile.zone.value == "Asia/Dubai"
    assert profile.personality_type == "choleric"


def test_a_contact_stands_for_its_person() -> None:
    contact = SimpleNamespace(person=wishes(detail_level="full"))
    assert effective_profile(contact, wishes(), AGENCY).detail_level.value == "full"


def test_a_client_has_no_personality() -> None:
    assert client_defaults(wishes(personality_type="choleric", tone="friendly"), AGENCY).personality_type == ""


CHOICES = {
    "preferred_channel": Channel.values,
    "detail_level": DetailLevel.values,
    "tone": Tone.values,
    "involvement": Involvement.values,
}
one_said = st.fixed_dictionaries({name: st.sampled_from(["", *values]) for name, values in CHOICES.items()})


@given(one_said, one_said)
def test_every_value_comes_from_where_it_says(person: dict[str, str], client: dict[str, str]) -> None:
    profile = effective_profile(wishes(**person), wishes(**client), AGENCY)
    for name, own in (
        ("preferred_channel", profile.channel),
        ("tone", profile.tone),
        ("detail_level", profile.detail_level),
    ):
        said = {Source.PERSON: person[name], Source.CLIENT: client[name]}.get(own.source)
        assert own.value == said or (own.source is Source.AGENCY and not person[name] and not client[name])


@pytest.mark.parametrize("personality", PersonalityType.values)
def test_each_type_has_a_playbook(personality: str) -> None:
    book = PLAYBOOKS[personality]
    assert book.type == personality
    assert min(len(book.do), len(book.dont), len(book.words)) >= 3
    assert str(book.bad_news)
    assert str(book.essence)


def test_no_type_no_playbook() -> None:
    assert playbook_for("") is None
