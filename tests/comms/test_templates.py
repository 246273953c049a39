"""Templates: variables that are known, a copy of the agency's in the place of ours, one's own, and how they read."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.models import Tone
from comms import filling, placeholders
from comms.domain import templates as verbs
from comms.domain.templates import Words
from comms.models import Purpose, Template
from comms.queries import templates as queries
from comms.shipped import SHIPPED
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


def test_what_comes_with_rapport_is_whole() -> None:
    assert {(one.purpose, one.language, one.tone) for one in SHIPPED.values()} == {
        (purpose, language, tone)
        for purpose in Purpose.values
        for language in ("en", "ru", "ar", "zh-hans")
        for tone in Tone.values
    }
    for one in SHIPPED.values():
        assert not placeholders.unknown(one.text), one.key
        assert one.text.startswith("{greeting}")
        assert one.text.endswith("{closing}")
        assert re.match(r"^[a-z_-]+$", one.key)
        assert len(one.key) <= 40


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
