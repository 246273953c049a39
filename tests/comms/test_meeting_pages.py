"""Pages of meetings, as people use them: planned by a form, the agenda written in place, Today, the client's page."""

import html
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import agendas, calls, meetings
from comms.models import AgendaItem, Meeting
from tests.comms.test_calls import notes
from tests.counting import queries_of
from tests.world import House, World

pytestmark = pytest.mark.django_db
AHEAD = "2099-11-10T10:00"
KEY = "3k9v2mq7t0xe"


def form(house: House, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "kickoff",
        "title": "",
        "starts_at": AHEAD,
        "minutes": "30",
        "way": "video",
        "place": "https://meet.example/solvang",
        "contacts": [house.contact.key],
        "members": [house.manager.key, house.specialist.key],
        "once": KEY,
        **changes,
    }


def planned(house: House, **changes: Any) -> Meeting:
    now = timezone.now()
    fields: dict[str, Any] = {
        "kind": "kickoff", "starts_at": now + timedelta(days=2), "members": [house.manager, house.specialist],
        "contacts": [house.contact], "minutes": 30, **changes,
    }  # fmt: skip
    with within(house.agency):
        return meetings.plan(fields.pop("client", house.client), by=house.manager, at=now, **fields)


def write(browser: Browser, house: House, meeting: Meeting, do: str = "next", /, **lines: Any) -> Any:
    """Sends lines of the agenda, as a browser with htmx does; `new` is the fresh one."""
    data: dict[str, Any] = {"do": do, "fresh": KEY, "item": []}
    for key, line in lines.items():
        named = KEY if key == "new" else key.removeprefix("_")
        data["item"].append(named)
        data |= {f"item-{named}-{name}": value for name, value in {"title": "", "aim": "discuss", **line}.items()}
    return browser.post(house.url(f"meetings/{meeting.key}/agenda/"), data, headers={"HX-Request": "true"})


def test_a_meeting_is_planned_from_the_client(world: World) -> None:
    house = world.ours
    ida = world.browser(house.manager)
    address = house.url(f"clients/{house.client.key}/meetings/new/")
    page = ida.get(f"{address}?contact={house.contact.key}").content.decode()
    assert f'value="{house.contact.key}" id="id_contacts_0"' in page or "checked" in page
    past = ida.post(address, form(house, starts_at="2020-01-01T10:00", place="Room of the past"))
    assert past.status_code == 422
    assert "This lies in the past." in past.content.decode()
    assert "Room of the past" in past.content.decode(), "nothing typed is lost"
    for wrong in (
        {"minutes": "4"},
        {"minutes": "99999999999999999999"},
        {"kind": "party"},
        {"contacts": [house.other_contact.key]},
        {"members": [world.theirs.manager.key]},
        {"starts_at": "9999-12-31T23:59"},
        {"title": "x" * 201},
    ):
        assert ida.post(address, form(house, **wrong)).status_code == 422
    page = ida.post(address, form(house), follow=True).content.decode()
    assert "Planned. Write the agenda, then send it." in page
    ida.post(address, form(house))
    with within(house.agency):
        meeting = Meeting.objects.get()
    assert "Tuesday 10 November 2099" in page
    assert "Nothing yet for Ida Brandt and Lena Köhler." in page
    assert "https://meet.example/solvang" in page
    listed = ida.get(house.url(f"clients/{house.client.key}/meetings/")).content.decode()
    assert f"meetings/{meeting.key}/" in listed
    head = ida.get(house.url(f"clients/{house.client.key}/")).content.decode()
    assert "Kickoff" in head


def test_who_may_plan_and_who_may_look(world: World) -> None:
    house, meeting = world.ours, planned(world.ours)
    address = house.url(f"meetings/{meeting.key}/")
    for who, sees, plans in (
        (house.owner, 200, 200),
        (house.backup, 200, 200),
        (house.specialist, 200, 403),
        (world.theirs.owner, 404, 404),
        (house.contact, 404, 404),
    ):
        browser = world.browser(who)
        assert browser.get(address).status_code == sees
        assert browser.get(f"{address}change/").status_code == plans
        assert browser.post(f"{address}agenda/", {}).status_code == (302 if plans == 200 else plans)
        assert browser.post(f"{address}readiness/").status_code == (302 if plans == 200 else plans)
    page = world.browser(house.specialist).get(address).content.decode()
    assert "Mark as ready" not in page
    assert "agenda-form" not in page
    elsewhere = planned(house, client=house.other_client, contacts=[house.other_contact])
    ida = world.browser(house.manager)
    assert ida.get(house.url(f"meetings/{elsewhere.key}/")).status_code == 200
    assert ida.get(house.url(f"meetings/{elsewhere.key}/change/")).status_code == 403


