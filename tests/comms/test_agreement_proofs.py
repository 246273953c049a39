"""Proofs: no mutation of a signed link is accepted, what a mail scanner fetches changes nothing, any correction wins,
and three levels of detail hold the same decisions, dates and actions."""

import random
import re
import string
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings as limits, strategies as some

from agency.tenancy.base import TenantModel
from agency.tenancy.scope import within
from comms import writer
from comms.domain import agreements, links, silences, summaries
from comms.mail.render import Letter, Section, render
from comms.models import OutboxMessage, SignedLink, Summary
from comms.summary_letter import _line as mail_line
from comms.writer import Action, Kind, Reader, Spoken
from tests.comms.test_calls import link_of, sent
from tests.world import NOW, World

MUTATIONS = 10_000
DRAWN_FROM = string.ascii_letters + string.digits + "-_=.%/ \x00é"


def mutations(tokens: list[str], count: int) -> set[str]:
    """One to three letters changed, added, taken out or swapped; the case turned; halves of two put together."""
    dice, found = random.Random(4), set[str]()
    while len(found) < count:
        letters = list(dice.choice(tokens))
        for _step in range(dice.randrange(1, 4)):
            place = dice.randrange(len(letters))
            match dice.randrange(5):
                case 0:
                    letters[place] = dice.choice(DRAWN_FROM)
                case 1:
                    letters.insert(place, dice.choice(DRAWN_FROM))
                case 2 if len(letters) > 1:
                    del letters[place]
                case 3:
                    letters[place] = letters[place].swapcase()
                case _:
                    letters = letters[:place] + list(dice.choice(tokens))[place:]
        found.add("".join(letters))
        found -= set(tokens)
    return found


def test_no_mutation_of_a_link_is_accepted(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = sent(world)
        found = [link_of(world, summary, contact) for contact in (house.contact, house.second_contact)]
        tokens = [token for _link, token in found]
        tokens.append(links.make_again(found[0][0]).rstrip("/").rpartition("/")[2])
        assert all(links.find(token) for token in tokens)
        digests = set(SignedLink.objects.values_list("token_digest", "reminder_digest"))
        known = {digest for pair in digests for digest in pair if digest}
        tried = mutations(tokens, MUTATIONS)
        assert not {links.digest(token) for token in tried} & known
        assert not any(links.find(token) for token in random.Random(4).sample(sorted(tried), 100))
    browser = world.browser(None)
    for token in random.Random(5).sample(sorted(one for one in tried if re.fullmatch(r"[\w-]+", one, re.ASCII)), 5):
        assert browser.post(reverse("signed_link", args=[house.agency.slug, token])).status_code == 404


def everything() -> str:
    """All rows of the open agency."""
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    return "".join(serializers.serialize("json", model.objects.order_by("pk")) for model in models)


def test_a_scanner_that_fetches_every_link_of_every_mail_changes_nothing(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = sent(world)
        OutboxMessage.objects.update(state=OutboxMessage.State.SENT)
        summaries.accepted_by_provider(summary.pk, at=timezone.now() - timedelta(minutes=1))
        summary.refresh_from_db()
        assert summary.remind_at
        silences.act_upon(summary.pk, at=summary.remind_at)
        mails = [bytes(mail.mime).decode("utf-8", "replace") for mail in OutboxMessage.objects.all()]
        before = everything()
    fetched = {
        "/" + url for mail in mails for url in re.findall(r"https?://[^/\s\"]+/([^\s\"<>]+)", mail.replace("=\n", ""))
    }
    assert sum("/l/" in url for url in fetched) == 4, "two mails and two reminders"
    browser = world.browser(None)
    for _time in range(2):
        for url in fetched:
            assert browser.get(url).status_code in (200, 302, 404)
            browser.head(url)
            browser.get(url, headers={"Sec-Purpose": "prefetch", "Purpose": "prefetch", "User-Agent": "Scanner"})
    with within(house.agency):
        assert everything() == before


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([("second", {}), ("first", {2: "At nine."})], Summary.State.DISPUTED),
        ([("first", {2: "At nine."}), ("second", {})], Summary.State.DISPUTED),
        ([("second", {})], Summary.State.CONFIRMED),
        ([("first", {})], Summary.State.SENT),
    ],
    ids=["a correction after the decider's yes", "a yes after a correction", "the decider alone", "another alone"],
)
def test_any_correction_wins_and_else_the_decider(
    world: World, words: list[tuple[str, dict[int, str]]], state: str
) -> None:
    house = world.ours
    people = {"first": house.contact, "second": house.second_contact}
    with within(house.agency):
        summary = sent(world)
        for who, corrections in words:
            link, _token = link_of(world, summary, people[who])
            agreements.answer(link, corrections=corrections, at=NOW)
        summary.refresh_from_db()
        assert summary.state == state


def test_where_nobody_decides_everybody_has_to_agree(world: World) -> None:
    house = world.ours
    with within(house.agency):
        house.second_contact.decision_maker = False
        house.second_contact.save()
        summary = sent(world)
        for contact, state in ((house.contact, Summary.State.SENT), (house.second_contact, Summary.State.CONFIRMED)):
            link, _token = link_of(world, summary, contact)
            agreements.answer(link, corrections={}, at=NOW)
            summary.refresh_from_db()
            assert summary.state == state


words = some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60)
days = some.none() | some.dates(date(2026, 1, 1), date(2027, 12, 31))
actions = some.builds(Action, text=words, name=words, contact_id=some.none() | some.just(7), due=days)
topics = some.lists(
    some.builds(
        Spoken, title=words, answer=words | some.just("One. Two! Three? 四。五！ستة؟ Seven. Eight."),
        decision=words | some.just(""), reason=words | some.just(""), decided_by=words, out_of_scope=some.booleans(),
        actions=some.lists(actions, max_size=3).map(tuple),
    ),
    max_size=4,
)  # fmt: skip


@limits(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(topics=topics, language=some.sampled_from(["en", "ar", "ru", "zh-hans"]))
def test_three_levels_of_detail_hold_the_same(topics: list[Spoken], language: str) -> None:
    with translation.override(language):
        lines = writer.lines(topics)
        told: dict[str, list[Any]] = {}
        for detail in ("headline", "summary", "full"):
            reader = Reader(name="Maria", contact_id=7, detail=detail, agency="Northlight")
            told[detail] = [
                (line.number, writer.label(line, reader), writer.told(line, detail))
                for line in lines
                if line.kind is not Kind.ANSWER
            ]
            sections = tuple(
                Section(block.title, tuple(mail_line(line, reader) for line in block.lines))
                for block in writer.blocks(lines)
            )
            assert sum(len(section.lines) for section in sections) == len(lines)
            text, html = render(Letter(language=language, agency="N", hue=230, greeting="Hello", sections=sections))
            for line in lines:
                if line.due is not None and line.kind is Kind.ACTION:
                    assert writer.label(line, reader) in text
            assert html.count("<") > 0
        assert told["headline"] == told["summary"] == told["full"]


def test_cutting_an_answer_leaves_its_sentences_as_they_were_written() -> None:
    def told(text: str, detail: str) -> str:
        return writer.told(writer.Line(number=1, kind=writer.Kind.ANSWER, topic="", text=text), detail)

    assert told("他说：“可以。”下周发货。谢谢。再见。", "headline") == "他说：“可以。”"
    assert told("一。二。三。四。", "summary") == "一。二。三。"
    assert told("She said “yes.” We ship 1.5 t. Then\nwe wait.", "headline") == "She said “yes.”"
    assert told("No full stop", "headline") == "No full stop"
