"""Automatic notes never answer a machine, a list, a bounce or ourselves, nor the same address twice in a day."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given, strategies as st

from comms.loops import BREAKER, NOTE_INTERVAL, NOTE_MARGIN, Obstacle, note_time, obstacle

NOW = datetime(2026, 11, 3, 10, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWN = frozenset({"hello@northlight.example", "care@other-agency.example"})


def reason(headers: Any = (), **facts: Any) -> Obstacle | None:
    known: dict[str, Any] = {
        "sender": "Maria Holm <maria@solvang.example>",
        "return_path": "maria@solvang.example",
        "own_addresses": OWN,
        "authenticated": True,
        "last_note_at": None,
        "thread_notes": 0,
        "now": NOW,
    }
    return obstacle(headers, **(known | facts))


def test_a_person_may_be_answered() -> None:
    assert reason() is None
    assert reason({"Subject": "Price", "Precedence": "normal", "Auto-Submitted": "No"}) is None
    assert reason(return_path=None, authenticated=None) is None


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Auto-Submitted", "auto-replied", Obstacle.AUTO_SUBMITTED),
        ("auto-submitted", "AUTO-GENERATED; owner-email=x@example.com", Obstacle.AUTO_SUBMITTED),
        ("Auto-Submitted", "", Obstacle.AUTO_SUBMITTED),
        ("Auto-Submitted", "no (really)", None),
        ("Auto-Submitted", "no; reason=person", None),
        ("Auto-Submitted", "(no) auto-notified", Obstacle.AUTO_SUBMITTED),
        ("Precedence", "Bulk", Obstacle.BULK),
        ("Precedence", "junk", Obstacle.BULK),
        ("Precedence", "list", Obstacle.BULK),
        ("Precedence", "auto_reply", Obstacle.BULK),
        ("Precedence", "first-class", None),
        ("List-Id", "<news.example.com>", Obstacle.LIST),
        ("list-unsubscribe", "<mailto:leave@example.com>", Obstacle.LIST),
        ("X-Auto-Response-Suppress", "All", Obstacle.SUPPRESSED),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply", Obstacle.SUPPRESSED),
        ("X-Auto-Response-Suppress", "None", None),
        ("Content-Type", "multipart/report; report-type=delivery-status; boundary=x", Obstacle.DELIVERY_REPORT),
        ("Content-Type", "Message/Delivery-Status", Obstacle.DELIVERY_REPORT),
        ("Content-Type", "multipart/mixed; boundary=report", None),
        ("X-Failed-Recipients", "ida@northlight.example", Obstacle.DELIVERY_REPORT),
        ("Return-Path", "<maria@solvang.example>", None),
        ("Reply-To", "Desk <HELLO@Northlight.example>", Obstacle.OWN_ADDRESS),
        ("Reply-To", "maria@solvang.example, care@other-agency.example", Obstacle.OWN_ADDRESS),
        ("Sender", "MAILER-DAEMON@solvang.example", Obstacle.ROBOT_ADDRESS),
    ],
)
def test_headers_that_hold_a_note_back(name: str, value: str, expected: Obstacle | None) -> None:
    assert reason({name: value}) is expected
    assert reason([("Subject", "x"), (name, value)]) is expected


def test_any_of_several_headers_of_a_name_counts() -> None:
    assert reason([("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied")]) is Obstacle.AUTO_SUBMITTED


@pytest.mark.parametrize("path", ["", "<>", " <> "])
def test_a_null_return_path_is_a_bounce(path: str) -> None:
    assert reason(return_path=path) is Obstacle.NULL_RETURN_PATH
    assert reason({"Return-Path": path}, return_path=None) is Obstacle.NULL_RETURN_PATH


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("hello@northlight.example", Obstacle.OWN_ADDRESS),
        ("Northlight <Hello+t0k3n@Northlight.example>", Obstacle.OWN_ADDRESS),
        ("care@other-agency.example", Obstacle.OWN_ADDRESS),
        ("Mail Delivery System <MAILER-DAEMON@mx.example.com>", Obstacle.ROBOT_ADDRESS),
        ("news-request@lists.example.com", Obstacle.ROBOT_ADDRESS),
        ("owner-news@lists.example.com", Obstacle.ROBOT_ADDRESS),
        ("", Obstacle.NO_ADDRESS),
        ("undisclosed-recipients:;", Obstacle.NO_ADDRESS),
        ("shello@northlight.example", None),
    ],
)
def test_addresses_that_hold_a_note_back(sender: str, expected: Obstacle | None) -> None:
    assert reason(sender=sender) is expected


def test_our_own_return_path_is_ours() -> None:
    assert reason(return_path="<hello+bounce7@northlight.example>") is Obstacle.OWN_ADDRESS


def test_forged_mail_gets_no_note() -> None:
    assert reason(authenticated=False) is Obstacle.UNAUTHENTICATED


def test_a_thread_has_a_breaker() -> None:
    assert reason(thread_notes=BREAKER - 1) is None
    assert reason(thread_notes=BREAKER) is Obstacle.BREAKER


def test_an_address_gets_one_note_a_day() -> None:
    assert reason(last_note_at=NOW - NOTE_INTERVAL + HOUR) is Obstacle.RECENT
    assert reason(last_note_at=NOW - NOTE_INTERVAL) is None


def test_what_is_final_is_named_before_what_passes() -> None:
    assert reason({"List-Id": "x"}, last_note_at=NOW, thread_notes=9) is Obstacle.LIST
    assert reason(last_note_at=NOW, thread_notes=9) is Obstacle.BREAKER


def test_a_note_waits_for_the_limit_yet_goes_before_its_promise() -> None:
    planned, promise_at = NOW, NOW + 4 * HOUR
    assert note_time(planned, None, promise_at) == planned
    assert note_time(planned, NOW - 22 * HOUR, promise_at) == NOW + 2 * HOUR
    assert note_time(planned, NOW - 2 * HOUR, promise_at) == promise_at - NOTE_MARGIN
    assert note_time(planned, NOW - 30 * HOUR, promise_at) == planned
    assert reason(last_note_at=NOW - 2 * HOUR, promise_at=NOW + NOTE_MARGIN) is None
    assert reason(last_note_at=NOW - 2 * HOUR, promise_at=NOW + HOUR) is Obstacle.RECENT


def test_a_promise_that_is_broken_is_no_reason_to_write_twice() -> None:
    assert reason(last_note_at=NOW - 2 * HOUR, promise_at=NOW - HOUR) is Obstacle.RECENT
    assert reason(last_note_at=NOW - NOTE_INTERVAL, promise_at=NOW - HOUR) is None


@given(st.integers(1, 24 * 60 - 1))
def test_with_a_promise_of_a_day_both_rules_hold(opened_after: int) -> None:
    """The last note kept all that was open, so a later promise ends after the limit of the address."""
    last = NOW
    promise_at = last + timedelta(minutes=opened_after) + 24 * HOUR
    goes = note_time(promise_at - 4 * HOUR, last, promise_at)
    assert goes <= max(promise_at - NOTE_MARGIN, promise_at - 4 * HOUR)
    assert goes >= min(last + NOTE_INTERVAL, promise_at - NOTE_MARGIN)


def test_a_parsed_message_can_be_asked_directly() -> None:
    raw = b"From: a@example.com\r\nAuto-Submitted:\r\n auto-replied\r\nTo: \xff\xfe <>\r\n\r\nHello"
    for rules in (policy.default, policy.compat32):
        assert reason(message_from_bytes(raw, policy=rules)) is Obstacle.AUTO_SUBMITTED


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Auto-Submitted", "Precedence", "Reply-To", "From", "Return-Path", "Content-Type", "X"]),
        st.text(max_size=40),
    ),
    max_size=6,
)


@given(HEADERS, st.text(max_size=40), st.text(max_size=20) | st.none())
def test_no_header_however_malformed_fails(headers: list[tuple[str, str]], sender: str, path: str | None) -> None:
    assert reason(headers, sender=sender, return_path=path) in {None, *Obstacle}


@given(st.binary(max_size=200))
def test_no_message_however_malformed_fails(raw: bytes) -> None:
    for rules in (policy.default, policy.compat32):
        assert reason(message_from_bytes(b"From: " + raw, policy=rules)) in {None, *Obstacle}
