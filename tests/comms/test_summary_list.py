"""The list of summaries over all clients: filtered, by pages, as a file, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agency.tenancy.scope import within
from comms.domain import calls
from comms.models import Summary
from comms.views import summary_list
from tests.comms.test_calls import notes, sent
from tests.world import World


def urls(world: World) -> tuple[str, str]:
    slug = world.ours.agency.slug
    return reverse("summaries", args=[slug]), reverse("summaries_csv", args=[slug])


def test_it_leads_from_the_overview_to_what_is_unsent(world: World) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        sent(world)
        old = calls.log_call(house.client, notes(house, at=now - timedelta(days=9)), by=house.manager, at=now)
        fresh = calls.log_call(house.client, notes(house, at=now - timedelta(minutes=30)), by=house.backup, at=now)
    browser, (here, _csv) = world.browser(house.owner), urls(world)
    page = browser.get(f"{here}?state=unsent&writer={house.manager.key}").content.decode()
    assert old.key in page
    assert fresh.key not in page
    assert old.key not in browser.get(f"{here}?state=unsent&writer={house.backup.key}").content.decode()
    assert "No such summary" in browser.get(f"{here}?q=nothing+like+it").content.decode()
    overview = browser.get(reverse("overview", args=[house.agency.slug])).content.decode()
    assert f"?state=unsent&amp;writer={house.manager.key}" in overview
    silent = browser.get(reverse("clients", args=[house.agency.slug]) + "?whose=all&silent=1")
    assert "Silent for longer than their cadence" in silent.content.decode()


def test_pages_files_and_queries(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    house = world.ours
    browser, (here, file) = world.browser(house.owner), urls(world)
    counts = []
    for more in (1, 2):
        with within(house.agency):
            for _number in range(more):
                sent(world)
        browser.get(here)
        with CaptureQueriesContext(connection) as queries:
            browser.get(here)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    monkeypatch.setattr(summary_list, "A_PAGE", 2)
    first = browser.get(here).content.decode()
    with within(house.agency):
        keys = list(Summary.objects.order_by("-created_at", "key").values_list("key", flat=True))
    assert [key in first for key in keys] == [True, True, False]
    assert keys[2] in browser.get(f"{here}?after={keys[1]}").content.decode()
    rows = b"".join(browser.get(file)).decode().strip().splitlines()  # type: ignore[arg-type]
    assert len(rows) == 4
    assert world.browser(house.specialist).get(file).status_code == 403
    assert world.browser(world.theirs.owner).get(here).status_code == 404
