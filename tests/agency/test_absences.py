"""Days away: entered, changed, taken back; each day as the member's own zone counts it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agency.absences import away_at
from agency.domain import absences, members
from agency.models import Absence, Event, Role, User
from agency.tenancy.scope import reading, within
from clients.models import Client
from tests.counting import queries_of
from tests.world import CANARY, House, World, member as joined

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)
DAY = timedelta(days=1)
AWAY = "/northlight/away/"


@pytest.fixture
def ours(world: World) -> House:
    return world.ours


def entered(house: House, first: date = TODAY, last: date = TODAY + 4 * DAY, **more: Any) -> Absence:
    values = {"by": house.manager, "at": NOON, **more}
    return absences.enter(values.pop("member", house.manager), first=first, last=last, **values)


def days_from_now(first: int, last: int) -> dict[str, str]:
    today = timezone.now().astimezone().date()
    return {"first": str(today + first * DAY), "last": str(today + last * DAY)}


# --- the verbs --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Europe/Berlin", "2026-11-09T23:00Z", "2026-11-13T23:00Z"),
        ("America/Los_Angeles", "2026-11-10T08:00Z", "2026-11-14T08:00Z"),
        ("Pacific/Kiritimati", "2026-11-09T10:00Z", "2026-11-13T10:00Z"),
    ],
)
def test_days_are_those_of_the_members_zone(ours: House, zone: str, begins: str, ends: str) -> None:
    User.objects.filter(pk=ours.manager.user_id).update(zone=zone)
    with within(ours.agency):
        absence = entered(ours, date(2026, 11, 10), date(2026, 11, 13))
    assert (absence.begins_at, absence.ends_at) == (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    assert absence.next_check_at == absence.begins_at


def test_a_day_begins_when_the_clocks_leap_over_its_midnight(ours: House) -> None:
    """In Beirut the clocks go from 00:00 to 01:00 on 29 March 2026."""
    User.objects.filter(pk=ours.manager.user_id).update(zone="Asia/Beirut")
    with within(ours.agency):
        absence = entered(ours, date(2026, 3, 29), date(2026, 3, 29), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert absence.begins_at == datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert absence.ends_at - absence.begins_at == timedelta(hours=23)


def test_one_that_begins_today_begins_now(ours: House) -> None:
    with within(ours.agency):
        absence = entered(ours)
        assert absence.begins_at == absence.next_check_at == NOON
        assert set(away_at(NOON)) == {ours.manager.pk}
        assert away_at(NOON - DAY) == away_at(absence.ends_at) == {}


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (2, 1, absences.LastBeforeFirst),
        (-3, -1, absences.AllPast),
        (1, 368, absences.TooLong),
        (-400, 0, absences.TooLong),
    ],
)
def test_days_that_cannot_be_are_refused(ours: House, first: int, last: int, why: type[ValidationError]) -> None:
    with within(ours.agency), pytest.raises(why) as refusal:
        entered(ours, TODAY + first * DAY, TODAY + last * DAY)
    assert set(refusal.value.message_dict) == {"last"}


def test_two_that_overlap_are_refused_beside_the_field(ours: House) -> None:
    with within(ours.agency):
        entered(ours, TODAY + 5 * DAY, TODAY + 9 * DAY)
        for first, last in ((3, 5), (9, 12), (6, 7), (1, 20)):
            with pytest.raises(ValidationError) as refusal:
                entered(ours, TODAY + first * DAY, TODAY + last * DAY)
            assert refusal.value.message_dict["first"] == [
                "An absence is entered already: Sunday 8 November to Thursday 12 November."
            ]
        entered(ours, TODAY + 10 * DAY, TODAY + 10 * DAY)
        entered(ours, TODAY + 6 * DAY, TODAY + 7 * DAY, member=ours.backup)


def test_of_one_that_has_begun_the_last_day_can_change(ours: House) -> None:
    with within(ours.agency):
        absence = entered(ours)
        later, begun = NOON + DAY, absence.begins_at
        with pytest.raises(ValidationError, match="It has begun"):
            absences.change(absence, first=TODAY + DAY, last=absence.last, note="", by=ours.manager, at=later)
        with pytest.raises(ValidationError, match="ends today at the earliest"):
            absences.change(absence, first=TODAY, last=TODAY, note="", by=ours.manager, at=NOON + 2 * DAY)
        changed = absences.change(absence, first=TODAY, last=TODAY + 8 * DAY, note=" Flu ", by=ours.owner, at=later)
        assert (changed.begins_at, changed.note, changed.last) == (begun, "Flu", TODAY + 8 * DAY)
        assert changed.next_check_at == later
        absences.change(changed, first=TODAY, last=TODAY + 8 * DAY, note="Flu", by=ours.owner, at=later)
        verbs = Event.objects.filter(object_kind="absence").order_by("pk")
        assert [event.verb for event in verbs] == ["absence.entered", "absence.changed"]
        assert "Flu" not in str([event.facts for event in verbs])


def test_taken_back_before_it_begins_it_never_was(ours: House) -> None:
    with within(ours.agency):
        absences.withdraw(entered(ours, TODAY + DAY), by=ours.manager, at=NOON)
        assert not Absence.objects.exists()
        assert Event.objects.filter(verb="absence.withdrawn").count() == 1


def test_back_early_it_ends_now_and_may_begin_again_today(ours: House) -> None:
    with within(ours.agency):
        absence, later = entered(ours), NOON + DAY
        absences.withdraw(absence, by=ours.manager, at=later)
        absence.refresh_from_db()
        assert (absence.ends_at, absence.last, absence.next_check_at) == (later, TODAY + DAY, later)
        with pytest.raises(absences.IsOver):
            absences.withdraw(absence, by=ours.manager, at=later)
        with pytest.raises(absences.IsOver):
            absences.change(absence, first=TODAY, last=TODAY + 5 * DAY, note="", by=ours.manager, at=later)
        assert entered(ours, TODAY + DAY, at=later + timedelta(hours=1)).begins_at == later + timedelta(hours=1)


def test_whoever_leaves_is_away_no_longer(ours: House, nothing_held: None) -> None:
    with within(ours.agency):
        entered(ours, member=ours.specialist)
        entered(ours, TODAY + 20 * DAY, TODAY + 22 * DAY, member=ours.specialist)
        members.deactivate(ours.specialist, by=ours.owner, at=NOON)
        assert not Absence.objects.filter(ends_at__gt=NOON).exists()
        with pytest.raises(absences.HasLeft):
            entered(ours, member=ours.specialist)


def test_the_schema_holds_its_order(ours: House) -> None:
    with within(ours.agency):
        absence = entered(ours)
        for wrong in ({"last": TODAY - DAY}, {"ends_at": absence.begins_at - DAY}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Absence.objects.filter(pk=absence.pk).update(**wrong)


@pytest.mark.postgres
def test_the_portals_role_never_learns_why(ours: House) -> None:
    with within(ours.agency):
        entered(ours, note="Operation on the knee")
    with pytest.raises(Exception, match="permission denied"), reading(ours.agency, ours.client.pk):
        Absence.objects.values_list("note", flat=True)[0]


@pytest.mark.postgres
def test_the_sweep_finds_the_due_by_their_index(ours: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'absence_due'")
        assert "WHERE (next_check_at IS NOT NULL)" in cursor.fetchone()[0]


# --- the pages --------------------------------------------------------------------------------------------------------
def test_one_enters_changes_and_ends_ones_own(world: World) -> None:
    browser, house = world.browser(world.ours.manager), world.ours
    page = browser.get(AWAY).content.decode()
    assert "Daniel Whitlock answers for Solvang Cycles." in page
    page = browser.post(AWAY, {**days_from_now(0, 3), "note": "Visiting family"}, follow=True).content.decode()
    assert "Away until" in page
    assert "Visiting family" in page
    assert "Away until" in browser.get("/northlight/today/").content.decode()
    with within(house.agency):
        absence = Absence.objects.get()
    days = {**days_from_now(0, 6), "note": "Visiting family"}
    assert browser.post(f"{AWAY}{absence.key}/", days).status_code == 302
    with within(house.agency):
        assert Absence.objects.get().last == absence.last + 3 * DAY
    page = browser.post(f"{AWAY}{absence.key}/withdrawal/", follow=True).content.decode()
    assert "Welcome back." in page
    assert browser.get(f"{AWAY}{absence.key}/").status_code == 404, "it is over"


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    browser = world.browser(world.ours.manager)
    answer = browser.post(AWAY, {**days_from_now(5, 2), "note": "A wedding"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The last day lies before the first." in page
    assert 'value="A wedding"' in page
    for wrong in ({"first": ""}, {"first": "x", "last": "31.02.2027"}, {**days_from_now(1, 2), "note": "x" * 201}):
        assert browser.post(AWAY, wrong).status_code == 422
    with within(world.ours.agency):
        assert not Absence.objects.exists()


def test_a_client_without_a_backup_is_named_before_and_after(world: World) -> None:
    browser, words = world.browser(world.ours.backup), "Nobody backs up Clínica Duero, so Helen Marsh answers there"
    assert words in browser.get(AWAY).content.decode()
    page = browser.post(AWAY, days_from_now(1, 3), follow=True).content.decode()
    assert page.count(words) == 3, "in the toast, beside the absence, and as things stand today"
    with within(world.ours.agency):
        day = timezone.now().astimezone().date()
        absences.enter(
            world.ours.owner, first=day + 2 * DAY, last=day + 2 * DAY, by=world.ours.owner, at=timezone.now()
        )
    assert "Nobody else is here for Clínica Duero" in browser.get(AWAY).content.decode()


def test_an_owner_enters_it_for_others(world: World) -> None:
    house, browser = world.ours, world.browser(world.ours.owner)
    place = f"/northlight/settings/people/{house.manager.key}/away/"
    assert "Absences of Ida Brandt" in browser.get(place).content.decode()
    page = browser.post(place, {**days_from_now(0, 3), "note": "Ill"}, follow=True).content.decode()
    assert "entered by Helen Marsh" in page
    people = browser.get("/northlight/settings/people/").content.decode()
    assert people.count("Away until") == 1
    overview = browser.get("/northlight/overview/").content.decode()
    assert overview.count("away until") == 1
    with within(house.agency):
        key = Absence.objects.get().key
    assert browser.post(f"{place}{key}/", {**days_from_now(0, 5), "note": ""}).status_code == 302
    assert "Ida Brandt is back." in browser.post(f"{place}{key}/withdrawal/", follow=True).content.decode()


def test_nobody_else_does(world: World) -> None:
    house = world.ours
    with within(house.agency):
        absence = entered(house, *(date.fromisoformat(day) for day in days_from_now(3, 5).values()), at=timezone.now())
    place = f"settings/people/{house.manager.key}/away/"
    for who in (house.backup, house.specialist):
        browser = world.browser(who)
        for path in (place, f"{place}{absence.key}/", f"{place}{absence.key}/withdrawal/"):
            assert browser.post(house.url(path), days_from_now(1, 2)).status_code == 403
        assert browser.post(f"{AWAY}{absence.key}/", days_from_now(1, 2)).status_code == 404
        assert browser.post(f"{AWAY}{absence.key}/withdrawal/").status_code == 404
    browser = world.browser(world.theirs.owner)
    assert browser.get(house.url(place)).status_code == 404
    foreign = f"/harbour/settings/people/{house.manager.key}/away/"
    assert browser.post(foreign, days_from_now(1, 2)).status_code == 404
    mixed = f"/northlight/settings/people/{house.backup.key}/away/{absence.key}/"
    assert world.browser(house.owner).get(mixed).status_code == 404, "it is another's"
    with within(house.agency):
        assert Absence.objects.get() == absence


def test_colleagues_learn_until_when_the_client_who_answers_and_nobody_why(world: World) -> None:
    house = world.ours
    today = timezone.now().astimezone().date()
    with within(house.agency):
        entered(house, today, today + 5 * DAY, note="Operation on the knee", at=timezone.now())
    colleague = world.browser(house.backup).get(house.url(f"clients/{house.client.key}/")).content.decode()
    assert colleague.count("; you answer") == 2, "at the head and in the sidebar"
    owner = world.browser(house.owner).get(house.url(f"clients/{house.client.key}/")).content.decode()
    assert "; Daniel Whitlock answers" in owner
    letter = world.browser(house.contact).get(house.url(f"portal/{house.client.key}/")).content.decode()
    assert "Daniel Whitlock answers you until" in letter
    assert "in place of Ida Brandt" in letter
    assert "To answer, write to Daniel Whitlock (daniel@northlight.example)." in letter
    elsewhere = world.browser(house.other_contact).get(house.url(f"portal/{house.other_client.key}/")).content.decode()
    assert "in place of" not in elsewhere
    assert "is away until" not in letter + elsewhere
    for page in (colleague, owner, letter, elsewhere):
        assert "knee" not in page
        assert CANARY not in page


def test_the_pages_take_the_same_queries_for_few_and_many(world: World) -> None:
    house, now = world.ours, timezone.now()
    today = now.astimezone().date()
    with within(house.agency):
        entered(house, today, today + DAY, at=now)
    browser = world.browser(house.owner)
    place = house.url(f"settings/people/{house.manager.key}/away/")
    paths = (place, house.url("settings/people/"), house.url("overview/"), house.url("today/"))
    few = {path: queries_of(lambda path=path: browser.get(path)) for path in paths}  # type: ignore[misc]
    with within(house.agency):
        for number in (1, 2):
            more = joined(house.agency, f"more{number}", f"More {number}", Role.MANAGER)
            Client.objects.create(name=f"Client {number}", lead=house.manager, backup=house.backup)
            entered(house, today, today + DAY, member=more, at=now)
            entered(house, today + 5 * number * DAY, today + (5 * number + 2) * DAY, at=now)
    assert {path: queries_of(lambda path=path: browser.get(path)) for path in paths} == few  # type: ignore[misc]
