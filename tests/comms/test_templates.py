"""Templates: variables that are known, a copy of the agency's in the place of ours, one's own, and how they read."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import Contact, Person, PersonalityType, Tone
from comms import filling, placeholders
from comms.domain import templates as verbs
from comms.domain.templates import Words
from comms.models import Purpose, Template
from comms.queries import templates as queries
from comms.shipped import SHIPPED, SUBJECTS, Shipped
from tests.counting import queries_of
from tests.world import House, World

WORDS = {
    "name": "Sooner",
    "purpose": "delay",
    "language": "en",
    "tone": "",
    "text": "{greeting}\n\nSoon, {first_name}.",
}


def url(house: House, name: str, *keys: str) -> str:
    return reverse(name, args=[house.agency.slug, *keys])


LANGUAGES = ("en", "ru", "ar", "zh-hans")
FAMILIAR = {"ru": r"\b(ты|тебя|тебе|твой|твоя|твоё|твои)\b", "zh-hans": "你"}
"""No reader is called by the familiar word."""


def test_what_comes_with_rapport_is_whole() -> None:
    by_tone = {(one.purpose, one.language, one.tone) for one in SHIPPED.values() if not one.personality_type}
    assert by_tone == {(p, language, tone) for p in Purpose.values for language in LANGUAGES for tone in Tone.values}
    by_type = {(one.purpose, one.language, one.personality_type) for one in SHIPPED.values() if not one.tone}
    assert by_type == {(p, x, kind) for p in ("bad_news", "slip") for x in LANGUAGES for kind in PersonalityType.values}
    assert set(SUBJECTS) == set(LANGUAGES)
    assert len({frozenset(subjects) for subjects in SUBJECTS.values()}) == 1


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_text_is_a_letter(one: Shipped) -> None:
    """Known variables, one greeting and one closing, no word of another language, no familiar address."""
    assert re.match(r"^[a-z_-]{1,40}$", one.key)
    subject = SUBJECTS[one.language].get(one.purpose, "")
    assert not placeholders.unknown(one.text + subject)
    assert (one.text.startswith("{greeting}\n\n"), one.text.endswith("\n\n{closing}")) == (True, True)
    assert (one.text.count("{greeting}"), one.text.count("{closing}")) == (1, 1)
    said = filling.without_frame(one.text)
    assert 40 < len(said) < 1300
    assert "\n\n\n" not in said
    if one.language != "en":
        assert not re.search(r"[A-Za-z]{2}", placeholders.BRACES.sub("", said + subject))
    assert not re.search(FAMILIAR.get(one.language, r"\bDear\b|\bRegards\b"), said)
    if one.personality_type:
        neutral = {SHIPPED[f"{one.language}-{one.purpose}-{tone}"].text for tone in Tone.values}
        assert one.text not in neutral


def test_the_one_for_their_type_is_offered_first(ours: House) -> None:
    with within(ours.agency):
        Person.objects.filter(pk=ours.contact.person.pk).update(personality_type="phlegmatic")
        contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
        own = verbs.add(Words(**WORDS, personality_type="sanguine"), by=ours.manager, at=timezone.now())
        fit = queries.fitting(queries.offered(ours.manager), contact)
    slips = [one.key for one in fit if one.purpose == "slip"]
    assert slips == ["en-slip-phlegmatic", "en-slip-business"]
    assert own.key not in {one.key for one in fit}, "what is for another type is not offered"
    assert {one.tone for one in fit} == {"", "business"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{firstname} and {client}", [("firstname", "first_name")]),
        ("{First Name} {zzzz}", [("First Name", "first_name"), ("zzzz", "")]),
        ("{dead line} {dead line} {} a { b", [("dead line", "deadline"), ("", "")]),
    ],
)
def test_an_unknown_variable_is_named_with_the_nearest(text: str, names: list[tuple[str, str]]) -> None:
    assert [tuple(one) for one in placeholders.unknown(text)] == names


def test_a_variable_without_a_value_stays(ours: House) -> None:
    with within(ours.agency):
        said = filling.fill("{first_name}: {next_step}", ours.contact, None, by=ours.manager, at=timezone.now())
    assert said == ("Maria: {next_step}", ["next_step"])


def test_written_changed_put_away_and_taken_out(world: World, ours: House) -> None:
    browser = world.browser(ours.owner)
    wrong = browser.post(url(ours, "template_new"), {**WORDS, "text": "Hello {frist_name}"})
    assert wrong.status_code == 422
    assert "There is no variable {frist_name}. Do you mean {first_name}?" in wrong.content.decode()
    shown = browser.post(url(ours, "template_new"), {**WORDS, "preview": "1", "contact": ours.contact.key})
    assert "Soon, Maria." in shown.content.decode()
    browser.post(url(ours, "template_new"), {**WORDS, "shared": "on"})
    with within(ours.agency):
        made = Template.objects.get()
        assert made.member is None
    browser.post(url(ours, "template", made.key), {**WORDS, "name": "Later"})
    browser.post(url(ours, "template_retirement", made.key))
    assert "Later" not in browser.get(url(ours, "templates")).content.decode().split('id="toasts"')[0]
    browser.post(url(ours, "template_retirement", made.key), {"undo": "1"})
    assert "Later" in browser.get(url(ours, "templates"), {"language": "en"}).content.decode()
    with within(ours.agency):
        told = list(Event.objects.filter(verb__startswith="template.").order_by("pk").values_list("verb", flat=True))
        assert told == ["template.added", "template.changed", "template.retired", "template.restored"]


def test_a_copy_stands_in_the_place_of_ours(world: World, ours: House) -> None:
    browser, key = world.browser(ours.owner), "ru-thanks-friendly"
    page = f"{url(ours, 'template_new')}?from={key}"
    assert "спасибо" in browser.get(page).content.decode()
    browser.post(page, {**WORDS, "language": "ru", "purpose": "thanks", "shared": "on"})
    again = browser.post(page, {**WORDS, "shared": "on"})
    assert "The agency has changed this text already." in again.content.decode()
    with within(ours.agency):
        keys = {one.key for one in queries.offered(ours.manager)}
        copy = Template.objects.get()
        assert key not in keys
        assert copy.key in keys
        verbs.retire(copy, by=ours.owner, at=timezone.now())
        assert key in {one.key for one in queries.offered(ours.manager)}


def test_who_may_write_which(world: World, ours: House) -> None:
    with within(ours.agency):
        own = verbs.add(Words(**WORDS), by=ours.backup, at=timezone.now())
        shared = verbs.add(Words(**WORDS), by=ours.owner, at=timezone.now(), shared=True)
        with pytest.raises(verbs.NotYours):
            verbs.retire(own, by=ours.manager, at=timezone.now())
    manager = world.browser(ours.manager)
    assert manager.post(url(ours, "template", own.key), WORDS).status_code == 404
    assert manager.post(url(ours, "template", shared.key), WORDS).status_code == 403
    manager.post(url(ours, "template_new"), {**WORDS, "shared": "on"})
    with within(ours.agency):
        assert Template.objects.get(member=ours.manager), "a manager's is their own, whatever the form says"
    assert world.browser(ours.specialist).get(url(ours, "template_new")).status_code == 403
    assert world.browser(ours.specialist).get(url(ours, "templates")).status_code == 200
    assert world.browser(world.theirs.owner).get(url(world.theirs, "template", shared.key)).status_code == 404


def test_as_many_queries_with_three(world: World, ours: House) -> None:
    browser, counts = world.browser(ours.owner), []
    for number in (1, 3):
        with within(ours.agency):
            for _each in range(number):
                verbs.add(Words(**WORDS), by=ours.owner, at=timezone.now(), shared=True)
        browser.get(url(ours, "templates"))
        counts.append(queries_of(lambda: browser.get(url(ours, "templates"))))
    assert counts[0] == counts[1]


def test_every_gap_of_what_comes_with_rapport_is_known_as_one() -> None:
    for one in SHIPPED.values():
        assert len(placeholders.GAP.findall(one.text)) == one.text.count("…"), one.key
