"""Reports, figures, and mail that comes in by this door."""

from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from comms.models import InboundMessage
from reports.domain import reports
from reports.models import Metric, Report
from reports.months import month_of, shifted
from tests.api.conftest import Program, token_for
from tests.api.test_clients_and_people import faults
from tests.comms.mailroom import arrive, eml
from tests.counting import queries_of
from tests.world import World

RAW = b"From: maria.northlight@client.example\r\nSubject: Hello\r\n\r\nCan you \xff move it?\r\n"


@pytest.fixture
def report(world: World) -> Report:
    now = timezone.now()
    with within(world.ours.agency):
        month = shifted(month_of(now.date()), -1)
        return reports.draft(world.ours.client, month, at=now, by=world.ours.manager)


def test_a_report_from_words_to_approval(world: World, report: Report, manager: Program, specialist: Program) -> None:
    here = f"reports/{report.key}/"
    words = manager.put(f"{here}words/", {"headline": "A good month.", "went_well": "Orders"})
    assert (words.data["headline"], words.data["went_well"], words.data["went_wrong"]) == (
        "A good month.",
        "Orders",
        "",
    )
    assert specialist.put(f"{here}words/", {}).status_code == 403
    assert specialist.post(f"{here}approval/").status_code == 403
    assert manager.get(f"{here}pdf/").status_code == 404
    approved = manager.post(f"{here}approval/")
    assert approved.data["state"] == "approved"
    assert approved.data["snapshot"]["headline"] == "A good month."
    assert approved.data["approved_by"]["name"] == "Ida Brandt"
    for answer in (manager.post(f"{here}approval/"), manager.put(f"{here}words/", {"headline": "x"})):
        assert answer.status_code == 422
    with within(world.ours.agency):
        reports.keep_pdf(report, b"%PDF-1.7 bytes", 1)
    for accepts in ("*/*", "application/pdf", "application/json"):
        document = manager.get(f"{here}pdf/", Accept=accepts)
        assert (document.status_code, document.content) == (200, b"%PDF-1.7 bytes")
        assert document.headers["Content-Type"] == "application/pdf"
    assert manager.get(here).data["printed"] is True


def test_a_report_is_drafted_once_and_gathered_anew(world: World, manager: Program, specialist: Program) -> None:
    here = f"clients/{world.ours.client.key}/reports/"
    month = f"{shifted(month_of(timezone.now().date()), -1):%Y-%m}"
    drafted = manager.post(here, {"month": month})
    assert (drafted.status_code, drafted.data["month"], drafted.data["state"]) == (201, month, "in_review")
    assert manager.post(here, {"month": month}).data["id"] == drafted.data["id"]
    assert faults(manager.post(here, {"month": "October"})) == {"month": "invalid"}
    assert manager.post(here, {"month": f"{timezone.now():%Y-%m}"}).status_code == 422
    assert specialist.post(here, {"month": month}).status_code == 403
    assert manager.post(f"clients/{world.theirs.client.key}/reports/", {"month": month}).status_code == 404
    anew = f"reports/{drafted.data['id']}/gathering/"
    assert manager.post(anew).data["snapshot"]
    assert specialist.post(anew).status_code == 403


