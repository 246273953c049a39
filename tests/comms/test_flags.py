"""Wishes outside the scope: raised, settled in each of their ways, put up again; and the scope page that shows them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import clients
from clients.models import Exclusion, Favour, ScopeOfWork
from clients.queries import timeline as timelines
from comms.domain import episodes, flags
from comms.models import Request, ScopeFlag
from tests.counting import queries_of
from tests.world import House, World

State = ScopeFlag.State
WISH = "Could we also run the adverts in Portuguese?"


def asked(house: House, subject: str = "Porto") -> Request:
    at = timezone.now() - timedelta(hours=3)
    return episodes.open_request(contact=house.contact, subject=subject, text=WISH, at=at)


def flagged(house: House, subject: str = "Porto") -> ScopeFlag:
    return flags.flag(asked(house, subject), by=house.manager, at=timezone.now())


def toasts(answer: Any) -> list[tuple[str, str]]:
    """What is said when the next page opens, and what its Undo does."""
    return [(str(each), each.extra_tags or "") for each in get_messages(answer.wsgi_request)]


@pytest.fixture
def flag(world: World) -> ScopeFlag:
    with within(world.ours.agency):
        return flagged(world.ours)


def test_a_clause_of_another_clients_scope_is_refused(world: World) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        scope = ScopeOfWork.objects.create(client=house.other_client, version=1, starts_on=at.date())
        clause = Exclusion.objects.create(scope=scope, client=house.other_client, number="2.1", what="Film")
        with pytest.raises(ValidationError, match="another client"):
            flags.flag(asked(house), by=house.manager, at=at, exclusion=clause)
        assert not ScopeFlag.objects.exists()


def test_a_request_has_one_standing_flag(world: World, flag: ScopeFlag) -> None:
    house = world.ours
    with within(house.agency):
        assert flag.wish == WISH
        assert flags.flag(flag.request, by=house.owner, at=timezone.now()) == flag


def test_a_favour_with_hours_stands_in_the_ledger(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        settled = flags.settle(flag, State.FAVOUR, by=house.manager, at=at, hours=Decimal("1.5"))
        assert (settled.state, settled.settled_by) == (State.FAVOUR, house.manager)
        favour = Favour.objects.get()
        assert (favour.what, favour.hours, favour.client) == ("Porto", Decimal("1.5"), house.client)
        with pytest.raises(ValidationError, match="settled already"):
            flags.settle(flag, State.PARKED, by=house.manager, at=at)


def test_nothing_is_settled_when_the_ledger_refuses(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        clients.archive(house.client, by=house.owner, at=at, reason="budget")
        with pytest.raises(ValidationError, match="archived"):
            flags.settle(flag, State.FAVOUR, by=house.manager, at=at, hours=Decimal(1))
        flag.refresh_from_db()
        assert flag.state == State.RAISED


def test_what_was_settled_is_put_up_again_once(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        flags.settle(flag, State.PARKED, by=house.manager, at=at, outcome="In January")
        for _twice in range(2):
            again = flags.reopen(flag, by=house.manager, at=at)
        assert (again.state, again.outcome, again.settled_at) == (State.RAISED, "", None)
        verbs = list(Event.objects.filter(verb__startswith="scope.flag").order_by("id").values_list("verb", flat=True))
        assert verbs == ["scope.flagged", "scope.flag_settled", "scope.flag_reopened"]


def test_it_is_not_put_up_beside_another(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        flags.settle(flag, State.IN_SCOPE, by=house.manager, at=at)
        flags.flag(flag.request, by=house.manager, at=at)
        with pytest.raises(ValidationError, match="flagged again"):
            flags.reopen(flag, by=house.manager, at=at)


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_scope_page_shows_what_waits_for_a_decision(world: World, flag: ScopeFlag) -> None:
    house = world.ours
    address = house.url(f"clients/{house.client.key}/scope/")
    page = world.browser(house.manager).get(address).content.decode()
    assert "Maria asks: Porto" in page
    assert WISH in page
    assert "Finish what is agreed first" in page
    seen = world.browser(house.specialist).get(address).content.decode()
    assert WISH in seen
    assert "Finish what is agreed first" not in seen


def test_a_wish_is_parked_and_the_parking_undone(world: World, flag: ScopeFlag) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    address = house.url(f"flags/{flag.key}/")
    assert WISH in browser.get(address).content.decode()
    said = browser.post(address, {"state": "parked", "outcome": "In January"}, follow=True).content.decode()
    assert "Parked: In January." in said
    assert WISH not in said
    said = browser.post(house.url(f"flags/{flag.key}/reopening/"), {"undo": "1"}, follow=True).content.decode()
    assert "It waits for a decision again." in said
    assert WISH in said


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"state": "parked", "outcome": " "}, "required"),
        ({"state": "favour", "hours": "many"}, "number"),
        ({"state": "favour", "hours": "0"}, "0.01"),
        ({"state": "favour", "hours": ""}, "required"),
        ({"state": "favour", "hours": "1", "what": ""}, "required"),
        ({"state": "favour", "hours": "1", "what": "Porto", "worth": "dear"}, "number"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    world: World, flag: ScopeFlag, sent: dict[str, str], complaint: str
) -> None:
    answer = world.browser(world.ours.manager).post(world.ours.url(f"flags/{flag.key}/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in page
    assert sent.get("hours", "") in page
    with within(world.ours.agency):
        assert ScopeFlag.objects.get().state == State.RAISED


def test_a_colleagues_flag_is_not_ones_own_to_undo(world: World, flag: ScopeFlag) -> None:
    """Somebody flagged it while the page was open: the second flag is none, and its toast takes nothing back."""
    house, asked_for = world.ours, flag.request
    assert asked_for is not None
    said = world.browser(house.owner).post(house.url(f"requests/{asked_for.key}/flag/"))
    assert toasts(said) == [("It is flagged already.", "")]
    with within(house.agency):
        assert ScopeFlag.objects.get().raised_by == house.manager


def test_ones_own_flag_is_undone_from_its_toast(world: World) -> None:
    house = world.ours
    with within(house.agency):
        address = house.url(f"requests/{asked(house).key}/flag/")
    said = world.browser(house.manager).post(address)
    assert toasts(said) == [("Flagged as outside the scope.", f"undo:{address}")]


@pytest.mark.parametrize("scope", ["none", "draft", "another client's"])
def test_an_unknown_clause_is_refused_in_words(world: World, scope: str) -> None:
    house = world.ours
    with within(house.agency):
        request, key = asked(house), "nosuchclause"
        if scope != "none":
            client = house.client if scope == "draft" else house.other_client
            state = ScopeOfWork.State.DRAFT if scope == "draft" else ScopeOfWork.State.ACCEPTED
            version = ScopeOfWork.objects.create(client=client, version=1, state=state, starts_on="2026-01-01")
            key = Exclusion.objects.create(scope=version, client=client, number="2.1", what="Film").key
    address = house.url(f"requests/{request.key}/flag/")
    said = world.browser(house.manager).post(address, {"exclusion": key}, follow=True).content.decode()
    assert "The scope in force has no such clause." in said
    with within(house.agency):
        assert not ScopeFlag.objects.exists()


def test_the_timeline_leads_to_the_flag_who_may_settle_it(world: World, flag: ScopeFlag) -> None:
    house = world.ours
    with within(house.agency):
        events = list(Event.objects.filter(verb="scope.flagged"))
        (line,) = timelines.tell(events, house.manager).values()
        (plain,) = timelines.tell(events, house.specialist).values()
    assert (line.url, plain.url) == (house.url(f"flags/{flag.key}/"), "")
    assert world.browser(house.manager).get(line.url).status_code == 200


def test_an_unknown_way_is_asked_for_again(world: World, flag: ScopeFlag) -> None:
    browser = world.browser(world.ours.manager)
    said = browser.post(world.ours.url(f"flags/{flag.key}/"), {"state": "raised"}, follow=True)
    assert "Choose what becomes of it." in said.content.decode()


def test_who_may_not(world: World, flag: ScopeFlag) -> None:
    for path in (f"flags/{flag.key}/", f"flags/{flag.key}/reopening/"):
        assert world.browser(world.ours.specialist).post(world.ours.url(path)).status_code == 403
        assert world.browser(world.theirs.owner).post(world.theirs.url(path)).status_code == 404
        assert world.browser(world.ours.contact).post(world.ours.url(path)).status_code == 404


def test_the_scope_page_asks_as_much_for_one_as_for_three(world: World, flag: ScopeFlag) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    address = house.url(f"clients/{house.client.key}/scope/")
    browser.get(address)
    one = queries_of(lambda: browser.get(address))
    with within(house.agency):
        flagged(house, "Second")
        flagged(house, "Third")
    assert queries_of(lambda: browser.get(address)) == one


def test_archiving_tells_what_stays_open(world: World, flag: ScopeFlag) -> None:
    page = world.browser(world.ours.manager).get(world.ours.url(f"clients/{world.ours.client.key}/archive/"))
    said = page.content.decode()
    assert "1 unanswered request<" in said
    assert "1 undecided wish<" in said
    assert "not sent" not in said
