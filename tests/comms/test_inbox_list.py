"""The Inbox as a list: its filter, those that are kept, what is put off, the file, and what an open page asks."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import acknowledgements, answers, episodes, joining, later, requests as verbs, saved_filters
from comms.domain.saved_filters import NameTaken, NoName, TooLong
from comms.models import OutboxMessage, Request, SavedFilter
from comms.queries import inbox as queries
from comms.views import inbox_export
from tests.counting import queries_of
from tests.world import CANARY, House, World, age

HOUR = timedelta(hours=1)


def asks(house: House, subject: str, **given: Any) -> Request:
    with within(house.agency):
        contact = given.get("contact", house.contact)
        return episodes.open_request(contact=contact, subject=subject, text="?", at=timezone.now() - HOUR)


@pytest.fixture
def three(world: World) -> list[Request]:
    """Two of Maria's, one answered by nobody yet and one closed; one of Tomás, given to Daniel."""
    waits, closed = asks(world.ours, "Adverts in Portuguese?"), asks(world.ours, "The invoice")
    elsewhere = asks(world.ours, "Opening hours", contact=world.ours.other_contact)
    with within(world.ours.agency):
        now = timezone.now()
        episodes.dismiss(closed.episodes.get(), by=world.ours.manager, at=now)
        verbs.close(closed, by=world.ours.manager, at=now)
        verbs.assign(elsewhere, world.ours.backup, by=world.ours.owner, at=now)
    return [waits, closed, elsewhere]


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def shown(world: World, **asked: str) -> str:
    page = world.browser(world.ours.owner).get(url(world, "inbox"), {"show": "all", **asked})
    assert page.status_code == 200
    return page.content.decode().split('id="inbox-rows"')[1].split("</form>")[0]


def names(part: str) -> set[str]:
    known = {"Adverts in Portuguese?": "waits", "The invoice": "closed", "Opening hours": "elsewhere"}
    return {name for subject, name in known.items() if subject in part}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"waits", "closed", "elsewhere"}),
        ({"find": "portug"}, {"waits"}),
        ({"find": "solvang"}, {"waits", "closed"}),
        ({"find": "Tomás"}, {"elsewhere"}),
        ({"state": "waiting"}, {"waits", "elsewhere"}),
        ({"state": "closed"}, {"closed"}),
        ({"state": "nonsense", "period": "x", "client": "none", "who": "'"}, {"waits", "closed", "elsewhere"}),
        ({"show": "unassigned"}, {"waits"}),
    ],
)
def test_the_filter_stands_in_the_address(world: World, three: Any, asked: dict[str, str], expected: set[str]) -> None:
    assert names(shown(world, **asked)) == expected


def test_filters_by_client_manager_and_period(world: World, three: list[Request]) -> None:
    house = world.ours
    assert names(shown(world, client=house.other_client.key)) == {"elsewhere"}
    assert names(shown(world, who=house.backup.key)) == {"elsewhere"}
    assert names(shown(world, who=house.manager.key)) == {"waits", "closed"}
    assert names(shown(world, client=world.theirs.client.key)) == {"waits", "closed", "elsewhere"}
    with within(house.agency):
        age(three[1], timedelta(days=3))
    assert names(shown(world, period="1")) == {"waits", "elsewhere"}
    page = world.browser(house.owner).get(url(world, "inbox"), {"show": "all", "period": "1"}).content.decode()
    assert "Last day" in page


def test_an_empty_filter_says_so(world: World, three: Any) -> None:
    assert "Nothing here answers to this filter." in shown(world, find="no such words")


def test_what_is_put_off_leaves_the_list_but_no_running_clock_does(world: World, three: list[Request]) -> None:
    with within(world.ours.agency):
        for request in three:
            verbs.snooze(request, until=timezone.now() + HOUR, by=world.ours.manager, at=timezone.now())
    part = shown(world)
    assert names(part) == {"waits", "elsewhere"}
    assert "One is put off until later" in part
    assert "Put off until" in part, "the rows that run say so"
    assert names(shown(world, state="put_off")) == {"waits", "closed", "elsewhere"}
    with within(world.ours.agency):
        three[1].refresh_from_db()
        age(three[1], 2 * HOUR)
    assert names(shown(world)) == {"waits", "closed", "elsewhere"}, "it is back by itself"


def test_the_list_asks_the_same_number_of_queries(world: World) -> None:
    browser, counted = world.browser(world.ours.owner), []
    for rows in (1, 2):
        for number in range(rows):
            older, younger = asks(world.ours, f"Older {rows} {number}"), asks(world.ours, f"Younger {rows} {number}")
            with within(world.ours.agency):
                joining.merge(older, younger, by=world.ours.owner, at=timezone.now())
        counted.append(queries_of(lambda: browser.get(url(world, "inbox"), {"show": "all"})))
    assert counted[0] == counted[1]


