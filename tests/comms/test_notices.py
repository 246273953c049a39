"""Telling people: bundled or alone, in working hours or at once, and never somebody who left."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms.domain import (
    daily,
    notices,
)
from comms.models import Episode, Notice, OutboxMessage
from tests.comms.mailroom import HOUR, let_pass, send_all, sweep, written_by
from tests.servers.smtp import SmtpServer
from tests.world import House

Promise, Target = Episode.Promise, Episode.Target


def test_notices_are_bundled_at_most_hourly_and_the_urgent_go_alone(ours: House, server: SmtpServer) -> None:
    for number in range(3):
        written_by(ours, ours.contact, subject=f"Number {number}")
    sweep(ours)
    assert daily.mail_all_due() == 1
    send_all()
    assert [one.message["Subject"] for one in server.received] == ["3 things in Rapport"]
    body = server.received[0].message.get_body(("plain",)).get_content()
    assert "Number 2" in body
    assert "/northlight/requests/" in body
    written_by(ours, ours.contact, subject="A fourth")
    sweep(ours)
    assert daily.mail_all_due() == 0, "the hour has not passed"
    with within(ours.agency):
        notices.tell(
            ours.manager,
            kind="clock.broken",
            facts={"client": "Solvang"},
            purpose_key="x",
            at=timezone.now(),
            urgent=True,
        )
    assert daily.mail_all_due() == 1
    let_pass(ours, HOUR)
    assert daily.mail_all_due() == 1


def test_notices_wait_for_working_hours_unless_the_deadline_comes_first(ours: House) -> None:
    Agency.objects.update(week={"mon": [["09:00", "17:00"]]}, zone="UTC")
    ours.agency.refresh_from_db()
    saturday = datetime(2026, 11, 7, 12, tzinfo=UTC)
    with within(ours.agency):
        ours.manager.agency.refresh_from_db()
        waiting = notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=saturday)
        pressing = notices.tell(
            ours.manager, kind="b", facts={}, purpose_key="b", at=saturday, deadline=saturday + 5 * HOUR
        )
        urgent = notices.tell(ours.manager, kind="c", facts={}, purpose_key="c", at=saturday, urgent=True)
    assert waiting.mail_after == datetime(2026, 11, 9, 9, tzinfo=UTC)
    assert pressing.mail_after == urgent.mail_after == saturday


def test_who_wants_only_what_is_urgent_gets_no_other_mail(ours: House) -> None:
    with within(ours.agency):
        ours.manager.notices = "urgent"
        ours.manager.save()
        calm = notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=timezone.now())
        assert calm.mail_after is None
        assert notices.tell(ours.manager, kind="a", facts={}, purpose_key="a", at=timezone.now()).pk == calm.pk
    assert daily.mail_all_due() == 0


def test_what_was_seen_is_not_mailed(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        assert notices.see(list(Notice.objects.all()), by=ours.manager, at=timezone.now()) == 1
        assert notices.see(list(Notice.objects.all()), by=ours.backup, at=timezone.now()) == 0
    assert daily.mail_all_due() == 0


def test_nobody_who_left_gets_mail(ours: House) -> None:
    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        ours.manager.deactivated_at = timezone.now()
        ours.manager.save()
    assert daily.mail_all_due() == 0
    with within(ours.agency):
        assert not OutboxMessage.objects.exists()


def test_what_is_late_is_told_once_a_day(ours: House) -> None:
    written_by(ours, ours.contact, subject="Forgotten")
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    assert daily.remind_of_late() == 1
    assert daily.remind_of_late() == 1
    with within(ours.agency):
        (late,) = Notice.objects.filter(kind="clock.late")
        assert late.member == ours.manager
        assert "Forgotten" in late.facts["subjects"]


def test_one_members_trouble_stops_nobody_elses_mail(ours: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with within(ours.agency):
        for member in (ours.manager, ours.backup):
            notices.tell(member, kind="a", facts={}, purpose_key="a", at=timezone.now(), urgent=True)
    honest = notices.mail_due

    def mail_due(member: Any, *, at: datetime) -> int:
        if member == ours.manager:
            raise RuntimeError("broken")
        return honest(member, at=at)

    monkeypatch.setattr(notices, "mail_due", mail_due)
    assert daily.mail_all_due() == 1


def test_every_notice_has_words(ours: House) -> None:
    from zoneinfo import ZoneInfo

    from comms import notice_words

    written_by(ours, ours.contact)
    sweep(ours)
    with within(ours.agency):
        notice = Notice.objects.get()
        for kind in (*notice_words.tellers, "nobody knows"):
            notice.kind = kind
            words = notice_words.words_for(notice, ZoneInfo("Europe/Berlin"), timezone.now())
            assert words.title
            assert "%(" not in words.title + words.detail