def test_a_file_comes_as_it_was(world: World, manager: Program, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    house = world.ours
    raw = eml(house.contact.person.user.email, attachments=(("page.html", "text/html", b"<b>Offer</b>"),))
    with within(house.agency):
        arrive(house.agency, raw)
    (message,) = manager.get(f"clients/{house.client.key}/interactions/").data["results"]
    (file,) = message["attachments"]
    for accepts in ("*/*", "application/json", "text/html"):
        answer = manager.get(f"files/{file['id']}/", Accept=accepts)
        assert (answer.status_code, answer.getvalue()) == (200, b"<b>Offer</b>")
        assert answer.headers["Content-Type"] == "application/octet-stream"
    foreign = Program(token_for(world.theirs.owner)).get(f"files/{file['id']}/")
    assert foreign.status_code == 404


def figure(world: World, **changes: Any) -> dict[str, Any]:
    return {"client": world.ours.client.key, "name": "Orders", "day": "2026-10-05", "value": "268", **changes}


def test_storing_figures(world: World, manager: Program, specialist: Program) -> None:
    rows = [figure(world), figure(world, day="2026-10-06", value="12.5", unit="EUR", rollup="last", node="Search")]
    assert manager.put("metrics/", {"rows": rows}).data == {"stored": 2}
    assert manager.put("metrics/", {"rows": [figure(world, value="270"), figure(world, value="271")]}).data == {
        "stored": 1
    }
    shown = manager.get("metrics/?name=Orders&node=account").data["results"]
    assert [(row["value"], row["day"]) for row in shown] == [("271.0000", "2026-10-05")]
    assert specialist.put("metrics/", {"rows": rows}).status_code == 403
    with within(world.ours.agency):
        assert [event.facts for event in Event.objects.filter(verb="metrics.stored").order_by("pk")] == [
            {"count": 2},
            {"count": 1},
        ]


def test_a_thousand_figures_in_few_queries(world: World, manager: Program) -> None:
    def rows(count: int) -> dict[str, Any]:
        days = [date(2020, 1, 1) + timedelta(days=number) for number in range(count)]
        return {"rows": [figure(world, day=day.isoformat()) for day in days]}

    assert queries_of(lambda: manager.put("metrics/", rows(1000))) < 30
    assert manager.put("metrics/", rows(1000)).data == {"stored": 1000}
    assert faults(manager.put("metrics/", rows(1001))) == {"rows": "max_length"}


def test_figures_are_stored_all_or_none(world: World, manager: Program) -> None:
    good = figure(world)
    for bad, status, expected in (
        (figure(world, value=268), 400, {"rows.1.value": "invalid"}),
        (figure(world, value="NaN"), 400, {"rows.1.value": "invalid"}),
        (figure(world, value="1" * 15), 400, {"rows.1.value": "max_whole_digits"}),
        (figure(world, rollup="median"), 400, {"rows.1.rollup": "invalid_choice"}),
        (figure(world, client=world.theirs.client.key), 400, {"rows.1.client": "missing"}),
        (figure(world, client=world.ours.other_client.key), 403, None),
        ("row", 400, {"rows.1": "invalid"}),
    ):
        answer = manager.put("metrics/", {"rows": [good, bad]})
        assert answer.status_code == status, bad
        assert expected is None or faults(answer) == expected
    assert faults(manager.put("metrics/", {"rows": []})) == {"rows": "empty"}
    with within(world.ours.agency):
        assert not Metric.objects.exists()


def handed(program: Program, raw: bytes, recipient: str) -> Any:
    browser = Browser(headers={"Authorization": f"Bearer {program.token}"})
    return browser.generic("POST", f"/api/v1/inbound/?recipient={recipient}", raw, content_type="message/rfc822")


def test_a_message_handed_over(world: World, owner: Program, manager: Program) -> None:
    address = f"{world.ours.agency.slug}@mail.rapport.example"
    answer = handed(owner, RAW, address)
    assert answer.status_code == 202
    assert answer.json()["state"] == "stored"
    again = owner.post("inbound/", {"recipient": address, "message": b64encode(RAW).decode()})
    assert (again.status_code, again.data["id"]) == (202, answer.json()["id"])
    with within(world.ours.agency):
        stored = InboundMessage.objects.get()
    assert (bytes(stored.raw), stored.door, stored.recipient) == (RAW, "api", address)
    assert owner.get(f"inbound/{stored.key}/").data["recipient"] == address
    assert handed(manager, RAW, address).status_code == 403


def test_a_message_that_cannot_be_taken(world: World, owner: Program) -> None:
    address = f"{world.ours.agency.slug}@mail.rapport.example"
    theirs = f"{world.theirs.agency.slug}@mail.rapport.example"
    foreign, unknown = handed(owner, RAW, theirs), handed(owner, RAW, "nobody@nowhere.example")
    assert foreign.json() == unknown.json()
    assert (foreign.status_code, foreign.json()["errors"][0]["code"]) == (400, "nobody")
    assert handed(owner, b"  ", address).json()["errors"][0]["field"] == "message"
    assert handed(owner, RAW, "").status_code == 400
    for body, expected in (
        ({}, {"recipient": "required", "message": "required"}),
        ({"recipient": address, "message": "***"}, {"message": "base64"}),
        ({"recipient": address, "message": ""}, {"message": "blank"}),
        ({"recipient": address, "message": "aGk=", "extra": 1}, {"extra": "unknown"}),
    ):
        assert faults(owner.post("inbound/", body)) == expected
    with within(world.ours.agency):
        assert not InboundMessage.objects.exists()


def test_bodies_that_are_none(world: World, owner: Program) -> None:
    browser = Browser(headers={"Authorization": f"Bearer {owner.token}"})

    def sent(body: bytes, kind: str = "application/json") -> Any:
        return browser.generic("POST", "/api/v1/clients/", body, content_type=kind)

    for body in (b"{", b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000, b"1" * 5000, b'{"name": "\\ud8"}'):
        answer = sent(body)
        assert (answer.status_code, answer.json()["title"]) == (400, "Not understood"), body[:20]
    assert sent(b'{"name": "A"}', "application/json; charset=hex").status_code == 201
    large = sent(b'{"name": "' + b"x" * 1_000_001 + b'"}')
    assert (large.status_code, large.json()["title"]) == (413, "Too large")
