"""The glossary of a client: written down, changed, taken out and put back; pasted; for whom it is."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.domain import glossary
from clients.domain.refusals import Refusal
from clients.forms.glossary import LinesForm, entry_of
from clients.models import GlossaryTerm
from tests.world import World

PDP = {"term": "PDP", "forms": "product page", "meaning": "The page of one product in the shop."}


def written(world: World, **fields: str) -> GlossaryTerm:
    house = world.ours
    with within(house.agency):
        return glossary.add(house.client, by=house.manager, at=timezone.now(), **{**PDP, **fields})


def address(world: World, name: str = "client_glossary") -> str:
    return reverse(name, args=[world.ours.agency.slug, world.ours.client.key])


def test_a_term_is_written_down_changed_taken_out_and_put_back(world: World) -> None:
    browser = world.browser(world.ours.manager)
    assert "No words are written down yet" in browser.get(address(world)).content.decode()
    assert browser.post(address(world), PDP).status_code == 302
    with within(world.ours.agency):
        term = GlossaryTerm.objects.get()
    here = reverse("term", args=[world.ours.agency.slug, term.key])
    assert "The page of one product" in browser.get(here, headers={"HX-Request": "true"}).content.decode()
    browser.post(here, {**PDP, "meaning": "One product’s page"})
    assert "One product’s page" in browser.get(address(world)).content.decode()
    removal = reverse("term_removal", args=[world.ours.agency.slug, term.key])
    browser.post(removal)
    assert "One product’s page" not in browser.get(address(world)).content.decode()
    browser.post(removal, {"undo": "1"})
    assert "One product’s page" in browser.get(address(world) + "?q=product").content.decode()
    assert "No such term" in browser.get(address(world) + "?q=zebra").content.decode()
    assert "PDP,product page" in browser.get(address(world, "glossary_csv")).content.decode()


def test_one_word_stands_once(world: World) -> None:
    term = written(world)
    again = world.browser(world.ours.manager).post(address(world), {**PDP, "term": " ｐｄｐ "})
    assert again.status_code == 422
    assert "stands in the glossary already" in again.content.decode()
    house, now = world.ours, timezone.now()
    with within(house.agency):
        glossary.remove(term, by=house.manager, at=now)
        glossary.add(house.client, by=house.manager, at=now, **PDP)
        with pytest.raises(Refusal):
            glossary.put_back(term, by=house.manager, at=now)


@pytest.mark.parametrize(
    "wrong", [{"term": ""}, {"meaning": ""}, {"term": "x" * 81}, {"meaning": "x" * 501}, {"forms": "x" * 301}]
)
def test_what_is_wrong_is_said_beside_it(world: World, wrong: dict[str, str]) -> None:
    page = world.browser(world.ours.manager).post(address(world), {**PDP, **wrong})
    assert page.status_code == 422
    assert 'id="id_' + next(iter(wrong)) + '_error"' in page.content.decode()


def test_many_at_once(world: World) -> None:
    written(world)
    browser = world.browser(world.ours.manager)
    lines = (
        "AOV = average order value\r\nPDP = another meaning\n\n转化率 = conversion rate\nAOV (basket) = average basket"
    )
    browser.post(address(world, "glossary_lines"), {"lines": lines})
    with within(world.ours.agency):
        found = {term.term: (term.forms, term.meaning) for term in GlossaryTerm.objects.all()}
    assert found == {
        "PDP": ("product page", "another meaning"),
        "AOV": ("basket", "average basket"),
        "转化率": ("", "conversion rate"),
    }
    refused = browser.post(address(world, "glossary_lines"), {"lines": "AOV = fine\nno meaning here"})
    assert refused.status_code == 422
    assert "Line 2" in refused.content.decode()
    assert "no meaning here" in refused.content.decode()


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("a = b = c", ("a", "", "b = c")),
        ("a: b", ("a", "", "b")),
        ("a – b", ("a", "", "b")),
        ("a\tb\tc", ("a", "b", "c")),
        ('"a","b, c","d ""e"""', ("a", "b, c", 'd "e"')),
        ("a,b,c, d", ("a", "b", "c, d")),
        ("word", ("word", "", "")),
        ("词：意思", ("词", "", "意思")),
    ],
)
def test_a_pasted_line(line: str, entry: tuple[str, str, str]) -> None:
    assert tuple(entry_of(line).values()) == entry


def test_a_glossary_is_not_endless(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "MOST_TERMS", 1)
    written(world)
    page = world.browser(world.ours.manager).post(address(world), {"term": "AOV", "meaning": "x"})
    assert "holds 1 terms" in page.content.decode()
    assert not LinesForm({"lines": "a = b\n" * 501}).is_valid()


def test_for_whom_it_is(world: World) -> None:
    term = written(world)
    slug = world.ours.agency.slug
    assert world.browser(world.ours.specialist).post(address(world), {"term": "AOV", "meaning": "x"}).status_code == 302
    here = reverse("term", args=[slug, term.key])
    elsewhere = reverse("client_glossary", args=[slug, world.ours.other_client.key])
    assert world.browser(world.ours.manager).post(elsewhere, PDP).status_code == 403
    assert world.browser(world.theirs.owner).get(here).status_code == 404
    assert world.browser(world.ours.contact).get(address(world)).status_code in {302, 403, 404}


def test_the_queries_do_not_grow(world: World, django_assert_max_num_queries: Any) -> None:
    browser = world.browser(world.ours.manager)
    written(world)
    browser.get(address(world))
    counts = []
    for more in ((), ("A1", "A2")):
        for name in more:
            written(world, term=name)
        with django_assert_max_num_queries(60) as asked:
            browser.get(address(world))
        counts.append(len(asked))
    assert counts[0] == counts[1]