def test_the_file_holds_the_filter_and_nothing_else(world: World, three: list[Request], monkeypatch: Any) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "inbox_csv")
    asks(world.theirs, f"Theirs {CANARY}")
    file = browser.get(address, {"show": "all", "find": "solvang"})
    text = file.content.decode("utf-8-sig")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert ("Adverts in Portuguese?" in text, "Opening hours" in text, CANARY in text) == (True, False, False)
    assert text.splitlines()[0].startswith("Client,Person,Subject,State")
    monkeypatch.setattr(inbox_export, "MOST_ROWS", 2)
    refused = browser.get(address, {"show": "all"})
    assert refused.status_code == 302
    page = browser.get(refused.headers["Location"]).content.decode()
    assert "These are 3 requests; a file holds at most 2. Narrow the filter first." in page
    assert world.browser(world.ours.specialist).get(address).status_code == 403


# --- kept filters -----------------------------------------------------------------------------------------------------
def kept(world: World, who: Any, name: str = "Solvang waits", **fields: Any) -> SavedFilter:
    with within(world.ours.agency):
        asked = fields.pop("asked", {"show": "all", "find": "solvang"})
        return saved_filters.keep(by=who, at=timezone.now(), name=name, asked=asked, **fields)


def test_keeping_a_filter(world: World, three: Any) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "saved_filters") + "?show=all&find=solvang&evil=1"
    assert "All · solvang" in browser.get(address).content.decode()
    back = browser.post(address, {"name": "  Solvang   waits ", "shared": "on"})
    assert back.headers["Location"] == url(world, "inbox") + "?show=all&find=solvang"
    with within(world.ours.agency):
        saved = SavedFilter.objects.get()
        assert (saved.name, saved.shared, saved.asked) == ("Solvang waits", True, {"show": "all", "find": "solvang"})
        assert Event.objects.filter(verb="filter.kept").exists()
    assert "Solvang waits" in world.browser(world.ours.specialist).get(url(world, "inbox")).content.decode()
    assert "Solvang waits" not in world.browser(world.theirs.owner).get(world.theirs.url("inbox/")).content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "required"),
        ("x" * 61, "At most 60 characters fit"),
        ("SOLVANG waits", "You have a filter of this name already."),
    ],
)
def test_a_bad_name_is_told_beside_it(world: World, name: str, words: str) -> None:
    kept(world, world.ours.manager)
    page = world.browser(world.ours.manager).post(url(world, "saved_filters") + "?show=all", {"name": name})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'id="id_name_error"' in text
    assert words in text
    assert f'value="{name}"' in text or not name


def test_the_verbs_refuse_bad_names_themselves(world: World) -> None:
    kept(world, world.ours.manager)
    for name, refusal in (("", NoName), ("x" * 61, TooLong), ("solvang WAITS", NameTaken)):
        with pytest.raises(refusal):
            kept(world, world.ours.manager, name)
    kept(world, world.ours.owner), "another member's name is another's"


def test_broken_promises_are_called_so_and_old_addresses_hold(world: World, three: list[Request]) -> None:
    with within(world.ours.agency):
        three[0].episodes.update(promise="broken")
    kept(world, world.ours.owner, "Late ones", asked={"show": "missed"})
    browser = world.browser(world.ours.owner)
    old, new = (browser.get(url(world, "inbox"), {"show": show}).content.decode() for show in ("missed", "broken"))
    for page in (old, new):
        assert names(page.split('id="inbox-rows"')[1]) == {"waits"}
        assert re.search(r'href="[^"]*show=broken"[^>]*aria-current[^>]*>\s*Broken', page), (
            "the tab says what it counts"
        )
        assert re.search(r'show=broken" aria-current="true">.*<bdi>Late ones', page), "the kept filter is this one"


def test_own_filters_are_nobody_elses_and_owners_may_change_shared_ones(world: World) -> None:
    house = world.ours
    own, shared = kept(world, house.manager), kept(world, house.manager, "For all", shared=True)
    for who, expected in ((house.manager, (200, 200)), (house.owner, (404, 200)), (house.backup, (404, 403))):
        browser = world.browser(who)
        assert tuple(browser.get(url(world, "saved_filter", one.key)).status_code for one in (own, shared)) == expected
    removal = url(world, "saved_filter_removal", shared.key)
    assert world.browser(house.backup).post(removal).status_code == 403
    world.browser(house.owner).post(removal)
    assert "For all" not in world.browser(house.specialist).get(url(world, "inbox")).content.decode()
    world.browser(house.owner).post(removal, {"undo": "1"})
    assert "For all" in world.browser(house.specialist).get(url(world, "inbox")).content.decode()
    page = world.browser(house.specialist).get(url(world, "saved_filters") + "?show=all").content.decode()
    assert 'name="shared"' not in page, "a specialist keeps filters for themselves"


