"""Filters of the Inbox by name, as verbs: kept, changed, removed and brought back."""

from typing import Any

import pytest
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.domain import saved_filters
from comms.domain.saved_filters import NameTaken, NoName, NothingAsked, TooLong, TooMany
from comms.models import SavedFilter
from tests.world import House, World

pytestmark = pytest.mark.django_db


def keep(house: House, name: str = "Solvang waits", **given: Any) -> SavedFilter:
    values = {"by": house.manager, "asked": {"show": "all"}, **given}
    return saved_filters.keep(name=name, at=timezone.now(), **values)


def verbs() -> list[str]:
    events = Event.objects.filter(object_kind="savedfilter").order_by("pk")
    return [event.verb.removeprefix("filter.") for event in events]


def test_a_filter_asks_something_and_nobody_has_too_many(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_filters, "MOST", 2)
    now = timezone.now()
    with within(ours.agency):
        with pytest.raises(NothingAsked):
            keep(ours, asked={})
        first = keep(ours)
        keep(ours, "The second")
        with pytest.raises(TooMany):
            keep(ours, "The third")
        assert keep(ours, "Another's", by=ours.owner).member == ours.owner
        saved_filters.remove(first, by=ours.manager, at=now)
        keep(ours, "The third")
        with pytest.raises(TooMany):
            saved_filters.restore(first, by=ours.manager, at=now)
        assert SavedFilter.objects.filter(member=ours.manager, removed_at=None).count() == 2


def test_its_name_and_who_sees_it_change(ours: House) -> None:
    with within(ours.agency):
        saved, now = keep(ours), timezone.now()
        keep(ours, "The second")
        changed = saved_filters.change(saved, by=ours.owner, at=now, name="  Solvang  WAITS ", shared=True)
        assert (changed.name, changed.shared, changed.member) == ("Solvang WAITS", True, ours.manager)
        for name, refusal in (("the SECOND", NameTaken), (" ", NoName), ("x" * 61, TooLong)):
            with pytest.raises(refusal):
                saved_filters.change(saved, by=ours.manager, at=now, name=name, shared=False)
        assert SavedFilter.objects.get(pk=saved.pk).shared
        assert verbs() == ["kept", "kept", "changed"]


def test_what_was_removed_comes_back_unless_its_name_is_taken(ours: House) -> None:
    with within(ours.agency):
        saved, now = keep(ours), timezone.now()
        for verb in (saved_filters.remove, saved_filters.remove, saved_filters.restore, saved_filters.restore):
            verb(saved, by=ours.manager, at=now)
        assert verbs() == ["kept", "removed", "restored"]
        saved_filters.remove(saved, by=ours.manager, at=now)
        keep(ours, "SOLVANG waits")
        with pytest.raises(NameTaken):
            saved_filters.restore(saved, by=ours.manager, at=now)
        assert SavedFilter.objects.get(removed_at=None).name == "SOLVANG waits"


def test_only_its_maker_changes_what_nobody_else_sees(ours: House) -> None:
    with within(ours.agency):
        own, shared = keep(ours), keep(ours, "For all", shared=True)
        able = [
            [saved_filters.may_change(saved, who) for saved in (own, shared)]
            for who in (ours.manager, ours.owner, ours.backup)
        ]
        assert able == [[True, True], [False, True], [False, False]]


def test_a_filter_of_another_agency_is_not_there(ours: House, world: World) -> None:
    with within(world.theirs.agency):
        theirs = keep(world.theirs)
    with within(ours.agency):
        for verb in (saved_filters.remove, saved_filters.restore):
            with pytest.raises(SavedFilter.DoesNotExist):
                verb(theirs, by=ours.owner, at=timezone.now())
    with within(world.theirs.agency):
        assert SavedFilter.objects.get().removed_at is None
