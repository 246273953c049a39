"""Calendar addresses: who may make one, what they hold, when they end."""

from typing import Any

import pytest
import vobject
from django.test import Client as Browser
from django.utils import timezone

from agency.domain import members
from agency.tenancy.scope import within
from clients.models import Task
from comms.domain import announcing, feeds
from comms.models import Attendee, CalendarFeed
from comms.views import calendars
from tests.comms.meetings import planned
from tests.counting import queries_of
from tests.world import CANARY, House, World

pytestmark = pytest.mark.django_db


def made(house: House, of: Any = None, *, with_tasks: bool = True) -> str:
    """The path of a new address."""
    with within(house.agency):
        _feed, address = feeds.make(of=of, with_tasks=with_tasks, by=house.owner, at=timezone.now())
    return "/" + address.split("/", 3)[3]


def entries(path: str) -> dict[str, Any]:
    """What an independent reader finds there, by title."""
    answer = Browser().get(path)
    assert answer.status_code == 200
    calendar = vobject.readOne(answer.content.decode())
    return {event.summary.value: event for event in calendar.contents.get("vevent", [])}


def test_a_members_calendar_holds_their_meetings_and_due_days(house: House) -> None:
    with within(house.agency):
        meeting = planned(house)
        planned(house, client=house.other_client, organiser=house.backup, title="Elsewhere")
        Attendee.objects.filter(meeting__title="Elsewhere").delete()
        Task.objects.create(client=house.client, title="Draft", owner=house.manager, internal_due=timezone.localdate())
        announcing.announce(meeting, by=house.manager, at=timezone.now())
    found = entries(made(house, house.manager))
    assert set(found) == {"Solvang Cycles: Weekly call", "Due: Draft (Solvang Cycles)"}
    call = found["Solvang Cycles: Weekly call"]
    assert call.dtstart.value == meeting.starts_at
    assert call.status.value == "CONFIRMED"
    assert "Autumn sale" not in call.serialize(), "no agenda behind a secret that may leak"
    assert found["Due: Draft (Solvang Cycles)"].dtstart.value == timezone.localdate()
    assert set(entries(made(house, house.manager, with_tasks=False))) == {"Solvang Cycles: Weekly call"}


def test_the_agencys_holds_all_of_it_and_nothing_of_others(house: House, world: World) -> None:
    for each in (house, world.theirs):
        with within(each.agency):
            planned(each, title=f"Weekly {CANARY}" if each is world.theirs else "Weekly")
            planned(each, client=each.other_client, title="Called off", state="cancelled")
    assert set(entries(made(house))) == {"Solvang Cycles: Weekly"}


def test_a_manager_kept_to_their_own_sees_no_meeting_of_others(house: House) -> None:
    house.agency.managers_see_own_only = True
    house.agency.save()
    with within(house.agency):
        planned(house, client=house.other_client, title="Not theirs")
    assert entries(made(house, house.manager)) == {}


def test_it_ends_when_revoked_renewed_or_its_member_leaves(house: House) -> None:
    first = made(house, house.specialist)
    second = made(house, house.specialist)
    assert [Browser().get(path).status_code for path in (first, second)] == [404, 200]
    with within(house.agency):
        members.deactivate(house.specialist, by=house.owner, at=timezone.now())
        assert CalendarFeed.objects.exclude(revoked_at=None).count() == 2
        members.reactivate(house.specialist, by=house.owner, at=timezone.now())
    assert Browser().get(second).status_code == 404
    assert Browser().get(house.url("calendar/nothing.ics")).status_code == 404
    assert Browser().post(second).status_code == 404, "what is void is answered as what never was"


def test_another_agencys_slug_opens_nothing(house: House, world: World) -> None:
    path = made(house, house.manager)
    assert Browser().get(path.replace(house.agency.slug, world.theirs.agency.slug)).status_code == 404


def test_unchanged_it_is_not_sent_again(house: House) -> None:
    path = made(house, house.manager)
    first = Browser().get(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = Browser().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Browser().get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert Browser().head(path)["ETag"] == first["ETag"]
    with within(house.agency):
        planned(house)
    assert Browser().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_who_fetches_too_often_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MOST_READS", 2)
    path = made(house, house.manager)
    assert [Browser().get(path).status_code for _time in range(3)] == [200, 200, 429]


def test_the_page_shows_an_address_once(house: House, world: World) -> None:
    browser, page = world.browser(house.specialist), house.url("calendar/")
    assert b"calendar/" in browser.get(page).content
    answer = browser.post(page, {"with_tasks": "1"})
    assert b".ics" in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert b".ics" not in browser.get(page).content
    browser.post(house.url("calendar/revocation/"))
    with within(house.agency):
        assert CalendarFeed.objects.get().revoked_at is not None
    assert browser.get(house.url("settings/calendar/")).status_code == 403
    assert world.browser(house.owner).post(house.url("settings/calendar/")).status_code == 200
    assert world.browser(world.theirs.owner).get(page).status_code == 404


def test_as_many_queries_for_three_meetings_as_for_one(house: House) -> None:
    path = made(house, house.manager)
    counts = []
    for _more in range(2):
        with within(house.agency):
            for _each in range(1 + len(counts)):
                planned(house)
        Browser().get(path)
        counts.append(queries_of(lambda: Browser().get(path)))
    assert counts[0] == counts[1]
