"""The ways out of a wish outside the scope: the favour in its ledger, the draft that takes it up, and their page."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import clients, favours, scopes
from clients.models import Exclusion, Favour, ScopeOfWork
from clients.scope_changes import Promise
from comms.domain import flags
from comms.models import ScopeFlag
from tests.comms.test_flags import WISH, State, asked, flagged
from tests.world import World


@pytest.fixture
def flag(world: World) -> ScopeFlag:
    with within(world.ours.agency):
        return flagged(world.ours)


def test_a_favour_is_worded_and_priced(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        words = {"what": "Adverts in Portuguese", "hours": Decimal(2), "worth_minor": 19000, "currency": "USD"}
        flags.settle(flag, State.FAVOUR, by=house.manager, at=at, **words)
        assert Favour.objects.values("what", "hours", "worth_minor", "currency").get() == words


def test_a_wish_in_short_is_no_longer_than_its_field(world: World) -> None:
    with within(world.ours.agency):
        raised = flagged(world.ours, "我们还想要一部影片" * 40)
        assert [len(flags.in_short(raised)), len(flags.in_short(raised, 120))] == [200, 120]
        assert flags.in_short(raised).startswith("我们还想要")
        assert flags.in_short(flagged(world.ours, "")) == WISH


def test_a_favour_leaves_the_ledger_with_its_decision(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    by = {"by": house.manager, "at": at}
    with within(house.agency):
        elsewhere = favours.give(house.client, **by, day=at.date(), what="Porto", hours=Decimal(1))
        for _twice in range(2):
            flags.settle(flag, State.FAVOUR, **by, hours=Decimal(1))
            flags.reopen(flag, **by)
        assert Favour.objects.get() == elsewhere
        verbs = (
            Event.objects.filter(verb__startswith="favour", shown=True).order_by("id").values_list("verb", flat=True)
        )
        assert list(verbs) == ["favour.given", *["favour.given", "favour.taken_back"] * 2]


def test_a_favour_that_was_taken_out_by_hand_is_none_to_take_out(world: World, flag: ScopeFlag) -> None:
    house, by = world.ours, {"by": world.ours.manager, "at": timezone.now()}
    with within(house.agency):
        flags.settle(flag, State.FAVOUR, **by, hours=Decimal(1))
        favours.take_back(Favour.objects.get(), **by)
        assert flags.reopen(flag, **by).state == State.RAISED


def test_a_favour_of_an_archived_client_stays(world: World, flag: ScopeFlag) -> None:
    house, at = world.ours, timezone.now()
    with within(house.agency):
        flags.settle(flag, State.FAVOUR, by=house.manager, at=at, hours=Decimal(1))
        clients.archive(house.client, by=house.owner, at=at, reason="budget")
        with pytest.raises(ValidationError, match="archived"):
            flags.reopen(flag, by=house.manager, at=at)
        assert (Favour.objects.count(), ScopeFlag.objects.get().state) == (1, State.FAVOUR)


def test_a_wish_becomes_a_deliverable_of_the_draft_once(world: World) -> None:
    house, by = world.ours, {"by": world.ours.manager, "at": timezone.now()}
    with within(house.agency):
        now = ScopeOfWork.objects.create(client=house.client, version=1, state="accepted", starts_on="2026-01-01")
        clause = Exclusion.objects.create(scope=now, client=house.client, number="2.1", what="Film")
        raised = flags.flag(asked(house), **by, exclusion=clause)
        drafts = [flags.write_into_scope(raised, **by) for _twice in range(2)]
        assert [(draft.version, draft.state) for draft in drafts] == [(2, "draft")] * 2
        assert list(drafts[0].deliverables.values_list("name", "quantity", "period")) == [("Porto", 1, "total")]
        assert list(drafts[0].exclusions.values_list("number", "what")) == [("2.1", "Film")]
        assert ScopeOfWork.objects.get(version=2).changes == "Porto (2.1 Film)"
        assert ScopeFlag.objects.get().state == State.RAISED


def test_a_wish_joins_what_a_draft_holds(world: World, flag: ScopeFlag) -> None:
    house, by = world.ours, {"by": world.ours.manager, "at": timezone.now()}
    with within(house.agency):
        draft = scopes.draft(house.client, **by)
        posts = Promise("Posts", Decimal(4), "", "month")
        scopes.revise(draft, **by, promises=[posts], exclusions=[], changes="More posts", assumptions="Texts are ours")
        flags.write_into_scope(flag, **by)
        draft.refresh_from_db()
        assert (draft.changes, draft.assumptions) == ("More posts", "Texts are ours")
        assert [str(row) for row in scopes.promises_of(draft)] == ["Posts: 4 a month", "Porto: 1 in all"]
        flags.settle(flag, State.PARKED, **by)
        with pytest.raises(ValidationError, match="settled already"):
            flags.write_into_scope(flag, **by)


def test_what_was_typed_under_another_way_is_kept(world: World, flag: ScopeFlag) -> None:
    browser, address = world.browser(world.ours.manager), world.ours.url(f"flags/{flag.key}/")
    typed = {"outcome": "In the spring", "what": "Adverts for Porto", "hours": "some", "worth": "190"}
    page = browser.post(address, {"state": "favour", **typed}).content.decode()
    assert [words for words in typed.values() if f'value="{words}"' not in page] == []
    assert page.count('class="field__error"') == 1
    page = browser.post(address, {"state": "parked", **typed, "outcome": ""}).content.decode()
    assert [words for name, words in typed.items() if name != "outcome" and f'value="{words}"' not in page] == []
    assert page.count('class="field__error"') == 1
    assert page.count(f'action="{address}"') == 1


def test_a_favour_is_worded_on_the_page_and_undone(world: World, flag: ScopeFlag) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    with within(house.agency):
        ScopeOfWork.objects.create(
            client=house.client, version=1, state="accepted", starts_on="2026-01-01", currency="USD"
        )
    address = house.url(f"flags/{flag.key}/")
    page = browser.get(address).content.decode()
    assert 'value="Porto"' in page
    assert "In USD." in page
    browser.post(address, {"state": "favour", "what": "Adverts for Porto", "hours": "2", "worth": "190.50"})
    with within(house.agency):
        given = Favour.objects.values_list("what", "hours", "worth_minor", "currency").get()
        assert given == ("Adverts for Porto", 2, 19050, "USD")
    browser.post(house.url(f"flags/{flag.key}/reopening/"), {"undo": "1"})
    with within(house.agency):
        assert not Favour.objects.exists()


def test_the_draft_opens_with_the_wish_in_it(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.manager)
    with within(house.agency):
        now = ScopeOfWork.objects.create(client=house.client, version=1, state="accepted", starts_on="2026-01-01")
        clause = Exclusion.objects.create(scope=now, client=house.client, number="2.1", what="Film")
        raised = flags.flag(asked(house), by=house.manager, at=timezone.now(), exclusion=clause)
    address = house.url(f"flags/{raised.key}/")
    assert "The fee is set there by an owner." in browser.get(address).content.decode()
    assert "The fee is set there too." in world.browser(house.owner).get(address).content.decode()
    page = browser.post(address, {"state": "draft"}, follow=True).content.decode()
    assert "Draft of scope 2" in page
    assert 'value="Porto"' in page
    assert "It touches what we do not do: “2.1 Film”." in page
    assert 'value="Porto (2.1 Film)"' in page
