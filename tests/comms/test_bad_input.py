"""What no browser of ours sends is answered in words, and never with 500: on PostgreSQL as well."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from agency.nul import without_nul
from agency.tenancy.scope import within
from comms.domain import answers, episodes
from comms.models import Draft, Interaction, OutboxMessage, Request
from tests.world import World

FRESH = "abcdefghjkmn"


@pytest.fixture
def asked(world: World) -> Request:
    return opened(world)


def opened(world: World, subject: str = "Adverts in Portuguese?") -> Request:
    with within(world.ours.agency):
        return episodes.open_request(
            contact=world.ours.contact, subject=subject, text="Could we?", at=timezone.now() - timedelta(hours=2)
        )


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def sent(world: World, request: Request) -> list[str]:
    with within(world.ours.agency):
        said = Interaction.objects.filter(request=request, direction="out").order_by("pk")
        return list(said.values_list("text", flat=True))


@pytest.mark.parametrize(
    "before",
    [
        "0001-01-01T00:00:00+23:59,1",
        "9999-12-31T23:59:59-23:59,1",
        "2026-11-03T10:00:00,1",
        f"2026-11-03T10:00:00+00:00,{'9' * 30}",
        f"2026-11-03T10:00:00+00:00,-{'9' * 17}",
        f"2026-11-03T10:00:00+00:00,{'9' * 5000}",
        "\x00,1",
    ],
)
def test_a_page_that_begins_nowhere(world: World, asked: Request, before: str) -> None:
    browser = world.browser(world.ours.manager)
    for page in (url(world, "inbox"), url(world, "client_requests", world.ours.client.key)):
        assert browser.get(page, {"before": before}).status_code == 200


@pytest.mark.parametrize("name", ["inbox", "call_new", "client_decisions", "search"])
def test_nul_in_what_is_looked_for(world: World, asked: Request, name: str) -> None:
    keys = [world.ours.client.key] if name == "client_decisions" else []
    assert world.browser(world.ours.manager).get(url(world, name, *keys), {"q": "Por\x00tu"}).status_code == 200


def test_nul_is_taken_out_of_what_is_written(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    draft = url(world, "draft", f"reply:{asked.key}")
    assert browser.post(draft, {"te\x00xt": "By to\x00morrow"}).status_code == 204
    with within(world.ours.agency):
        assert Draft.objects.get().fields["text"] == ["By tomorrow"]
    browser.post(url(world, "acknowledgement", asked.key), {"text": "We are\x00 on it.", "once": "abcdefghjkm\x00"})
    browser.post(url(world, "answer", asked.key), {"text": "Yes,\x00 both."})
    assert sent(world, asked) == ["We are on it.", "Yes, both."]


def test_an_address_with_nul_does_not_exist(world: World) -> None:
    browser = world.browser(world.ours.owner)
    for path in ("drafts/a%00b/", "settings/people/a%00b/", "l/a%00b/"):
        assert browser.get(world.ours.url(path)).status_code == 404
        assert browser.post(world.ours.url(path)).status_code == 404


def test_what_has_no_nul_stays_as_it_was() -> None:
    data = QueryDict("a=1&a=2&b=")
    assert without_nul(data) is data
    assert without_nul(QueryDict("a%00=1&a=%002&b=")).urlencode() == "a=2&b="


@pytest.mark.parametrize("once", ["x" * 13, "x" * 5000, "short", "ABCDEFGHJKMN", "é" * 12, "\x00" * 12])
def test_a_key_that_is_none_counts_as_none(world: World, asked: Request, once: str) -> None:
    browser = world.browser(world.ours.manager)
    for place in ("acknowledgement", "answer"):
        assert browser.post(url(world, place, asked.key), {"text": "Yes.", "once": once}).status_code == 302
    assert sent(world, asked) == ["Yes.", "Yes."]


def test_another_rows_key_does_not_swallow_an_answer(world: World, asked: Request) -> None:
    other = opened(world, "Another matter")
    with within(world.ours.agency):
        said = Interaction.objects.get(request=other)
        answers.answer(other, by=world.ours.owner, at=timezone.now(), text="Theirs.", key=FRESH)
    browser = world.browser(world.ours.manager)
    browser.post(url(world, "answer", asked.key), {"text": "One.", "once": said.key})
    browser.post(url(world, "answer", asked.key), {"text": "Two.", "once": FRESH})
    browser.post(url(world, "answer", other.key), {"text": "Three.", "once": FRESH})
    assert sent(world, asked) == ["One.", "Two."]
    assert sent(world, other) == ["Theirs.", "Three."]
    with within(world.ours.agency):
        assert OutboxMessage.objects.count() == 4


def test_an_endless_acknowledgement_is_refused_in_words(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    page = browser.post(url(world, "acknowledgement", asked.key), {"text": "x" * 50_001}, follow=True)
    assert "At most 50000 characters" in page.content.decode()
    assert sent(world, asked) == []
