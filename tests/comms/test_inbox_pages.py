"""The Inbox and what one does there: acknowledge, answer, take back, note, dismiss, assign, flag, and unknown
senders.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from clients.models import Exclusion, ScopeOfWork
from comms.domain import acknowledgements, answers, episodes, flags
from comms.models import Draft, Episode, InboundMessage, Interaction, OutboxMessage, Request, ScopeFlag
from comms.queries.inbox import A_PAGE, FEWEST
from tests.counting import queries_of
from tests.world import World


@pytest.fixture
def asked(world: World) -> Request:
    """Maria asks; the clock runs, and Ida leads."""
    with within(world.ours.agency):
        return episodes.open_request(
            contact=world.ours.contact,
            subject="Adverts in Portuguese?",
            text="Could we also run the adverts in Portuguese?",
            at=timezone.now() - timedelta(hours=21),
        )


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def test_the_list_and_the_conversation(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    for show in ("mine", "unassigned", "all", "waiting"):
        assert "Adverts in Portuguese?" in browser.get(url(world, "inbox"), {"show": show}).content.decode()
    assert "Adverts in Portuguese?" not in browser.get(url(world, "inbox"), {"show": "missed"}).content.decode()
    page = browser.get(url(world, "request", asked.key)).content.decode()
    assert "Maria has waited 21 h" in page
    assert "Could we also run the adverts" in page
    tab = browser.get(url(world, "client_requests", world.ours.client.key)).content.decode()
    assert "Adverts in Portuguese?" in tab


def test_what_came_by_link_is_called_an_answer_to_a_summary(world: World, asked: Request) -> None:
    page = world.browser(world.ours.manager).get(url(world, "request", asked.key)).content.decode()
    assert "· answer to a summary" in page
    assert "· letter" not in page


def test_a_flag_without_a_clause_says_so_once(world: World, asked: Request) -> None:
    with within(world.ours.agency):
        flags.flag(asked, by=world.ours.manager, at=timezone.now())
    page = world.browser(world.ours.manager).get(url(world, "request", asked.key)).content.decode()
    assert "Flagged as outside the scope" in page
    assert "<p>No clause says so.</p>" in page
    assert "outside the scope." not in page


def test_an_unreadable_filter_is_the_first_list(world: World, asked: Request) -> None:
    page = world.browser(world.ours.manager).get(url(world, "inbox"), {"show": "'; drop", "before": "never,x"})
    assert page.status_code == 200


def test_who_leads_nobody_begins_with_all(world: World, asked: Request) -> None:
    for who, current in ((world.ours.owner, "all"), (world.ours.manager, "mine")):
        page = world.browser(who).get(url(world, "inbox")).content.decode()
        tab = next(part for part in page.split("<a ") if f"?show={current}" in part and "aria-current" in part)
        assert "Adverts in Portuguese?" in page, tab


def test_acknowledging_queues_one_mail(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "acknowledgement", asked.key)
    for _twice in range(2):
        browser.post(address, {"text": "We are on it.", "once": "abcdefghjkmn"})
    with within(world.ours.agency):
        assert OutboxMessage.objects.get().recipient == "maria.northlight@client.example"
        assert Interaction.objects.filter(direction="out").count() == 1


def test_from_today_the_row_says_what_was_done(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    today = browser.get(url(world, "today")).content.decode()
    assert "Maria has waited 21 h." in today
    row = browser.post(
        url(world, "acknowledgement", asked.key), {"text": "On it.", "next": "today"}, headers={"HX-Request": "true"}
    )
    assert "Acknowledged." in row.content.decode()


def test_answering_and_taking_back(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    empty = browser.post(url(world, "answer", asked.key), {"text": "  "})
    assert empty.status_code == 422
    browser.post(url(world, "answer", asked.key), {"text": "By tomorrow noon you have two ways."})
    with within(world.ours.agency):
        said = Interaction.objects.get(direction="out")
    assert "two ways" in browser.get(url(world, "request", asked.key)).content.decode()
    browser.post(url(world, "message_withdrawal", said.key))
    with within(world.ours.agency):
        assert OutboxMessage.objects.get().state == OutboxMessage.State.WITHDRAWN
        assert Draft.objects.get(member=world.ours.manager).fields["text"]
        assert Episode.objects.get().closed_at is None
    assert "By tomorrow noon" in browser.get(url(world, "request", asked.key)).content.decode()


def test_what_was_acknowledged_is_still_to_be_answered(world: World, asked: Request) -> None:
    browser, page = world.browser(world.ours.manager), url(world, "request", asked.key)
    with within(world.ours.agency):
        acknowledgement = answers.acknowledge(asked, by=world.ours.manager, at=timezone.now())
        for message in OutboxMessage.objects.filter(interaction=acknowledgement):
            acknowledgements.accepted(message, timezone.now())
    shown = browser.get(page).content.decode()
    assert "Send and answer" in shown
    assert 'name="word"' in shown
    browser.post(url(world, "answer", asked.key), {"text": "The price follows at noon.", "word": "1"})
    with within(world.ours.agency):
        assert Request.objects.get().state == Request.State.ACKNOWLEDGED
    browser.post(url(world, "answer", asked.key), {"text": "It costs 400 euros."})
    with within(world.ours.agency):
        assert Request.objects.get().state == Request.State.ANSWERED
    assert "Send and answer" not in browser.get(page).content.decode()


def test_what_was_taken_back_is_not_on_the_timeline(world: World, asked: Request) -> None:
    browser, timeline = world.browser(world.ours.manager), url(world, "client", world.ours.client.key)
    browser.post(url(world, "acknowledgement", asked.key), {"text": "We are on it, Maria."})
    assert "We are on it, Maria." in browser.get(timeline).content.decode()
    with within(world.ours.agency):
        said = Interaction.objects.get(direction="out")
    browser.post(url(world, "message_withdrawal", said.key))
    assert "We are on it, Maria." not in browser.get(timeline).content.decode()


def test_a_note_is_for_us(world: World, asked: Request) -> None:
    world.browser(world.ours.specialist).post(url(world, "note", asked.key), {"text": "Four ad groups, 38 texts."})
    page = world.browser(world.ours.manager).get(url(world, "request", asked.key)).content.decode()
    assert "Four ad groups" in page
    assert "Only the agency sees this" in page
    with within(world.ours.agency):
        assert not OutboxMessage.objects.exists()


def test_dismissing_and_undo(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "dismissal", asked.key)
    browser.post(address)
    with within(world.ours.agency):
        assert Episode.objects.get().dismissed_by == world.ours.manager
    browser.post(address, {"undo": "1"})
    with within(world.ours.agency):
        assert Episode.objects.get().closed_at is None


def test_assigning(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "assignment", asked.key)
    browser.post(address, {"member": world.ours.specialist.key})
    with within(world.ours.agency):
        assert Request.objects.get().assignee == world.ours.specialist
    browser.post(address, {"member": world.theirs.manager.key})
    with within(world.ours.agency):
        assert Request.objects.get().assignee == world.ours.specialist


def test_undoing_an_assignment_leaves_alone_what_others_did_since(world: World, asked: Request) -> None:
    house, address = world.ours, url(world, "assignment", asked.key)
    browser = world.browser(house.manager)
    given = browser.post(address, {"member": house.specialist.key}, follow=True).content.decode()
    undo = f"{address}?was=&amp;now={house.specialist.key}"
    assert undo in given
    world.browser(house.owner).post(address, {"member": house.backup.key})
    late = browser.post(undo.replace("&amp;", "&"), {"undo": "1"}, follow=True).content.decode()
    assert "Somebody has given it to another person since." in late
    with within(house.agency):
        assert Request.objects.get().assignee == house.backup
    world.browser(house.owner).post(f"{address}?was={house.specialist.key}&now={house.backup.key}", {"undo": "1"})
    with within(house.agency):
        assert Request.objects.get().assignee == house.specialist


def test_closing_waits_for_an_answer(world: World, asked: Request) -> None:
    world.browser(world.ours.manager).post(url(world, "closure", asked.key))
    with within(world.ours.agency):
        assert Request.objects.get().state == Request.State.NEW


def test_flagging_with_the_clause_that_bears_on_it(world: World, asked: Request) -> None:
    house = world.ours
    with within(house.agency):
        scope = ScopeOfWork.objects.create(client=house.client, version=1, state="accepted", starts_on="2026-01-01")
        clause = Exclusion.objects.create(
            client=house.client, scope=scope, number="2.4", what="Adverts in Portuguese or other languages"
        )
    browser = world.browser(house.manager)
    assert "looks outside the scope" in browser.get(url(world, "request", asked.key)).content.decode()
    browser.post(url(world, "flag", asked.key), {"exclusion": clause.key})
    with within(house.agency):
        flag = ScopeFlag.objects.get()
        assert (flag.exclusion, flag.wish) == (clause, "Could we also run the adverts in Portuguese?")
    assert "Decide what becomes of it" in browser.get(url(world, "request", asked.key)).content.decode()
    there = browser.post(url(world, "scope_flag", flag.key), {"state": "in_scope", "next": "request"})
    assert there.headers["Location"] == url(world, "request", asked.key)
    with within(house.agency):
        assert ScopeFlag.objects.get().state == "in_scope"


def test_flagging_what_no_clause_bears_on_and_taking_it_back(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "flag", asked.key)
    assert address in browser.get(url(world, "request", asked.key)).content.decode()
    browser.post(address, {"exclusion": ""})
    with within(world.ours.agency):
        assert ScopeFlag.objects.get().exclusion is None
    assert "It is in scope" in browser.get(url(world, "request", asked.key)).content.decode()
    browser.post(address, {"undo": "1"})
    with within(world.ours.agency):
        assert not ScopeFlag.objects.exists()


@pytest.mark.parametrize("name", ["acknowledgement", "answer", "dismissal", "assignment", "flag", "closure"])
def test_who_may_not(world: World, asked: Request, name: str) -> None:
    address = url(world, name, asked.key)
    assert world.browser(world.ours.specialist).post(address, {"text": "x"}).status_code == 403
    assert world.browser(world.theirs.owner).post(address, {"text": "x"}).status_code == 404
    foreign = reverse(name, args=[world.theirs.agency.slug, asked.key])
    assert world.browser(world.theirs.owner).post(foreign, {"text": "x"}).status_code == 404
    with within(world.ours.agency):
        assert not OutboxMessage.objects.exists()
        assert Episode.objects.get().closed_at is None


def unmatched(world: World) -> InboundMessage:
    raw = b"From: Ana <ana@new.example>\r\nSubject: Hello\r\nMessage-ID: <1@new.example>\r\n\r\nHello!"
    with within(world.ours.agency):
        return InboundMessage.objects.create(
            door="pipe",
            raw=raw,
            raw_digest="d",
            received_at=timezone.now() - timedelta(hours=5),
            state=InboundMessage.State.UNMATCHED,
            sender="ana@new.example",
            sender_name="Ana",
            subject="Hello",
            excerpt="Hello!",
            triage=world.ours.owner,
        )


def test_an_unknown_sender_becomes_a_contact_with_the_original_time(world: World) -> None:
    message, browser = unmatched(world), world.browser(world.ours.manager)
    assert "Ana" in browser.get(url(world, "inbox"), {"show": "unmatched"}).content.decode()
    page = browser.get(url(world, "unmatched", message.key)).content.decode()
    assert "Hello!" in page
    wrong = browser.post(url(world, "unmatched_contact", message.key), {"client": world.ours.client.key, "name": ""})
    assert wrong.status_code == 422
    browser.post(url(world, "unmatched_contact", message.key), {"client": world.ours.client.key, "name": "Ana Reis"})
    with within(world.ours.agency):
        episode = Episode.objects.get()
        assert episode.opened_at == message.received_at
        assert episode.request.contact.person.name == "Ana Reis"


def test_not_a_client_and_back(world: World) -> None:
    message, browser = unmatched(world), world.browser(world.ours.manager)
    browser.post(url(world, "unmatched_dismissal", message.key))
    with within(world.ours.agency):
        assert InboundMessage.objects.get().state == InboundMessage.State.DISMISSED
    browser.post(url(world, "unmatched_return", message.key))
    with within(world.ours.agency):
        assert InboundMessage.objects.get().state == InboundMessage.State.UNMATCHED
    assert world.browser(world.ours.specialist).post(url(world, "unmatched_dismissal", message.key)).status_code == 403


def test_queries_and_pages(world: World, asked: Request) -> None:
    browser = world.browser(world.ours.manager)
    with within(world.ours.agency):
        settled = episodes.open_request(contact=world.ours.contact, subject="Thanks", text="!", at=timezone.now())
        episodes.dismiss(settled.episodes.get(), by=world.ours.manager, at=timezone.now())
    browser.get(url(world, "inbox"))
    before = queries_of(lambda: browser.get(url(world, "inbox")))
    with within(world.ours.agency):
        for number in range(A_PAGE + 5):
            more = episodes.open_request(
                contact=world.ours.contact, subject=f"Question {number}", text="?", at=timezone.now()
            )
            if number > 2:
                episodes.dismiss(more.episodes.get(), by=world.ours.manager, at=timezone.now())
    assert queries_of(lambda: browser.get(url(world, "inbox"))) == before
    page = browser.get(url(world, "inbox")).content.decode()
    assert "before=" in page


@pytest.mark.parametrize("place", ["inbox", "client_requests"])
def test_clocks_beyond_the_page_are_counted_and_one_press_away(
    world: World, asked: Request, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comms.queries.inbox.CLOCKS", 2)
    first = A_PAGE - FEWEST
    with within(world.ours.agency):
        for number in range(first + 2):
            episodes.open_request(
                contact=world.ours.contact, subject=f"Question {number}.", text="?", at=timezone.now()
            )
    browser = world.browser(world.ours.manager)
    address = url(world, place, *([world.ours.client.key] if place == "client_requests" else []))
    page = browser.get(address).content.decode()
    assert "3 more clocks are running" in page
    assert f"Question {first - 1}." not in page
    page = browser.get(f"{address}?clocks={first}").content.decode()
    assert f"Question {first - 1}." in page
    assert "One more clock is running" in page
    page = browser.get(f"{address}?clocks={first + 2}").content.decode()
    assert f"Question {first + 1}." in page
    assert "more clock" not in page
    for odd in ("-5", "x", "9" * 30, "٣"):
        assert browser.get(f"{address}?clocks={odd}").status_code == 200


def test_nothing_is_proposed_once_somebody_has_answered(world: World, asked: Request) -> None:
    browser, page = world.browser(world.ours.manager), url(world, "request", asked.key)
    assert "thank you for your message" in browser.get(page).content.decode()
    browser.post(url(world, "answer", asked.key), {"text": "With the opening.", "once": "abcdefghjkmn"})
    assert "thank you for your message" not in browser.get(page).content.decode()


def test_an_owner_sees_which_promises_of_others_are_broken(world: World, asked: Request) -> None:
    with within(world.ours.agency):
        asked.episodes.update(promise=Episode.Promise.BROKEN)
    page = world.browser(world.ours.owner).get(url(world, "today")).content.decode()
    assert "A promise to Solvang Cycles is broken." in page
    assert "Ida Brandt should have answered." in page
    assert "should have answered" not in world.browser(world.ours.backup).get(url(world, "today")).content.decode()
