"""Search: everything that ordinary verbs write is found by its words, by those who may see it, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from agency.models import Agency, SearchEntry
from agency.search import indexing
from agency.search.asking import Question, ask
from agency.search.function import NAME
from agency.search.kinds import kinds
from agency.search.results import Wanted, search
from agency.search.words import asked
from agency.tenancy.scope import AGENCY_SETTING, everywhere, reading, within
from clients.domain import clients, people, scopes, tasks
from clients.scope_changes import LeftOut, Promise
from comms.domain import (
    agendas,
    answers,
    calls,
    experts,
    insights,
    knowledge,
    meetings,
    questions,
    requests,
    summaries,
)
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.models import Expert, Interaction, Summary
from tests.comms.mailroom import written_by
from tests.counting import queries_of
from tests.world import CANARY, House, World, member


def filled(house: House, word: str = "") -> None:
    """One of everything, by ordinary verbs. Needs the house's scope."""
    now, by = timezone.now(), house.manager
    contact = people.create(
        house.client, by=by, at=now, name=f"Huda Al Noor {word}", addresses=[f"huda{word[-1:]}@noor.example"]
    )
    request = written_by(
        house, house.contact, subject=f"Tracking {word}", text="Где форма согласия? 我们的数据库 القنوات"
    )
    requests.note(request, by=by, at=now, text=f"They sound worried {word}")
    answers.answer(request, by=by, at=now, text=f"The pixel fires twice {word}", to=[house.contact])
    topic = TopicNotes(
        title="Checkout",
        decision=f"Postcode before payment {word}",
        reason="Fewer people leave",
        decided_by=house.contact,
        actions=[ActionNotes(text=f"Send the wireframe {word}", owner=by)],
    )
    notes = CallNotes(kind="call", at=now - timedelta(hours=1), contacts=[house.contact], topics=[topic])
    summaries.send(calls.log_call(house.client, notes, by=by, at=now), by=by, at=now, to=[house.contact])
    agree(house, f"Landing pages {word}", f"Photography {word}")
    expert = Expert.objects.filter(member=house.specialist).first() or experts.add(
        by=house.owner, at=now, member=house.specialist
    )
    questions.ask(
        request, expert, by=by, at=now, text=f"Which attribution window {word}?", due_at=now + timedelta(days=1)
    )
    knowledge.write(by=by, at=now, title=f"Cookie banners {word}", answer="Ask before you count.")
    tasks.create(house.client, by=by, at=now, title=f"Brief the printer {word}", owner=by, details="Folded twice")
    meeting = meetings.plan(
        house.client, by=by, at=now, kind="weekly", title=f"Weekly {word}", starts_at=now + timedelta(days=2),
        members=[by], contacts=[house.contact],
    )  # fmt: skip
    agendas.add(meeting, by=by, at=now, title=f"Consent form {word}")
    insights.note(house.client, by=by, at=now, text=f"Families order in the evening {word}")
    assert contact.person_id


def agree(house: House, promised: str, left_out: str) -> None:
    now, by = timezone.now(), house.manager
    scope = scopes.draft(house.client, by=by, at=now)
    scopes.revise(
        scope, by=by, at=now, promises=[Promise(name=promised, quantity=2, unit="", period="month")],
        exclusions=[LeftOut(number="", what=left_out, reason="no studio")], assumptions="Texts come from you",
    )  # fmt: skip
    scopes.accept(scope, by=by, at=now, accepted_by=house.contact, accepted_at=now, how="mail")


def titles(house: House, question: str, **more: Any) -> dict[str, list[str]]:
    found = search(more.pop("by", house.owner), Wanted(question, **more))
    return {group.family: [f"{hit.title} {hit.excerpt}".strip() for hit in group.hits] for group in found.groups}


def test_what_ordinary_verbs_write_is_found(ours: House) -> None:
    with within(ours.agency):
        filled(ours)
        in_index = set(SearchEntry.objects.values_list("kind", "object_id"))
        for kind in kinds.values():
            if kind.name not in ("client", "person"):  # the world's were made without verbs
                readable = {text.id for text in kind.texts(kind.model.objects.values_list("pk", flat=True))}
                assert readable, f"the test writes no {kind.name}"
                assert {(kind.name, pk) for pk in readable} <= in_index
        before = in_index
        for kind in kinds.values():
            indexing.rebuild(kind)
        assert before <= set(SearchEntry.objects.values_list("kind", "object_id"))


