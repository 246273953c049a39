"""The page of rates: each figure leads to as many rows as it says, for those who may look."""

import csv
import io
import re
from datetime import UTC, date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies as st

from agency.models import Agency
from agency.tenancy.scope import within
from comms.models import Episode, Request
from comms.queries.promise import Show
from reports import overview_page, promise_page, promise_rows
from reports.asked import Asked
from reports.periods import Days, Period, days_of, four_weeks
from reports.promise_block import promise_block
from reports.queries import overview, promise as queries
from reports.queries.promise import By
from tests.comms.messages import rows_at_random
from tests.counting import queries_of
from tests.world import CANARY, House, World

TODAY = date(2026, 11, 22)


# --- The days ---------------------------------------------------------------------------------------------------------
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(Period))
def test_periods_end_today_or_with_the_last_month(today: date, period: Period) -> None:
    days = days_of(period, today)
    months = days.months()
    assert days.first == months[0]
    assert days.last == (today if period is not Period.LAST_MONTH else today.replace(day=1) - timedelta(days=1))
    assert len(months) == {"year": 13, "month": 1, "last_month": 1}.get(period, (today.month - 1) % 3 + 1)
    parts = [days.of_month(month) for month in months]
    assert parts[0].first == days.first
    assert parts[-1].last == days.last
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(parts))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 800))
def test_a_year_before_has_the_same_days(first: date, length: int) -> None:
    days = Days(first, first + timedelta(days=length))
    before = days.a_year_before()
    assert before.first <= before.last < days.last
    assert abs((days.last - days.first) - (before.last - before.first)) <= timedelta(days=1)
    begins, ends = days.moments(ZoneInfo("America/Sao_Paulo"))
    assert begins < ends


def test_four_weeks_hold_today() -> None:
    assert four_weeks(TODAY) == Days(date(2026, 10, 26), TODAY)


# --- The page ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def lived(world: World) -> World:
    """Three months of messages at random in our house, and some in the other."""
    now = timezone.now()
    for house, count in ((world.ours, 70), (world.theirs, 20)):
        with within(house.agency):
            for episode in rows_at_random(house, count, seed=count, until=now):
                Request.objects.filter(pk=episode.request_id).update(subject=f"About {house.agency.name}")
    return world


def address(house: House, name: str = "promise", **asked: str) -> str:
    return f"{reverse(name, args=[house.agency.slug])}?{'&'.join(f'{k}={v}' for k, v in asked.items())}"


def table_of(browser: Browser, path: str) -> list[list[str]]:
    """The rows of a CSV file, without its head."""
    text = browser.get(path).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize("kept_to_own", [False, True], ids=["all", "kept to their own"])
def test_each_figure_has_as_many_rows_as_it_says(lived: World, kept_to_own: bool) -> None:
    house = lived.ours
    Agency.objects.filter(pk=house.agency.pk).update(managers_see_own_only=kept_to_own)
    house.agency.refresh_from_db()
    member = house.manager if kept_to_own else house.owner
    member.agency = house.agency
    browser, looked = lived.browser(member), 0
    asked = Asked(days=days_of(Period.YEAR, timezone.now().astimezone(ZoneInfo(house.agency.zone)).date()))
    for by in By:
        with within(house.agency):
            lines = queries.lines(asked, by, member)
            whole = queries.whole(asked, member)
        assert sum(line.kept.messages for line in lines) == whole.messages > 0
        page = browser.get(asked.url(house.agency, by=by.value)).content.decode()
        for kept, of in [(line.kept, line.of) for line in lines] + [(whole, asked)]:
            for column, cell in zip(promise_page.COLUMNS, promise_page.cells(kept, of, house.agency), strict=True):
                number = getattr(kept, column.show.value)
                assert bool(cell["url"]) == bool(number)
                if number:
                    assert cell["url"].replace("&", "&amp;") in page
                    rows = table_of(browser, cell["url"].replace("/rows/", "/rows.csv"))
                    assert len(rows) == number, f"{cell['label']} of {of}"
                    looked += 1
    assert looked > 60


def test_the_overview_and_today_lead_to_their_rows(lived: World) -> None:
    house, browser, now = lived.ours, lived.browser(lived.ours.owner), timezone.now()
    with within(house.agency):
        spans = overview.spans(now)
        rows = overview_page.rows(spans, house.agency)
        block = promise_block(house.manager, now)
    page = browser.get(reverse("overview", args=[house.agency.slug])).content.decode()
    for span, row in zip(spans, rows, strict=True):
        for name, number in (("rate_url", span.kept.by_person), ("broken_url", span.kept.broken)):
            assert not number or row[name].replace("&", "&amp;") in page
            assert len(table_of(browser, row[name].replace("/rows/", "/rows.csv"))) == number
    (mine,) = [span.kept for span in spans if span.member == house.manager]
    assert block is not None
    assert f"{mine.by_person} of {mine.settled}" in block["kept"][0]
    rows_url = block["url"].replace("/promise/", "/promise/rows.csv")
    assert len(table_of(lived.browser(house.manager), rows_url)) == mine.messages > 0


