"""The contact signs in by a code and sees all of it, on a telephone, and can change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.bed import Rapport
from tests.journeys.main_job.cast import CLIENT, MARIA, SLUG
from tests.journeys.visitor import Visitor, visitor

pytestmark = [pytest.mark.journey, pytest.mark.told_in_order]
FORMS = "Array.from(document.forms, form => new URL(form.action).pathname)"


@pytest.fixture(scope="module")
def maria_elsewhere(chromium: Browser, rapport: Rapport) -> Iterator[Visitor]:
    """Another telephone, on which she has never been signed in."""
    with visitor(chromium, rapport, MARIA, narrow=True) as someone:
        yield someone


def test_she_signs_in_by_a_code_and_sees_all_of_it(maria_elsewhere: Visitor) -> None:
    maria = maria_elsewhere
    maria.sign_in_by_code("/")
    maria.arrives(f"/{SLUG}/portal/*/")
    for words in (
        "Maria",
        "Send the feed as a file",
        "We begin with the children's bikes.",
        "Product feed",
        "The autumn sale",
        "Product photographs",
        "You hear from us within 24 h.",
    ):
        maria.sees(words)
    maria.follow("All decisions")
    maria.sees("We begin with the children's bikes.")
    maria.look()
    maria.follow("Back to your page")
    maria.page.locator("a[href*='/summaries/']").first.click()
    maria.sees("Nothing can be changed here.")
    maria.look()
    maria.follow("Back to your page")
    maria.page.locator("a[href*='/requests/']").filter(has_text="The autumn sale").click()
    maria.sees("can you move the sale to Friday?")
    maria.look()
    maria.follow("Back to your page")
    report = maria.page.locator("a[href$='.pdf']").get_attribute("href")
    answer = maria.page.request.get(maria.rapport.url + str(report))
    assert answer.body().startswith(b"%PDF")


def test_she_can_change_nothing(maria_elsewhere: Visitor) -> None:
    maria, page = maria_elsewhere, maria_elsewhere.page
    home = page.url
    addresses = {home, *page.eval_on_selector_all("main a[href]", "all => all.map(one => one.href)")}
    token = next(one["value"] for one in page.context.cookies() if one.get("name") == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": home}
    for address in sorted(addresses):
        if not address.endswith(".pdf"):
            page.goto(address)
            assert set(page.evaluate(FORMS)) <= {"/accounts/logout/"}, address
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = page.request.fetch(address, method=method, headers=headers)
            assert answer.status == 405, (method, address)
    for room in ("today", "clients", "inbox", "reports", "settings", "overview"):
        assert page.request.get(f"{maria.rapport.url}/{SLUG}/{room}/").status == 404, room


def test_the_manager_sees_it_as_she_does(ida: Visitor) -> None:
    ida.open(f"/{SLUG}/today/")
    ida.open(ida.address_of(CLIENT))
    ida.follow("See as client")
    ida.arrives(f"/{SLUG}/portal/*/as/*/")
    ida.sees("You see this as Maria Holm does.")
    ida.sees("We begin with the children's bikes.")