FOUND_BY = (
    ("huda al", "people"), ("noor.example", "people"), ("pixel", "messages"), ("worrie", "messages"),
    ("формы согласия", "messages"), ("数据库", "messages"), ("据", "messages"), ("قنوات", "messages"),
    ("postcodes", "decisions"), ("fewer people", "decisions"), ("wireframes", "tasks"), ("folded", "tasks"),
    ("postcode checkout", "summaries"), ("landing page", "scope"), ("photography", "scope"),
    ("texts come", "scope"), ("attribution", "questions"), ("cookie banner", "knowledge"),
)  # fmt: skip


def test_by_words_of_four_languages(ours: House) -> None:
    with within(ours.agency):
        filled(ours)
        for question, family in FOUND_BY:
            found = titles(ours, question)
            assert "<mark>" in found[family][0], question
            assert family in titles(ours, question, family=family)
            assert family in titles(ours, question, client_id=ours.client.pk) or family == "knowledge"
            assert not titles(ours, question, client_id=ours.other_client.pk)


def test_the_title_first_then_the_newest_and_else_what_is_near(ours: House) -> None:
    with within(ours.agency):
        for title, details in (("Other work", "The brief"), ("A brief", ""), ("Third brief", "")):
            tasks.create(ours.client, by=ours.manager, at=timezone.now(), title=title, details=details)
        plain = [hit.title for hit in search(ours.owner, Wanted("brief")).groups[0].hits]
        assert plain == ["Third <mark>brief</mark>", "A <mark>brief</mark>", "Other work"]
        near = search(ours.owner, Wanted("brief zeppelin"))
        assert near.some
        assert len(near.groups[0].hits) == 3
        assert not search(ours.owner, Wanted("zeppelin")).groups


def test_what_changes_is_found_anew_and_what_goes_is_not(ours: House) -> None:
    now, by = timezone.now(), ours.manager
    with within(ours.agency):
        filled(ours)
        clients.edit(ours.client, by=by, at=now, name="Velodrom Werke")
        assert "clients" in titles(ours, "lodro")
        assert "clients" not in titles(ours, "solvang")
        agree(ours, "Newsletters", "Printing")
        assert "scope" in titles(ours, "newsletter")
        assert "scope" not in titles(ours, "landing pages")
        answer = Interaction.objects.get(text__startswith="The pixel")
        answers.take_back(answer, by=by, at=now)
        assert "messages" not in titles(ours, "pixel")
        notes = CallNotes(
            kind="call", at=now, contacts=[ours.contact], topics=[TopicNotes(title="Zebra", answer="Yes")]
        )
        draft = calls.log_call(ours.client, notes, by=by, at=now)
        assert titles(ours, "zebra") == {"summaries": ["<mark>Zebra</mark>"]}
        pk = draft.pk
        calls.discard_call(draft, by=by, at=now)
        assert not titles(ours, "zebra")
        assert not SearchEntry.objects.filter(kind="summary", object_id=pk).exists()
        assert Summary.objects.exists()


def test_nobody_finds_what_is_not_theirs(world: World, ours: House) -> None:
    theirs = world.theirs
    with within(theirs.agency):
        filled(theirs, CANARY)
        foreign = theirs.client.pk
        assert titles(theirs, CANARY)
    with within(ours.agency):
        filled(ours, "ourword")
        assert not titles(ours, CANARY)
        assert not titles(ours, CANARY, client_id=foreign)
        assert not ask(Question(asked(CANARY), list(kinds), 10, [foreign]))
    Agency.objects.filter(pk=ours.agency.pk).update(managers_see_own_only=True)
    ours.agency.refresh_from_db()
    with within(ours.agency):
        other = member(ours.agency, "tess", "Tess Roe", "manager")
        assert set(titles(ours, "ourword", by=other)) == {"knowledge"}
        assert len(titles(ours, "ourword", by=ours.manager)) > 5