def test_the_agenda_is_written_in_place(world: World) -> None:
    house, meeting = world.ours, planned(world.ours)
    ida = world.browser(house.manager)
    answer = write(ida, house, meeting, new={"title": "Goals", "who": f"m:{house.manager.key}", "minutes": "20"})
    assert "20 of 30 minutes." in answer.content.decode()
    assert "Nothing yet for Lena Köhler." in answer.content.decode()
    with within(house.agency):
        goals = AgendaItem.objects.get(key=KEY)
        other = agendas.add(meeting, by=house.manager, at=timezone.now(), title="Added meanwhile")
    kept = write(ida, house, meeting, "keep", **{f"_{KEY}": {"title": "The goals", "minutes": "45"}})
    assert kept.content.decode().startswith('<div id="agenda-sum"') or "agenda-sum" in kept.content.decode()
    assert "15 minutes too many." in kept.content.decode()
    write(ida, house, meeting, f"down:{KEY}", **{f"_{KEY}": {"title": "The goals"}})
    with within(house.agency):
        assert [row.title for row in meeting.items.all()] == ["Added meanwhile", "The goals"]
    for wrong in ({"title": ""}, {"title": "x" * 201}, {"title": "A", "minutes": "-1"}, {"title": "A", "who": "m:x"}):
        refused = write(ida, house, meeting, **{f"_{KEY}": wrong})
        assert refused.status_code == 422
    assert "x" * 201 in write(ida, house, meeting, new={"title": "x" * 201}).content.decode(), "typed words come back"
    write(ida, house, meeting, f"remove:{other.key}")
    write(ida, house, meeting, "up:nothing")
    with within(house.agency):
        assert [row.pk for row in meeting.items.all()] == [goals.pk]
    plain = ida.post(house.url(f"meetings/{meeting.key}/agenda/"), {"do": "next"})
    assert plain.headers["Location"].endswith("#agenda"), "without script it is a page"


def test_a_kickoff_is_marked_ready_on_its_page(world: World) -> None:
    house, meeting = world.ours, planned(world.ours)
    ida, here = world.browser(house.manager), world.ours.url(f"meetings/{meeting.key}/")
    refused = ida.post(f"{here}readiness/", follow=True).content.decode()
    assert "Nothing yet for: Ida Brandt and Lena Köhler." in refused
    with within(house.agency):
        for member in (house.manager, house.specialist):
            agendas.add(meeting, by=house.manager, at=timezone.now(), title=str(member), owner=member)
    assert "Ready, says Ida Brandt." in ida.post(f"{here}readiness/", follow=True).content.decode()
    assert "It is worked on again." in ida.post(f"{here}readiness/", {"undo": "1"}, follow=True).content.decode()


def test_moving_a_meeting_beside_somebody_else(world: World) -> None:
    house, meeting = world.ours, planned(world.ours)
    ida, here = world.browser(house.manager), world.ours.url(f"meetings/{meeting.key}/change/")
    page = ida.get(here).content.decode()
    shown = page.split('name="as_shown" value="')[1].split('"')[0].replace("&quot;", '"')
    typed = form(house, title="Our start", as_shown=shown)
    with within(house.agency):
        meetings.change(meeting, by=house.owner, at=timezone.now(), place="Room 4")
    told = ida.post(here, typed)
    assert told.status_code == 422
    assert "Somebody has changed this meanwhile" in told.content.decode()
    assert ida.post(here, form(house, title="Our start")).status_code == 302
    with within(house.agency):
        meeting.refresh_from_db()
    assert (meeting.title, meeting.starts_at.year) == ("Our start", 2099)


def test_hints_beside_the_fields(world: World) -> None:
    house = world.ours
    meeting = planned(house)
    ida, address = world.browser(house.manager), house.url(f"clients/{house.client.key}/meetings/hints/")
    at = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%dT%H:%M")
    asked = {"starts_at": at, "minutes": "30", "members": house.manager.key, "contacts": house.contact.key}
    assert "is in “Kickoff” then." in ida.get(address, asked).content.decode()
    assert "is in" not in ida.get(address, {**asked, "meeting": meeting.key}).content.decode(), "not beside itself"
    assert ida.get(address, {"starts_at": "soon"}).status_code == 200
    for odd in ("9999999999999", "-5"):
        assert ida.get(address, {**asked, "minutes": odd}).status_code == 200


def test_today_says_what_is_missing(world: World) -> None:
    house, now = world.ours, timezone.now()
    ida, today = world.browser(house.manager), world.ours.url("today/")
    meeting = planned(house, starts_at=now + timedelta(minutes=40))
    assert "is not ready." in ida.get(today).content.decode()
    with within(house.agency):
        Meeting.objects.update(readied_at=now)
    assert "was not sent." in ida.get(today).content.decode()
    with within(house.agency):
        Meeting.objects.update(announced_at=now)
    assert "Kickoff" not in ida.get(today).content.decode()
    with within(house.agency):
        Meeting.objects.update(starts_at=now - timedelta(hours=2))
    page = ida.get(today).content.decode()
    assert "How did “Kickoff” go?" in page
    assert f"calls/new/?meeting={meeting.key}" in page
    assert "Kickoff" not in world.browser(house.backup).get(today).content.decode(), "whoever invites is told"
    with within(house.agency):
        call = calls.log_call(house.client, notes(house), by=house.manager, at=now).interaction
        meetings.held(meeting, call, by=house.manager, at=now)
        Meeting.objects.update(kind="weekly", title="Weekly call")
    assert "The next “Weekly call” is not planned." in ida.get(today).content.decode()
    following = ida.post(house.url(f"meetings/{meeting.key}/next/"), follow=True).content.decode()
    assert "Planned, with the items that stayed open." in following
    assert "is not planned." not in ida.get(today).content.decode()


