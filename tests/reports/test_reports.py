"""A monthly report from the month's records to the client's inbox: drafted once, reviewed, approved, printed, sent
once.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agency.models import Agency, Event
from agency.tenancy.scope import everywhere, within
from clients.domain import clients
from clients.models import Client, Task
from comms.domain import episodes, stop_links
from comms.models import OutboxMessage
from reports import tasks
from reports.domain import reports, sending
from reports.models import Metric, MonthNote, Report
from reports.months import begins, month_of, shifted
from reports.snapshot import Snapshot
from tests.counting import queries_of
from tests.world import World

MONTH = shifted(month_of(timezone.localdate()), -1)


@pytest.fixture
def lived(world: World) -> World:
    """Last month, something happened at our client."""
    house = world.ours
    with within(house.agency):
        for back in range(24):
            month = shifted(MONTH, -back)
            Metric.objects.create(client=house.client, name="Online sales", unit="EUR", day=month, value=1000 - back)
        MonthNote.objects.create(client=house.client, day=MONTH, kind="went_wrong", text="The checkout refused cards.")
        asked = episodes.open_request(
            contact=house.contact,
            subject="Price",
            text="?",
            at=begins(MONTH, timezone.get_current_timezone()) + timedelta(days=3),  # type: ignore[arg-type]
        )
        asked.episodes.update(promise="broken", closed_at=timezone.now(), next_check_at=None)
        Task.objects.create(
            client=house.client, title="Feed with sizes", client_due=shifted(MONTH, 1) + timedelta(days=9)
        )
        house.client.refresh_from_db()
    return world


def drafted(world: World) -> Report:
    return reports.draft(world.ours.client, MONTH, at=timezone.now())


def test_the_draft_is_gathered_from_the_month(lived: World) -> None:
    with within(lived.ours.agency):
        snapshot = Snapshot.from_json(drafted(lived).snapshot)
    assert [(figure.name, figure.value) for figure in snapshot.figures] == [("Online sales", 1000)]
    assert snapshot.figures[0].year_ago == 988
    assert snapshot.went_wrong == ("The checkout refused cards.",)
    assert [missed.subject for missed in snapshot.missed] == ["Price"]
    assert [planned.work for planned in snapshot.plan] == ["Feed with sizes"]
    assert snapshot.promise
    assert (snapshot.promise.messages, snapshot.promise.broken) == (1, 1)


def test_a_month_has_one_report(lived: World) -> None:
    with within(lived.ours.agency):
        assert drafted(lived) == drafted(lived)
        assert Event.objects.filter(verb="report.drafted").count() == 1


def test_a_month_that_is_not_over_has_none(lived: World) -> None:
    with within(lived.ours.agency), pytest.raises(ValidationError, match="not over"):
        reports.draft(lived.ours.client, month_of(timezone.localdate()), at=timezone.now())


def test_approved_it_is_printed_and_mailed_once(lived: World) -> None:
    with within(lived.ours.agency):
        report = reports.write(
            drafted(lived),
            by=lived.ours.manager,
            at=timezone.now(),
            headline="A fair month.",
            went_well="- Sales\n",
            went_wrong="",
        )
        report = reports.approve(report, by=lived.ours.manager, at=timezone.now())
        with pytest.raises(reports.NotInReview):
            reports.write(report, by=lived.ours.manager, at=timezone.now(), headline="x", went_well="", went_wrong="")
    for _crash in range(2):
        tasks.advance_report(lived.ours.agency.pk, report.pk)
    with within(lived.ours.agency):
        report.refresh_from_db()
        assert report.state == Report.State.SENT
        assert bytes(report.pdf or b"").startswith(b"%PDF")
        assert report.pages
        mails = OutboxMessage.objects.filter(lane="report")
        assert {mail.recipient for mail in mails} == {
            "maria.northlight@client.example",
            "jens.northlight@client.example",
        }
        assert b"application/pdf" in bytes(mails[0].mime)
        assert Snapshot.from_json(report.snapshot).headline == "A fair month."


def test_nobody_reviewed_it(lived: World) -> None:
    with within(lived.ours.agency):
        report = drafted(lived)
        assert not reports.release_unreviewed(report.pk, at=report.release_at - timedelta(minutes=1))
        assert reports.release_unreviewed(report.pk, at=report.release_at)
        report.refresh_from_db()
        assert (report.state, report.unreviewed) == (Report.State.APPROVED, True)


def test_the_agency_may_hold_it_and_chase(lived: World) -> None:
    Agency.objects.filter(pk=lived.ours.agency.pk).update(unreviewed_reports="hold")
    with within(Agency.objects.get(pk=lived.ours.agency.pk)):
        report = drafted(lived)
        assert not reports.release_unreviewed(report.pk, at=report.release_at)
        report.refresh_from_db()
        assert report.state == Report.State.IN_REVIEW
        assert report.next_check_at
        assert report.next_check_at > report.release_at


def test_the_sweep_finds_who_has_no_report(lived: World) -> None:
    later = begins(shifted(MONTH, 1), timezone.get_current_timezone()) + timedelta(days=20)  # type: ignore[arg-type]
    with everywhere():
        due = list(tasks.clients_without_report(later + timedelta(days=20)))
    assert {client_id for _agency, client_id, _month in due} >= {lived.ours.client.pk}
    agency_id, client_id, month = next(row for row in due if row[1] == lived.ours.client.pk)
    tasks.draft_report(agency_id, client_id, MONTH.isoformat())
    with within(lived.ours.agency):
        assert Report.objects.get().client == lived.ours.client
    assert date.fromisoformat(month)


def test_a_report_is_drafted_when_the_month_is_over_there_and_only_for_who_was_a_client(lived: World) -> None:
    """Auckland begins a month while Berlin still has yesterday; who came later gets no report of that month."""
    house, after = lived.ours, shifted(MONTH, 1)
    begun = begins(after, ZoneInfo("Pacific/Auckland"))
    with within(house.agency):
        Client.objects.update(created_at=begun - timedelta(days=40))
        Client.objects.filter(pk=house.client.pk).update(zone="Pacific/Auckland")
        Client.objects.filter(pk=house.other_client.pk).update(zone="Pacific/Auckland", started_on=after)
    with everywhere():
        early = list(tasks.clients_without_report(begun + timedelta(hours=5)))
        due = list(tasks.clients_without_report(begun + timedelta(hours=7)))
    assert early == []
    assert due == [(house.agency.pk, house.client.pk, MONTH.isoformat())]


def test_who_has_left_gets_no_report(lived: World) -> None:
    house = lived.ours
    with within(house.agency):
        report = drafted(lived)
        seen = Task.objects.values_list("key", flat=True)
        clients.archive(house.client, by=house.owner, at=timezone.now(), reason="budget", seen=seen)
        with pytest.raises(ValidationError, match="archived"):
            reports.approve(report, by=house.manager, at=timezone.now())
        assert not reports.release_unreviewed(report.pk, at=report.release_at)
        Report.objects.update(state=Report.State.APPROVED)
        sending.send(report, b"%PDF", 1, at=timezone.now())
        assert Report.objects.get().state == Report.State.APPROVED
        assert not OutboxMessage.objects.exists()
    with everywhere():
        due = tasks.clients_without_report(timezone.now() + timedelta(days=62))
        assert house.client.pk not in {client_id for _agency, client_id, _month in due}


def test_the_mail_shows_the_way_out(lived: World) -> None:
    house = lived.ours
    with within(house.agency):
        _subject, text, html, _language = sending.letter(drafted(lived), house.contact)
        link = stop_links.address(stop_links.Kind.REPORTS, house.contact)
    assert f"You get this report every month. No more of these reports <{link}>" in text
    assert f'href="{link}"' in html


def test_it_is_dated_by_its_approval(lived: World) -> None:
    house = lived.ours
    with within(house.agency):
        report = drafted(lived)
        reports.approve(report, by=house.manager, at=report.drafted_at + timedelta(days=2))
        report.refresh_from_db()
        day = (report.drafted_at + timedelta(days=2)).astimezone(ZoneInfo("Europe/Berlin")).date()
        assert Snapshot.from_json(report.snapshot).written_on == day


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "October", "2026-13"])
def test_a_month_that_nobody_means_is_no_month(lived: World, month: str) -> None:
    browser = lived.browser(lived.ours.manager)
    assert browser.get(url(lived, "reports"), {"until": month}).status_code == 200
    assert browser.post(url(lived, "report_new", lived.ours.client.key), {"month": month}).status_code == 404


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def test_the_screens(lived: World) -> None:
    browser = lived.browser(lived.ours.manager)
    browser.post(url(lived, "report_new", lived.ours.client.key), {"month": f"{MONTH:%Y-%m}"})
    with within(lived.ours.agency):
        report = Report.objects.get()
    for address in (
        url(lived, "reports"),
        url(lived, "client_reports", lived.ours.client.key),
        url(lived, "report", report.key),
    ):
        assert browser.get(address).status_code == 200
    assert "is ready to review" in browser.get(url(lived, "today")).content.decode()
    words = {"headline": "h" * 301, "went_well": "Kept words", "went_wrong": ""}
    wrong = browser.post(url(lived, "report", report.key), {**words, "do": "approve"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    browser.post(url(lived, "report", report.key), {**words, "headline": "Typed meanwhile", "do": "gather"})
    with within(lived.ours.agency):
        report.refresh_from_db()
        assert (report.headline, report.state) == ("Typed meanwhile", Report.State.IN_REVIEW)
        assert Event.objects.filter(verb="report.refreshed").count() == 1
    browser.post(
        url(lived, "report", report.key), {"headline": "Good", "went_well": "a\nb", "went_wrong": "", "do": "approve"}
    )
    with within(lived.ours.agency):
        report.refresh_from_db()
        assert report.state == Report.State.APPROVED
        document, pages = sending.printed(report)
        sending.send(report, document, pages, at=timezone.now())
    assert browser.get(url(lived, "report_pdf", report.key)).headers["Content-Type"] == "application/pdf"
    contact = lived.browser(lived.ours.contact)
    pdf = reverse("portal_report", args=[lived.ours.agency.slug, lived.ours.client.key, report.key])
    assert contact.get(pdf).content.startswith(b"%PDF")


def test_who_may_not(lived: World) -> None:
    with within(lived.ours.agency):
        report = drafted(lived)
    address = url(lived, "report", report.key)
    assert lived.browser(lived.ours.specialist).post(address, {"headline": "x"}).status_code == 403
    assert lived.browser(lived.theirs.owner).get(address).status_code == 404
    foreign = reverse("report", args=[lived.theirs.agency.slug, report.key])
    assert lived.browser(lived.theirs.owner).get(foreign).status_code == 404
    portal = reverse("portal_report", args=[lived.ours.agency.slug, lived.ours.client.key, report.key])
    assert lived.browser(lived.ours.contact).get(portal).status_code == 404


def test_the_overview(lived: World) -> None:
    browser = lived.browser(lived.ours.owner)
    page = browser.get(url(lived, "overview")).content.decode()
    assert "Ida Brandt" in page
    assert "Clínica Duero" in page
    before = queries_of(lambda: browser.get(url(lived, "overview")))
    with within(lived.ours.agency):
        for number in range(3):
            episodes.open_request(contact=lived.ours.contact, subject=f"{number}", text="?", at=timezone.now())
    assert queries_of(lambda: browser.get(url(lived, "overview"))) == before
    assert "Ida Brandt" in browser.get(url(lived, "overview_csv")).content.decode("utf-8-sig")
    assert lived.browser(lived.ours.manager).get(url(lived, "overview")).status_code == 403
    assert lived.browser(lived.theirs.owner).get(url(lived, "overview")).status_code == 404