@pytest.mark.parametrize(
    "typed",
    ["'", '"', "a'b", ":*", "& | !", "\\", "%", "<b>", "🎉", "x" * 10_000, "a " * 9000, "NOT a", "a:b", "\x00a", "ﷺ"],
)
def test_whatever_is_typed(world: World, ours: House, typed: str) -> None:
    browser = world.browser(ours.owner)
    for extra in ({}, {"kind": "nothing", "from": "-1"}, {"kind": "tasks", "from": "9" * 30, "client": "' OR 1"}):
        assert browser.get(ours.url("search/"), {"q": typed, **extra}).status_code == 200


def test_the_page_groups_pages_and_asks_as_often_for_three_as_for_one(world: World, ours: House) -> None:
    browser = world.browser(ours.owner)
    counts = []
    for round_ in range(3):
        with within(ours.agency):
            filled(ours, f"gleam w{round_}")
        counts.append(queries_of(lambda: browser.get(ours.url("search/"), {"q": "gleam"})))
    assert b"<mark>gleam</mark>" in browser.get(ours.url("search/"), {"q": "gleam"}).content
    assert counts[0] == counts[-1]
    with within(ours.agency):
        for number in range(60):
            tasks.create(ours.client, by=ours.manager, at=timezone.now(), title=f"Row {number} glimmer")
    first = browser.get(ours.url("search/"), {"q": "glimmer", "kind": "tasks"})
    assert b"Row 59" in first.content
    assert b"Row 34" not in first.content
    assert b"from=25" in first.content
    third = browser.get(ours.url("search/"), {"q": "glimmer", "kind": "tasks", "from": "50"})
    assert b"Row 0 " in third.content
    assert b"Further on" not in third.content


def test_commands_are_found_within_ones_rights(world: World, ours: House) -> None:
    browser = world.browser(ours.specialist)
    page = browser.get(ours.url("commands/"), {"client": ours.client.key}).content.decode()
    assert "Sign out" in page
    assert "New client" not in page
    assert "Log a call" not in page
    boss = world.browser(ours.owner)
    page = boss.get(ours.url("commands/"), {"client": ours.client.key}).content.decode()
    assert "Log a call with Solvang Cycles" in page
    assert "Plan a meeting with Solvang Cycles" in page
    assert "Go to" in page
    assert CANARY not in boss.get(ours.url("commands/"), {"client": world.theirs.client.key}).content.decode()
    found = boss.get(ours.url("search/"), {"q": "> new cli"}).content.decode()
    assert "New client" in found
    assert "Enter an absence" not in found


@pytest.mark.postgres
def test_the_index_answers_and_only_the_application_may_ask(world: World, ours: House) -> None:
    with within(world.theirs.agency):
        filled(world.theirs, CANARY)
    lexemes = f"SELECT * FROM {NAME}('''{CANARY}'''::tsquery, '''x'''::tsquery, '{{task,decision}}', false, 10)"
    with within(ours.agency), connection.cursor() as cursor:
        cursor.execute(lexemes)
        assert cursor.fetchall() == []
    with within(world.theirs.agency), connection.cursor() as cursor:
        cursor.execute(lexemes)
        assert len(cursor.fetchall()) == 3
    plan = "EXPLAIN SELECT 1 FROM agency_searchentry WHERE words @@ '''@1'' & ''x'''::tsquery"
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(plan)
        assert "search_entry_words" in str(cursor.fetchall())
    with (
        pytest.raises(Exception, match="permission denied"),
        reading(ours.agency, ours.client.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(lexemes)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('{AGENCY_SETTING}', '', false)")
        cursor.execute(lexemes)
        assert cursor.fetchall() == []


def test_the_inbox_finds_words_of_messages(world: World, ours: House) -> None:
    written_by(ours, ours.contact, subject="Hello", text="The kerning of the logo looks odd")
    with within(ours.agency):
        browser = world.browser(ours.manager)
        assert b"Hello" in browser.get(ours.url("inbox/"), {"show": "all", "find": "kern"}).content
        assert b"Hello" not in browser.get(ours.url("inbox/"), {"show": "all", "find": "kerosene"}).content