# --- what an open page asks -------------------------------------------------------------------------------------------
def live_address(page: str, part: str) -> str:
    return page.split(f'id="{part}"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")


def test_the_list_is_asked_for_again_only_when_something_happened(world: World, three: Any) -> None:
    browser = world.browser(world.ours.owner)
    address = live_address(browser.get(url(world, "inbox"), {"show": "all"}).content.decode(), "inbox-rows")
    quiet = queries_of(lambda: browser.get(address))
    assert browser.get(address).status_code == 204
    asks(world.ours, "Something new")
    fresh = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Something new" in fresh
    assert '<div id="inbox-tabs" hx-swap-oob="innerHTML">' in fresh
    assert "<html" not in fresh
    assert quiet < 12


def test_a_new_message_appears_with_a_line(world: World, three: list[Request]) -> None:
    browser, request = world.browser(world.ours.owner), three[0]
    address = live_address(browser.get(url(world, "request", request.key)).content.decode(), "thread-news")
    assert browser.get(address).status_code == 204
    with within(world.ours.agency):
        verbs.note(request, by=world.ours.manager, at=timezone.now(), text="Asking Anders")
    part = browser.get(address).content.decode()
    assert "Asking Anders" in part
    assert "wrote just now" not in part, "only what the client says is announced"
    with within(world.ours.agency):
        request.interactions.create(
            client=request.client,
            kind="email",
            direction="in",
            at=timezone.now(),
            contact=request.contact,
            text="Hello?",
        )
        episodes.heard(request, at=timezone.now())
        verbs.note(three[2], by=world.ours.manager, at=timezone.now(), text="x")
    part = browser.get(live_address(part, "thread-news")).content.decode()
    assert "Maria wrote just now." in part
    assert '<div id="thread-messages" hx-swap-oob="beforeend">' in part
    assert ("Hello?" in part, "Asking Anders" in part) == (True, False)
    assert browser.get(live_address(part, "thread-news")).status_code == 204
    foreign = asks(world.theirs, "Theirs")
    assert browser.get(url(world, "request_news", foreign.key)).status_code == 404


def test_a_merged_request_is_found_where_it_went(world: World, three: list[Request]) -> None:
    with within(world.ours.agency):
        older, younger = three[:2]
        joining.merge(older, younger, by=world.ours.owner, at=timezone.now())
        assert set(queries.survivors_of(world.ours.owner, [younger.key]).values()) == {older}
    browser = world.browser(world.ours.owner)
    assert browser.get(url(world, "request", younger.key)).headers["Location"] == url(world, "request", older.key)
    assert names(shown(world)) == {"waits", "elsewhere"}


def test_an_answer_on_its_way_is_said_and_what_has_left_is_no_longer_to_be_taken_back(
    world: World, three: list[Request]
) -> None:
    browser, (first, *_rest) = world.browser(world.ours.manager), three
    with within(world.ours.agency):
        sent = answers.acknowledge(first, by=world.ours.manager, at=timezone.now())
    page = browser.get(url(world, "request", first.key)).content.decode()
    assert "An answer is on its way." in page
    assert "Sending" in browser.get(url(world, "inbox"), {"show": "waiting"}).content.decode()
    news = unescape(re.search(r'hx-get="([^"]+/news/[^"]+)"', page)[1])  # type: ignore[index]
    assert "Take back" in page
    with within(world.ours.agency):
        copy = OutboxMessage.objects.get(interaction=sent)
        copy.state = OutboxMessage.State.SENT
        copy.save(update_fields=["state"])
        acknowledgements.accepted(copy, timezone.now())
    later = browser.get(news).content.decode()
    assert f'id="{sent.key}" hx-swap-oob="true"' in later
    assert "Take back" not in later


def test_a_new_message_appears_above_what_leaves_later(world: World, three: list[Request]) -> None:
    browser, request, now = world.browser(world.ours.manager), three[0], timezone.now()
    with within(world.ours.agency):
        leaves = now + 3 * HOUR
        later.answer(request, by=world.ours.manager, at=now, text="It costs 400 euros.", leaves_at=leaves, late=True)
    address = live_address(browser.get(url(world, "request", request.key)).content.decode(), "thread-news")
    with within(world.ours.agency):
        verbs.note(request, by=world.ours.owner, at=timezone.now(), text="She rang, too.")
    assert "She rang, too." in browser.get(address).content.decode()
