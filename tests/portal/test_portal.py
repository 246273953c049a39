"""The portal: what a contact sees, and that nothing can be changed there (tenancy.md, wall 5)."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from clients.models import Deliverable, DeliverableUse, Goal, ScopeOfWork, Task
from comms.domain import answers, calls, episodes, requests as request_verbs, summaries
from tests.comms.test_calls import notes
from tests.counting import queries_of
from tests.world import House, World


@pytest.fixture
def filled(world: World) -> World:
    """Something of every kind in our house; the other client and the inside hold words that must not be seen."""
    house, now = world.ours, timezone.now()
    with within(house.agency):
        sent = calls.log_call(house.client, notes(house), by=house.manager, at=now)
        summaries.send(sent, by=house.manager, at=now, to=[house.contact, house.second_contact])
        draft = notes(house, topics=[notes(house).topics[0]])
        calls.log_call(house.client, draft, by=house.manager, at=now)
        asked = episodes.open_request(contact=house.contact, subject="Wrong price", text="The price is wrong.", at=now)
        episodes.open_request(contact=house.second_contact, subject="Jens asks", text="For Jens alone.", at=now)
        request_verbs.note(asked, by=house.manager, at=now, text="Inside words about Maria")
        episodes.open_request(contact=house.other_contact, subject="Other client", text="Other client text", at=now)
        Task.objects.create(client=house.client, title="Open task", client_due=now.date())
        Task.objects.create(client=house.client, title="Inside task", internal=True)
        Task.objects.create(client=house.other_client, title="Other task")
        Goal.objects.create(client=house.client, name="Online sales", target=100, current=50, due=now.date())
        ScopeOfWork.objects.create(
            client=house.client, version=2, state="draft", starts_on=now.date(), changes="Draft scope"
        )
        person = house.second_contact.person
        person.personal_note, person.triggers = "Runs marathons", "Surprises"
        person.save()
    return world


def home(house: House) -> str:
    return reverse("portal", args=[house.agency.slug, house.client.key])


def test_the_letter_shows_what_is_the_clients(filled: World) -> None:
    page = filled.browser(filled.ours.contact).get(home(filled.ours)).content.decode()
    for words in ("Open task", "The page goes live on 12 November", "Wrong price", "Online sales", "Ida Brandt"):
        assert words in page
    for words in (
        "Inside task",
        "Other task",
        "Inside words",
        "Draft scope",
        "marathons",
        "Surprises",
        "choleric",
        "Other client",
        "For Jens alone.",
    ):
        assert words not in page


def test_texts_only_of_what_one_was_on(filled: World) -> None:
    browser, slug, client = filled.browser(filled.ours.contact), filled.ours.agency.slug, filled.ours.client
    with within(filled.ours.agency):
        found = {request.subject: request.key for request in client.requests.all()}
        summary = client.summaries.get(state="sent")
        draft = client.summaries.get(state="draft")
    mine = browser.get(reverse("portal_request", args=[slug, client.key, found["Wrong price"]])).content.decode()
    assert "The price is wrong." in mine
    assert "Inside words" not in mine
    theirs = browser.get(reverse("portal_request", args=[slug, client.key, found["Jens asks"]])).content.decode()
    assert "For Jens alone." not in theirs
    shown = browser.get(reverse("portal_summary", args=[slug, client.key, summary.key])).content.decode()
    assert "Decided by Jens Solvang" in shown
    assert browser.get(reverse("portal_summary", args=[slug, client.key, draft.key])).status_code == 404
    for kind in ("decisions", "summaries", "requests"):
        assert browser.get(reverse("portal_everything", args=[slug, client.key, kind])).status_code == 200
    assert browser.get(reverse("portal_everything", args=[slug, client.key, "tasks"])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(filled: World, method: str) -> None:
    assert getattr(filled.browser(filled.ours.contact), method)(home(filled.ours)).status_code == 405


def test_who_does_not_come_in(filled: World) -> None:
    house = filled.ours
    assert Browser().get(home(house)).status_code == 302
    strangers = (filled.stranger, house.other_contact, house.manager, filled.theirs.contact, filled.theirs.owner)
    for stranger in strangers:
        assert filled.browser(stranger).get(home(house)).status_code == 404
    with within(house.agency):
        house.contact.portal_access = False
        house.contact.save()
    assert filled.browser(house.contact).get(home(house)).status_code == 404


def test_a_member_sees_as_the_contact_does(filled: World) -> None:
    house = filled.ours
    address = reverse("portal_preview", args=[house.agency.slug, house.client.key, house.contact.key])
    page = filled.browser(house.manager).get(address)
    assert page.status_code == 200
    assert "You see this as Maria Holm does." in page.content.decode()
    assert filled.browser(house.specialist).get(address).status_code == 403
    assert filled.browser(filled.theirs.owner).get(address).status_code == 404
    assert filled.browser(house.contact).get(address).status_code == 404
    with within(house.agency):
        house.contact.refresh_from_db()
        house.contact.person.language = "ar"
        house.contact.person.save()
    assert house.contact.last_visit_at is None
    arabic = filled.browser(house.manager).get(address).content.decode()
    assert '<html lang="ar" dir="rtl"' in arabic
    assert re.search(r'<aside[^>]* lang="en" dir="ltr" aria-label="You see this as Maria Holm does."', arabic)


def test_a_visit_is_kept_and_what_is_new_counted(filled: World) -> None:
    house = filled.ours
    with within(house.agency):
        house.contact.last_visit_at = timezone.now() - timedelta(days=2)
        house.contact.save()
    page = filled.browser(house.contact).get(home(house)).content.decode()
    assert "new since your last visit" in page
    with within(house.agency):
        house.contact.refresh_from_db()
    assert house.contact.last_visit_at
    assert timezone.now() - house.contact.last_visit_at < timedelta(minutes=1)


def test_what_was_used_before_a_change_order_counts(filled: World) -> None:
    """As it does for the staff: a new version of the scope has new rows of the same deliverables."""
    house, today = filled.ours, timezone.localdate()
    with within(house.agency):
        before, now = (
            ScopeOfWork.objects.create(client=house.client, version=version, state=state, starts_on=today)
            for version, state in ((7, "superseded"), (8, "accepted"))
        )
        for scope, name in ((before, "Creative sets"), (now, "Creative Sets"), (now, "Landing pages")):
            row = Deliverable.objects.create(client=house.client, scope=scope, name=name, quantity=12)
            DeliverableUse.objects.create(client=house.client, deliverable=row, day=today, quantity=3, what="A set")
    page = filled.browser(house.contact).get(home(house)).content.decode()
    assert "6 of 12" in page
    assert "3 of 12" in page


def test_what_needed_no_answer_is_not_called_answered(filled: World) -> None:
    """Dismissed without a word, it was read; as soon as one of us has written, it is answered."""
    house, browser = filled.ours, filled.browser(filled.ours.contact)
    with within(house.agency):
        asked = house.client.requests.get(subject="Wrong price")
        episodes.dismiss(asked.episodes.get(), by=house.manager, at=timezone.now())
    detail = reverse("portal_request", args=[house.agency.slug, house.client.key, asked.key])
    everything = reverse("portal_everything", args=[house.agency.slug, house.client.key, "requests"])
    for page in (home(house), everything, detail):
        shown = browser.get(page).content.decode()
        assert "Read; nothing is open" in shown
        assert "Answered" not in shown
    with within(house.agency):
        answers.answer(asked, by=house.manager, at=timezone.now(), text="Thank you, all is well.")
    for page in (home(house), everything, detail):
        shown = browser.get(page).content.decode()
        assert "Answered" in shown
        assert "Read; nothing" not in shown


def test_the_number_of_queries_does_not_grow(filled: World) -> None:
    house, browser = filled.ours, filled.browser(filled.ours.contact)
    browser.get(home(house))
    before = queries_of(lambda: browser.get(home(house)))
    with within(house.agency):
        for number in range(2):
            Task.objects.create(client=house.client, title=f"Task {number}", client_due=timezone.now().date())
            again = calls.log_call(house.client, notes(house), by=house.manager, at=timezone.now())
            summaries.send(again, by=house.manager, at=timezone.now(), to=[house.contact])
    assert queries_of(lambda: browser.get(home(house))) == before


def test_who_looks_as_the_client_needs_the_second_factor_too(filled: World) -> None:
    house = filled.ours
    Agency.objects.filter(pk=house.agency.pk).update(second_factor_required=True)
    address = house.url(f"portal/{house.client.key}/as/{house.contact.key}/")
    answer = filled.browser(house.manager).get(address)
    assert (answer.status_code, "second" in answer.headers["Location"]) == (302, True)