def test_pages_of_rows_hold_each_row_once(lived: World) -> None:
    """Turned to the end, in each order."""
    house, browser = lived.ours, lived.browser(lived.ours.owner)
    for sort in ("-came", "came", "-wait", "wait"):
        path, found = address(house, "promise_rows", sort=sort), []
        pages = 0
        while path:
            page = browser.get(path).content.decode()
            found += re.findall(rf'href="/{house.agency.slug}/requests/(\w+)/"', page)
            further = re.search(r'href="([^"]*after=[^"]*)"', page)
            path = (
                reverse("promise_rows", args=[house.agency.slug]) + further[1].replace("&amp;", "&") if further else ""
            )
            pages += 1
        with within(house.agency):
            wanted = set(Episode.objects.filter(dismissed_at=None).values_list("request__key", flat=True))
        assert (len(found), set(found)) == (len(wanted), wanted)
        assert pages == -(-len(wanted) // promise_rows.A_PAGE)


def test_who_is_kept_to_their_own_reads_nothing_of_others(lived: World) -> None:
    """Messages in one's own rates count, also of a client that is somebody else's now; what they say stays closed."""
    house = lived.ours
    Agency.objects.filter(pk=house.agency.pk).update(managers_see_own_only=True)
    browser = lived.browser(house.manager)
    page = browser.get(address(house, by="client")).content.decode()
    assert "Clients that are yours no more" in page
    assert house.other_client.name not in page
    rows = browser.get(address(house, "promise_rows", client="others")).content.decode()
    assert "yours no more" in rows
    assert house.other_client.name not in rows
    assert "/requests/" not in rows.partition("<main")[2]
    table = table_of(browser, address(house, "promise_rows_csv", client="others"))
    assert table
    assert {(row[0], row[1], row[11]) for row in table} == {("", "", "Ida Brandt")}
    foreign_to_them = browser.get(address(house, "promise_rows", client=house.other_client.key)).content.decode()
    assert house.other_client.name not in foreign_to_them


def test_who_comes_in(lived: World) -> None:
    house = lived.ours
    for name in ("promise", "promise_csv", "promise_rows", "promise_rows_csv"):
        for who, status in (
            (house.owner, 200),
            (house.manager, 200),
            (house.specialist, 403),
            (lived.theirs.owner, 404),
            (house.contact, 404),
            (lived.stranger, 404),
            (None, 302),
        ):
            assert lived.browser(who).get(address(house, name)).status_code == status, (name, who)
        assert CANARY not in lived.browser(house.owner).get(address(house, name)).content.decode()


def test_what_makes_no_sense_is_told_and_the_usual_days_are_shown(lived: World) -> None:
    house, browser = lived.ours, lived.browser(lived.ours.owner)
    turned = browser.get(address(house, begins="2026-11-02", ends="2026-11-01")).content.decode()
    assert "This day lies before the first one." in turned
    assert 'value="2026-11-02"' in turned, "nothing that was typed is lost"
    assert "Enter a valid date" in browser.get(address(house, begins="yesterday")).content.decode()
    for nonsense in (
        {"period": "eon", "by": "moon", "sort": "-x", "show": "y", "after": "zz", "client": "nobody"},
        {"begins": "1990-01-01", "ends": "2100-12-31"},
        {"ends": "1999-01-01"},
        {"begins": "2100-01-01"},
    ):
        for name in ("promise", "promise_csv", "promise_rows", "promise_rows_csv"):
            assert browser.get(address(house, name, **nonsense)).status_code == 200
    assert "Nobody wrote in this time" in browser.get(address(house, ends="1999-01-01")).content.decode()
    assert browser.get(address(house, manager="nobody")).status_code == 200


def test_no_more_queries_for_more(lived: World) -> None:
    house, browser = lived.ours, lived.browser(lived.ours.owner)
    paths = [address(house, by=by.value) for by in By] + [address(house, "promise_rows")]
    before = [queries_of(lambda path=path: browser.get(path)) for path in paths]  # type: ignore[misc]
    with within(house.agency):
        rows_at_random(house, 40, seed=3, until=timezone.now(), days=300)
    assert [queries_of(lambda path=path: browser.get(path)) for path in paths] == before  # type: ignore[misc]


def test_a_file_runs_no_formula(world: World) -> None:
    house = world.ours
    with within(house.agency):
        (episode,) = rows_at_random(house, 1, seed=1, until=timezone.now(), days=2)
        Request.objects.filter(pk=episode.request_id).update(subject='=HYPERLINK("https://a.example")')
        show = Show.DISMISSED if episode.dismissed_at else Show.MESSAGES
    (row,) = table_of(world.browser(house.owner), address(house, "promise_rows_csv", show=show.value))
    assert row[1].startswith("'=")


def test_the_rate_by_month_stands_on_last_years(world: World) -> None:
    house = world.ours
    now = timezone.now().astimezone(UTC)
    with within(house.agency):
        for back in (0, 365):
            rows_at_random(house, 30, seed=back, until=now - timedelta(days=back), days=80)
    page = world.browser(house.owner).get(address(house, period="quarter")).content.decode()
    wide = (
        world.browser(house.owner)
        .get(address(house, begins=(now - timedelta(days=75)).date().isoformat(), ends=now.date().isoformat()))
        .content.decode()
    )
    assert "line-then" in wide
    assert "The same figures as a table" in wide
    assert "By a person in time" in page