def test_what_was_taken_off_the_agenda_is_put_back_as_it_was(world: World) -> None:
    house = world.ours
    meeting, other = planned(house), planned(house, kind="review")
    ida = world.browser(house.manager)
    with within(house.agency):
        titles = ["Tracking", "Budget", "Next steps"]
        items = [agendas.add(meeting, by=house.manager, at=timezone.now(), title=title) for title in titles]
        said = {"owner": house.specialist, "minutes": 10, "note": "Careful"}
        agendas.change(items[1], by=house.manager, at=timezone.now(), **said)
    gone = write(ida, house, meeting, f"remove:{items[1].key}").content.decode()
    undo = html.unescape(gone.split('class="toast"')[1].split('action="')[1].split('"')[0])
    elsewhere = ida.post(undo.replace(meeting.key, other.key), {"undo": "1"}, follow=True).content.decode()
    assert "That was too long ago." in elsewhere
    assert ida.post(undo.replace("item=", "item=x"), {"undo": "1"}).status_code == 302
    assert world.browser(house.specialist).post(undo, {"undo": "1"}).status_code == 403
    assert world.browser(world.theirs.manager).post(undo, {"undo": "1"}).status_code == 404
    with within(house.agency):
        assert not AgendaItem.objects.filter(title="Budget").exists()
    assert ida.post(undo, {"undo": "1"})["Location"].endswith(f"/meetings/{meeting.key}/#agenda")
    with within(house.agency):
        back = meeting.items.get(title="Budget")
        assert (back.key, back.position, back.owner, back.minutes, back.note) == (
            items[1].key, 2, house.specialist, 10, "Careful",
        )  # fmt: skip
        assert list(meeting.items.values_list("title", flat=True)) == titles


def test_the_form_begins_with_a_free_hour(world: World) -> None:
    house = world.ours
    ida, address = world.browser(house.manager), house.url(f"clients/{house.client.key}/meetings/new/")

    def proposed() -> datetime:
        shown = ida.get(address).content.decode().split('name="starts_at" value="')[1].split('"')[0]
        return datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(house.agency.zone))

    first = proposed()
    planned(house, starts_at=first, minutes=90)
    assert proposed() == first + timedelta(hours=2)
    planned(house, starts_at=first + timedelta(hours=2), members=[house.specialist])
    assert proposed() == first + timedelta(hours=2), "it is another's"


def test_the_lists_filter_page_and_leave_as_a_file(world: World) -> None:
    house = world.ours
    planned(house)
    planned(house, kind="review", title="=Figures", client=house.other_client, contacts=[house.other_contact])
    ida = world.browser(house.manager)
    here = house.url("meetings/")
    assert "=Figures" in ida.get(f"{here}?show=all").content.decode()
    assert "=Figures" not in ida.get(f"{here}?show=all&kind=kickoff").content.decode()
    assert "=Figures" in ida.get(f"{here}?show=all&q=duero").content.decode()
    assert "No meeting fits" in ida.get(f"{here}?show=all&week=2031-01-01").content.decode()
    for odd in ("?show=x&week=0001-01-01", "?week=9999-12-31", "?client=x&kind=y", "?after=zz", "?q=" + "x" * 300):
        assert ida.get(here + odd).status_code == 200
    rows = ida.get(house.url("meetings.csv?show=all")).content.decode()
    assert "'=Figures" in rows
    assert world.browser(house.specialist).get(house.url("meetings.csv")).status_code == 403
    lena = world.browser(house.specialist)
    assert "Kickoff" in lena.get(here).content.decode(), "she comes, so it is hers"


@pytest.mark.parametrize("path", ["meetings/?show=all", "clients/{client}/meetings/", "meetings/{meeting}/", "today/"])
def test_one_or_three_take_the_same_number_of_queries(world: World, path: str) -> None:
    house, meeting = world.ours, planned(world.ours)
    ida = world.browser(house.manager)
    address = house.url(path.format(client=house.client.key, meeting=meeting.key))

    def fill(times: int) -> None:
        for number in range(times):
            more = planned(house, starts_at=timezone.now() + timedelta(hours=1 + number))
            with within(house.agency):
                for each in (meeting, more):
                    agendas.add(each, by=house.manager, at=timezone.now(), title="Item", owner=house.specialist)

    fill(1)
    few = queries_of(lambda: ida.get(address))
    fill(2)
    assert queries_of(lambda: ida.get(address)) == few
