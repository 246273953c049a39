"""The agency's settings: owners change them, and what decides on working time renews the calendar."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agency.calendar import hours_of
from agency.domain import agencies
from agency.forms.settings import spans_typed
from agency.models import Agency, ClosedDay, Event
from agency.tenancy.scope import within
from tests.world import World

PAGES = ("settings/", "settings/hours/", "settings/promise/")
AGENCY = {
    "name": "Northlight",
    "postal_address": "Torstraße 140, 10119 Berlin",
    "mail_address": "hello@northlight.example",
    "zone": "Lisbon",
    "language": "ar",
    "hue": "25",
}
WEEK = {"mon": "9-13, 14:00–18:30", "tue": "09.00 - 12.00", "fri": "22:00-24:00", "country": "DE", "region": "BE"}
PROMISE = {
    "promise_hours": "20",
    "target_hours": "4.5",
    "target_kind": "real",
    "warn_percent": "40",
    "backup_percent": "80",
    "span_limit": "4",
    "silence_days": "3",
    "unreviewed_reports": "hold",
    "managers_see_own_only": "on",
}


def agency_of(world: World) -> Agency:
    return Agency.objects.get(pk=world.ours.agency.pk)


@pytest.mark.parametrize("page", PAGES)
def test_owners_only(world: World, page: str) -> None:
    assert world.browser(world.ours.owner).get(world.ours.url(page)).status_code == 200
    for member in (world.ours.manager, world.ours.specialist):
        for method in ("get", "post"):
            response = getattr(world.browser(member), method)(world.ours.url(page))
            assert response.status_code == 403
            words = response.content.decode()
            assert "You may not change the agency’s settings. Only owners can." in words
            assert "Ask Helen Marsh." in words
    assert world.browser(world.theirs.owner).get(world.ours.url(page)).status_code == 404
    assert world.browser(None).get(world.ours.url(page)).status_code == 302


def test_the_agency_is_changed(world: World) -> None:
    browser = world.browser(world.ours.owner)
    assert browser.post(world.ours.url("settings/"), AGENCY).status_code == 302
    agency = agency_of(world)
    assert (agency.name, agency.zone, agency.language, agency.hue) == ("Northlight", "Europe/Lisbon", "ar", 25)
    assert agency.slug == "northlight"
    assert agency.calendar_version == 2
    with within(agency):
        event = Event.objects.get(verb="agency.changed")
    assert event.facts["fields"] == ["hue", "language", "mail_address", "name", "postal_address", "zone"]
    browser.post(world.ours.url("settings/"), AGENCY | {"slug": "elsewhere", "name": "Northlight two"})
    assert agency_of(world).slug == "northlight"
    assert agency_of(world).calendar_version == 2, "a new name changes no hours"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "required"),
        ({"hue": "361"}, "valid choice"),
        ({"hue": "<b>"}, "valid choice"),
        ({"mail_address": "hello"}, "valid email"),
        ({"zone": "Narnia"}, "We know no zone"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_a_bad_agency_is_refused_with_words(world: World, typed: dict[str, str], words: str) -> None:
    response = world.browser(world.ours.owner).post(world.ours.url("settings/"), AGENCY | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Torstraße" in response.content.decode()
    assert agency_of(world).name == "Northlight Digital"


def test_hours_and_holidays_are_what_the_clocks_count(world: World) -> None:
    browser = world.browser(world.ours.owner)
    assert browser.post(world.ours.url("settings/hours/"), WEEK).status_code == 302
    agency = agency_of(world)
    assert agency.week == {
        "mon": [["09:00", "13:00"], ["14:00", "18:30"]],
        "tue": [["09:00", "12:00"]],
        "fri": [["22:00", "24:00"]],
    }
    with within(agency):
        assert not hours_of(agency, date(2026, 11, 3)).works_on(date(2027, 3, 8)), "Women's Day is a holiday in Berlin"
        assert hours_of(agency, date(2099, 11, 3)).works_on(date(2099, 11, 9))
    browser.post(world.ours.url("settings/hours/closed-days/"), {"day": "2099-11-09", "name": "Our outing"})
    agency = agency_of(world)
    with within(agency):
        assert not hours_of(agency, date(2099, 11, 3)).works_on(date(2099, 11, 9))
        closed = ClosedDay.objects.get()
    assert "Our outing" in browser.get(world.ours.url("settings/hours/")).content.decode(), "however far away"
    browser.post(world.ours.url(f"settings/hours/closed-days/{closed.key}/removal/"))
    agency = agency_of(world)
    with within(agency):
        assert hours_of(agency, date(2099, 11, 3)).works_on(date(2099, 11, 9))
        verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["agency.changed", "closed_day.added", "closed_day.removed"]
    assert agency.calendar_version == 4


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"mon": "nine to five"}, "is not a span of time"),
        ({"mon": "18:00-09:00"}, "ends before it has begun"),
        ({"mon": "09:00-13:00, 12:00-14:00"}, "inside"),
        ({"mon": "25:00-26:00"}, "is not a time"),
        ({"mon": "", "tue": "", "fri": ""}, "Somebody must work at some time"),
        ({"country": "XX"}, "valid choice"),
    ],
)
def test_bad_hours_are_refused_with_words(world: World, typed: dict[str, str], words: str) -> None:
    response = world.browser(world.ours.owner).post(world.ours.url("settings/hours/"), WEEK | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert agency_of(world).calendar_version == 1


def test_a_region_of_another_country_is_left_out(world: World) -> None:
    world.browser(world.ours.owner).post(world.ours.url("settings/hours/"), WEEK | {"country": "FR", "region": ""})
    assert (agency_of(world).country, agency_of(world).region) == ("FR", "")


def test_htmx_gets_the_regions_of_the_chosen_country(world: World) -> None:
    headers = {"HX-Request": "true"}
    page = world.browser(world.ours.owner).get(world.ours.url("settings/hours/?country=AT"), headers=headers)
    assert "Wien" in page.content.decode()
    assert "<html" not in page.content.decode()
    unknown = world.browser(world.ours.owner).get(world.ours.url("settings/hours/?country=<b>"), headers=headers)
    assert unknown.status_code == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2026-02-30", "name": "Never"}, "valid date"),
        ({"day": "0020-11-10", "name": "A slip"}, "A day between 1990 and 2100, please."),
        ({"day": "2020-11-10", "name": "A slip, too"}, "This day has passed."),
        ({"day": "2099-11-10", "name": ""}, "required"),
        ({"day": "2099-11-09", "name": "Twice"}, "in the list already"),
    ],
)
def test_bad_closed_days(world: World, typed: dict[str, str], words: str) -> None:
    with within(world.ours.agency):
        agencies.close_on(world.ours.agency, date(2099, 11, 9), "Outing", by=world.ours.owner, at=timezone.now())
    response = world.browser(world.ours.owner).post(world.ours.url("settings/hours/closed-days/"), typed)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_closed_days_of_another_agency_do_not_exist(world: World) -> None:
    with within(world.theirs.agency):
        closed = agencies.close_on(
            world.theirs.agency, date(2026, 11, 9), "T", by=world.theirs.owner, at=timezone.now()
        )
    browser = world.browser(world.ours.owner)
    foreign = browser.post(world.ours.url(f"settings/hours/closed-days/{closed.key}/removal/"))
    missing = browser.post(world.ours.url("settings/hours/closed-days/000000000000/removal/"))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    with within(world.theirs.agency):
        assert ClosedDay.objects.count() == 1


def test_the_promise_is_changed(world: World) -> None:
    assert world.browser(world.ours.owner).post(world.ours.url("settings/promise/"), PROMISE).status_code == 302
    agency = agency_of(world)
    assert (agency.promise_hours, agency.target_minutes, agency.target_kind) == (20, 270, "real")
    assert (agency.warn_percent, agency.backup_percent) == (40, 80)
    assert (agency.span_limit, agency.silence_days, agency.unreviewed_reports) == (4, 3, "hold")
    assert (agency.managers_see_own_only, agency.second_factor_required) == (True, False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"promise_hours": "25"}, "must be 24 at most"),
        ({"promise_hours": "-1"}, "must be 2 at least"),
        ({"promise_hours": "1"}, "must be 2 at least"),
        ({"promise_hours": "9" * 40}, "must be 24 at most"),
        ({"target_hours": "21"}, "cannot lie beyond the promise"),
        ({"warn_percent": "-5"}, "from 5 to 95 percent"),
        ({"warn_percent": "0"}, "from 5 to 95 percent"),
        ({"warn_percent": "81"}, "The backup cannot be told before the lead is warned"),
        ({"backup_percent": "100"}, "from 5 to 95 percent"),
        ({"target_hours": "NaN"}, "Enter a number"),
        ({"span_limit": "0"}, "must be 1 at least"),
        ({"span_limit": "-3"}, "must be 1 at least"),
        ({"unreviewed_reports": "burn"}, "valid choice"),
        ({"second_factor_required": "on"}, "Set up a second factor for yourself first"),
    ],
)
def test_a_bad_promise_is_refused_with_words(world: World, typed: dict[str, str], words: str) -> None:
    response = world.browser(world.ours.owner).post(world.ours.url("settings/promise/"), PROMISE | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert agency_of(world).promise_hours == 24


def test_the_verb_holds_without_the_form(world: World) -> None:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    with within(world.ours.agency):
        with pytest.raises(ValidationError):
            agencies.change(world.ours.agency, by=world.ours.owner, at=at, promise_hours=30)
        with pytest.raises(ValueError, match="is not a day"):
            agencies.change(world.ours.agency, by=world.ours.owner, at=at, week={"someday": []})
        with pytest.raises(TypeError):
            agencies.change(world.ours.agency, by=world.ours.owner, at=at, slug="elsewhere")
        assert agencies.change(world.ours.agency, by=world.ours.owner, at=at, span_limit=3) == []
        assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("9-17", [["9:00", "17:00"]]),
        ("09:00–13:00; 14.30 to 18", [["09:00", "13:00"], ["14:30", "18:00"]]),
        ("8:00-12:00،13:00-17:00", [["8:00", "12:00"], ["13:00", "17:00"]]),
    ],
)
def test_hours_as_people_type_them(text: str, spans: list[list[str]]) -> None:
    assert spans_typed(text) == spans


def test_the_sections_show_what_one_may_open(world: World) -> None:
    owners = world.browser(world.ours.owner).get(world.ours.url("me/")).content.decode()
    assert world.ours.url("settings/people/") in owners
    specialists = world.browser(world.ours.specialist).get(world.ours.url("me/")).content.decode()
    assert world.ours.url("settings/tokens/") in specialists
    assert world.ours.url("settings/people/") not in specialists


def test_a_new_agency_gets_an_address_that_is_free(db: None) -> None:
    Agency.objects.create(slug="northlight", name="Northlight")
    assert agencies.free_slug("Northlight") == "northlight-2"
    assert agencies.free_slug("Admin") == "admin-2"
    assert agencies.free_slug("وكالة").startswith("agency-")
    assert len(agencies.free_slug("x" * 200)) <= 40


def test_no_agency_is_founded_on_a_bad_name_or_a_taken_address(world: World) -> None:
    found = {"by": world.stranger, "at": timezone.now(), "zone": "UTC", "language": "en"}
    with pytest.raises(agencies.SlugTaken):
        agencies.found(name="Northlight", slug="northlight", **found)
    with pytest.raises(ValidationError):
        agencies.found(name="", slug="nameless", **found)
    assert Agency.objects.count() == 2
