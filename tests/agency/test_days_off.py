"""Holidays by name beside one's own closed days, and public holidays that are worked all the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from agency.calendar import hours_of, public_holidays
from agency.days_off import breaks, days_off, minutes_of
from agency.domain import agencies, worked_days
from agency.models import Agency, Event, WorkedDay
from agency.tenancy.scope import within
from agency.week import parse_week
from tests.world import House, World

LABOUR_DAY = date(2027, 5, 1)
UNITY = date(2028, 10, 3)


@pytest.fixture
def house(world: World) -> House:
    with within(world.ours.agency):
        agencies.change(world.ours.agency, by=world.ours.owner, at=timezone.now(), country="DE", region="BE")
    world.ours.agency.refresh_from_db()
    return world.ours


def test_this_year_and_the_next_are_told_in_order(house: House) -> None:
    with within(house.agency):
        agencies.close_on(house.agency, date(2027, 12, 24), "Between the years", by=house.owner, at=timezone.now())
        years = days_off(house.agency, date(2027, 10, 1))
    assert [year for year, _days in years] == ["2027", "2028"]
    this_year = [(off.iso, off.name, off.about) for off in years[0][1]]
    assert this_year[0] == ("2027-10-03", "German Unity Day", "a day off anyhow")
    assert ("2027-12-24", "Between the years", "our own") in this_year
    assert [iso for iso, *_rest in this_year] == sorted(iso for iso, *_rest in this_year)
    assert ("2028-03-08", "Women's Day") in {(off.iso, off.name) for off in years[1][1]}, "of Berlin"


def test_holidays_are_told_in_the_readers_language_where_they_are_known_in_it() -> None:
    new_year = date(2027, 1, 1)
    assert public_holidays("AE", "", (2027,))[new_year] == "New Year's Day"
    with translation.override("ar"):
        assert "السنة" in public_holidays("AE", "", (2027,))[new_year]
        assert public_holidays("DE", "", (2027,))[new_year] == "New Year's Day", "in English where Arabic is unknown"
    assert public_holidays("XX", "", (2027,)) == {}


def test_a_public_holiday_is_worked_and_is_free_again(world: World, house: House) -> None:
    browser = world.browser(house.owner)
    before = Agency.objects.get(pk=house.agency.pk).calendar_version
    with within(house.agency):
        assert not hours_of(house.agency, UNITY).works_on(UNITY)
    address = house.url("settings/hours/worked-days/")
    for _twice in range(2):
        assert browser.post(address, {"day": UNITY.isoformat()}).status_code == 302
    agency = Agency.objects.get(pk=house.agency.pk)
    with within(agency):
        assert hours_of(agency, UNITY).works_on(UNITY)
        worked = WorkedDay.objects.get()
        assert worked.name == "German Unity Day"
    assert agency.calendar_version == before + 1, "running clocks follow"
    assert browser.post(f"{address}{worked.key}/removal/").status_code == 302
    agency = Agency.objects.get(pk=house.agency.pk)
    with within(agency):
        assert not hours_of(agency, UNITY).works_on(UNITY)
        verbs = list(Event.objects.filter(verb__startswith="worked_day").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["worked_day.added", "worked_day.removed"]


def test_what_is_no_holiday_cannot_be_worked(world: World, house: House) -> None:
    with within(house.agency), pytest.raises(worked_days.NoHoliday):
        worked_days.work_on(house.agency, date(2027, 5, 3), by=house.owner, at=timezone.now())
    for day in ("2027-05-03", "", "never", "9999-99-99"):
        assert (
            world.browser(house.owner).post(house.url("settings/hours/worked-days/"), {"day": day}).status_code == 302
        )
    with within(house.agency):
        assert not WorkedDay.objects.exists()


def test_owners_alone_and_no_other_agency(world: World, house: House) -> None:
    with within(house.agency):
        worked = worked_days.work_on(house.agency, UNITY, by=house.owner, at=timezone.now())
    removal = f"settings/hours/worked-days/{worked.key}/removal/"
    assert world.browser(house.manager).post(house.url(removal)).status_code == 403
    assert world.browser(world.theirs.owner).post(world.theirs.url(removal)).status_code == 404
    with within(house.agency):
        assert WorkedDay.objects.count() == 1


def test_a_wrong_place_is_refused_beside_its_field(world: World, house: House) -> None:
    week = {"mon": "9-13, 14-18"}
    browser = world.browser(house.owner)
    for typed in ({"country": "XX"}, {"country": "FR", "region": "BE"}):
        response = browser.post(house.url("settings/hours/"), week | typed)
        assert response.status_code == 422
        assert 'id="id_{}_error"'.format("region" if "region" in typed else "country") in response.content.decode()
    with within(house.agency), pytest.raises(ValidationError) as refusal:
        agencies.change(house.agency, by=house.owner, at=timezone.now(), country="FR")
    assert "region" in refusal.value.message_dict, "Berlin lies not in France"


def test_lunch_is_a_gap() -> None:
    usual = parse_week(
        {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": [["09:00", "13:00"], ["14:00", "17:00"]]}
    )
    assert (breaks(usual), minutes_of(usual)) == ("13:00 to 14:00", 15 * 60)
    assert breaks(parse_week({"mon": [["09:00", "17:00"]]})) == ""
    uneven = {"mon": [["09:00", "12:00"], ["13:00", "18:00"]], "tue": [["09:00", "17:00"]]}
    assert breaks(parse_week(uneven)) == ""
