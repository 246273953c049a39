"""How members hear of things: at once, bundled, daily, on the page; and the link that ends what comes regularly."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from agency.models import Agency, Event
from agency.tenancy.scope import within
from agency.worktime import Hours
from comms.clock.digest import digest_at
from comms.domain import daily, notice_choices, notices, outbox, stop_links
from comms.domain.stop_links import Kind
from comms.models import Notice, OutboxMessage
from comms.notice_topics import TOPICS, topic_of
from comms.notice_words import tellers
from tests.comms.mailroom import HOUR, let_pass, point_to, send_all
from tests.servers.smtp import SmtpServer
from tests.world import House, World


def choose(house: House, **paces: str) -> None:
    with within(house.agency):
        notice_choices.choose(house.manager, paces, by=house.manager, at=timezone.now())


def tell(house: House, kind: str, number: int = 1, **fields: Any) -> Notice:
    with within(house.agency):
        return notices.tell(
            house.manager, kind=kind, facts={}, purpose_key=f"{kind}:{number}", at=timezone.now(), **fields
        )


def mails(house: House) -> int:
    with within(house.agency):
        return OutboxMessage.objects.filter(lane="notice").count()


def test_every_kind_of_notice_has_a_topic() -> None:
    assert {topic_of(kind).name for kind in tellers} == {topic.name for topic in TOPICS}
    assert topic_of("clock.late").name == "clocks"


@pytest.mark.parametrize(
    ("pace", "kind", "urgent", "mailed"),
    [
        ("at_once", "request.assigned", False, True),
        ("hourly", "request.assigned", False, True),
        ("daily", "request.assigned", False, False),
        ("page", "request.assigned", False, False),
        ("page", "clock.half", False, False),
        ("page", "clock.broken", True, True),
        ("daily", "clock.alarm", True, True),
        ("daily", "mail.dead", True, False),
    ],
)
def test_each_pace(ours: House, pace: str, kind: str, urgent: bool, mailed: bool) -> None:
    choose(ours, **{topic_of(kind).name: pace})
    told = tell(ours, kind, urgent=urgent)
    daily.mail_all_due()
    assert mails(ours) == mailed
    with within(ours.agency):
        assert Notice.objects.filter(pk=told.pk).exists(), "it stands on the page, whatever was chosen"
    if pace == "daily" and not mailed:
        let_pass(ours, timedelta(days=1))
        assert daily.mail_all_due() == 1


def test_what_comes_at_once_waits_for_no_bundle_and_holds_none_up(ours: House) -> None:
    choose(ours, work="at_once")
    tell(ours, "summary.agreed")
    tell(ours, "request.assigned", 1)
    assert daily.mail_all_due() == 2
    tell(ours, "summary.agreed", 2)
    tell(ours, "request.assigned", 2)
    assert daily.mail_all_due() == 1, "the bundle went less than an hour ago"
    let_pass(ours, HOUR)
    assert daily.mail_all_due() == 1


def test_seventy_nine_notices_are_one_mail_an_hour(ours: House, smtp_server: SmtpServer, settings: Any) -> None:
    """Lesson 14."""
    point_to(smtp_server, settings)
    for number in range(79):
        tell(ours, "summary.agreed", number)
        daily.mail_all_due()
    let_pass(ours, HOUR)
    daily.mail_all_due()
    send_all()
    alone, bundle = (one.message["Subject"] for one in smtp_server.received)
    assert "78" not in alone
    assert bundle == "78 things in Rapport"


def test_what_must_not_be_missed_cannot_be_switched_off(ours: House, world: World) -> None:
    with pytest.raises(ValidationError):
        choose(ours, mail="page")
    browser, here = world.browser(ours.manager), ours.url("settings/notices/")
    form = {topic.name: "daily" for topic in TOPICS}
    assert browser.post(here, {**form, "mail": "page"}).status_code == 422
    assert browser.post(here, form).status_code == 302
    with within(ours.agency):
        assert set(notice_choices.chosen(ours.manager).values()) == {"daily"}
        assert Event.objects.filter(verb="notices.chosen").count() == 1
    assert "It cannot be switched off." in browser.get(here).content.decode()


WEEK = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-02T07:00", "2026-11-02T09:00"),
        ("2026-11-02T09:30", "2026-11-03T09:00"),
        ("2026-11-02T13:30", "2026-11-03T09:00"),
        ("2026-11-06T18:30", "2026-11-09T09:00"),
        ("2026-11-07T12:00", "2026-11-09T09:00"),
    ],
)
def test_what_comes_once_a_day_comes_when_work_begins(ours: House, told: str, expected: str) -> None:
    hours = hours_in_utc()
    at, due = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (told, expected))
    assert digest_at(at, None, hours) == due
    soon = at + timedelta(minutes=5)
    assert digest_at(at, soon, hours) <= due, "a deadline is not slept through"


def hours_in_utc() -> Hours:
    from zoneinfo import ZoneInfo

    from agency.worktime import parse_week

    return Hours(zone=ZoneInfo("UTC"), week=parse_week(WEEK))


# --- ending what comes regularly -------------------------------------------------------------------------------------
def test_only_regular_mail_says_how_to_end_it(ours: House, smtp_server: SmtpServer, settings: Any) -> None:
    point_to(smtp_server, settings)
    tell(ours, "summary.agreed")
    tell(ours, "clock.broken", urgent=True)
    daily.mail_all_due()
    with within(ours.agency):
        outbox.queue(purpose_key="a", lane="person", to=ours.contact, subject="s", text="t", at=timezone.now())
    send_all()
    found = {one.message["Subject"]: one.message for one in smtp_server.received}
    regular = [subject for subject, message in found.items() if message["List-Unsubscribe"]]
    assert len(found) == 3
    assert len(regular) == 1
    assert found[regular[0]]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_ends_the_report_and_the_lead_hears_of_it(ours: House, world: World) -> None:
    with within(ours.agency):
        link = stop_links.address(Kind.REPORTS, ours.contact)
    path = "/" + link.split("/", 3)[3]
    program = Browser(enforce_csrf_checks=True)
    assert "No more of these mails?" in program.get(path).content.decode()
    with within(ours.agency):
        ours.contact.refresh_from_db()
        assert ours.contact.gets_reports, "looking changes nothing"
    for _twice in range(2):
        ended = program.post(path, {"List-Unsubscribe": "One-Click"})
        assert (ended.status_code, "You get no more of these mails" in ended.content.decode()) == (200, True)
    with within(ours.agency):
        ours.contact.refresh_from_db()
        assert not ours.contact.gets_reports
        assert Notice.objects.filter(kind="contact.reports_stopped", member=ours.manager).count() == 1
        assert Event.objects.get(verb="contact.reports_stopped").actor_kind == "contact"
    timeline = world.browser(ours.manager).get(ours.url(f"clients/{ours.client.key}/")).content.decode()
    assert "wants no monthly report any more" in timeline


def test_one_click_ends_bundles_and_leaves_what_must_not_be_missed(ours: House) -> None:
    with within(ours.agency):
        link = stop_links.address(Kind.NOTICES, ours.manager)
    Browser().post("/" + link.split("/", 3)[3])
    with within(ours.agency):
        paces = notice_choices.chosen(ours.manager)
    assert (paces["mail"], paces["clocks"], paces["reports"]) == ("at_once", "page", "page")
    assert tell(ours, "clock.broken", urgent=True).mail_after is not None


def test_links_of_others_and_made_up_ones_do_not_exist(ours: House, world: World) -> None:
    with within(ours.agency):
        wish = stop_links.address(Kind.REPORTS, ours.contact).rstrip("/").rpartition("/")[2]
    kind, key, signature = wish.split(".")
    for bad in (f"notices.{key}.{signature}", f"{kind}.{ours.second_contact.key}.{signature}", "x", f"{kind}.{key}."):
        assert Browser().post(ours.url(f"stop/{bad}/")).status_code == 404
    assert Browser().post(world.theirs.url(f"stop/{wish}/")).status_code == 404
    Agency.objects.filter(pk=ours.agency.pk).update(closed_at=timezone.now())
    assert Browser().post(ours.url(f"stop/{wish}/")).status_code == 404
