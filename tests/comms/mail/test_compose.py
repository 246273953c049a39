"""Outgoing bytes: safe for any mail server, the same for the same input, and read back as they were meant."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail.compose import LINK_PLACEHOLDER, Mailbox, Outgoing, Part, compose, content_hash
from comms.mail.parse import parse

IDA = Mailbox("Ida Brandt", "ida@northlight.example")
MARIA = Mailbox("Maria Nair", "maria@harbour.example")
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)

human = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), max_size=200)


def letter(**changes: Any) -> bytes:
    message: dict[str, Any] = {
        "sender": IDA,
        "to": [MARIA],
        "subject": "Our call on Monday",
        "text": "Dear Ms Nair,\n\nthank you.\n",
        "message_id": "<call.1@mail.example>",
        "date": NOON,
    }
    return compose(Outgoing(**(message | changes)))


def test_plain_letter_is_seven_bit_with_crlf_and_its_text_first() -> None:
    raw = letter(html="<p>Dear Ms Nair,</p>", language="en")
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert read["Message-ID"] == "<call.1@mail.example>"
    assert read["Content-Language"] == "en"
    assert read["Auto-Submitted"] is None


def test_equal_input_gives_equal_bytes() -> None:
    files = [Part("a.pdf", "application/pdf", b"%PDF"), Part("logo.png", "image/png", b"PNG", True, "logo@northlight")]
    assert letter(html="<p>x</p>", attachments=files) == letter(html="<p>x</p>", attachments=files)


@settings(max_examples=60, deadline=None)
@given(subject=human, name=human, text=st.text(max_size=3000))
def test_any_text_is_read_back(subject: str, name: str, text: str) -> None:
    raw = letter(subject=subject, to=[Mailbox(name, MARIA.address)], text=text)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    read = parse(raw)
    assert read.subject.split() == subject.split()
    assert read.to[0].address == MARIA.address
    assert read.to[0].name.split() == name.strip(" \"'").split() or '"' in name or "'" in name
    assert "".join(read.text.split()) == "".join(parse(letter(text=read.text)).text.split())


def test_arabic_chinese_and_very_long_lines_survive() -> None:
    text = "السلام عليكم\n你好，报告已经完成。\n" + "x" * 5000 + "\n.\nFrom here on\n"
    assert parse(letter(text=text)).text.rstrip("\n") == text.rstrip("\n")


def test_thread_is_named_and_long_ids_are_not_broken() -> None:
    long_id = f"<{'a' * 240}@x.example>"
    raw = letter(in_reply_to=long_id, references=["<first@x.example>", "<second@x.example>"])
    read = parse(raw)
    assert b"=?" not in raw
    assert long_id.encode() in raw
    assert read.references[:2] == ("<first@x.example>", "<second@x.example>")
    assert read.in_reply_to == read.references[-1]


def test_automatic_mail_says_so() -> None:
    assert parse(letter(auto_submitted=True)).header("Auto-Submitted") == "auto-generated"
    answer = parse(letter(auto_submitted=True, in_reply_to="<q@harbour.example>"))
    assert answer.header("Auto-Submitted") == "auto-replied"
    assert answer.header("X-Auto-Response-Suppress") == "OOF, AutoReply, RN, NRN", "but delivery failures do come back"


def test_attachments_and_images_come_back_whole() -> None:
    files = [
        Part("Отчёт за октябрь: очень длинное имя, что не входит в строку.pdf", "application/pdf", b"%PDF" * 999),
        Part("logo.png", "image/png", bytes(range(256)), True, "logo@northlight"),
        Part("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        Part("old.eml", "message/rfc822", b"Subject: old\r\n\r\nold\r\n"),
    ]
    raw = letter(html='<img src="cid:logo@northlight">', attachments=files)
    read = parse(raw)
    assert {part.data for part in read.attachments} == {part.data for part in files}
    assert [part.name for part in read.attachments if part.inline] == ["logo.png"]
    assert b'method="REQUEST"' in raw
    assert read.calendars[0].name == "invite.ics"


def test_umlaut_domain_goes_in_ascii_and_is_not_mistaken_for_another() -> None:
    raw = letter(to=[Mailbox("", "maria@straße.example")])
    assert b"maria@xn--strae-oqa.example" in raw
    assert parse(raw).to[0].address == "maria@straße.example"


def test_name_that_looks_like_syntax_is_quoted() -> None:
    for name in ('Nair, Maria (Harbour) "MN" <x@y.example>', "=?utf-8?q?trick?=", "a\\b", "Nair; Maria: x"):
        read = parse(letter(to=[Mailbox(name, MARIA.address)]))
        assert [box.address for box in read.to] == [MARIA.address]
        assert read.to[0].name == name


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("subject", {"subject": "Hello\r\nBcc: everybody@x.example"}),
        ("subject", {"subject": "Hello\x00"}),
        ("subject", {"subject": "Hello\u2028Bcc: x"}),
        ("sender", {"sender": Mailbox("Ida\nBcc: x@x.example", IDA.address)}),
        ("sender", {"sender": Mailbox("Ida", "")}),
        ("to", {"to": []}),
        ("to", {"to": [Mailbox("", "maria@harbour.example\r\nBcc: x@x.example")]}),
        ("to", {"to": [Mailbox("", "no address")]}),
        ("to", {"to": [Mailbox("", "мария@harbour.example")]}),
        ("to", {"to": [Mailbox("", "maria@-bad-.example")]}),
        ("to", {"to": [Mailbox("", 'ma"ria@harbour.example')]}),
        ("cc", {"cc": [Mailbox("", "@harbour.example")]}),
        ("reply_to", {"reply_to": "reply@mail.example\nX: y"}),
        ("return_path", {"return_path": "bounce at mail"}),
        ("message_id", {"message_id": "call.1@mail.example"}),
        ("message_id", {"message_id": "<a b@mail.example>"}),
        ("in_reply_to", {"in_reply_to": "<q@x.example>\r\nX: y"}),
        ("references", {"references": ["<q@x.example>", "<>"]}),
        ("headers", {"headers": {"X-Note": "a\nb"}}),
        ("headers", {"headers": {"X Note": "a"}}),
        ("headers", {"headers": {"Bcc": "x@x.example"}}),
        ("headers", {"headers": {"Auto-Submitted": "auto-replied"}, "auto_submitted": True}),
        ("language", {"language": "en\r\nX: y"}),
        ("date", {"date": datetime(2026, 11, 3)}),
        ("attachments", {"attachments": [Part("a\r\nX: y.pdf", "application/pdf", b"")]}),
        ("attachments", {"attachments": [Part("a.pdf", "application/pdf\r\nX: y", b"")]}),
    ],
)
def test_what_would_break_a_header_is_refused_by_name(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{field}"):
        letter(**changes)


def test_date_keeps_its_zone() -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    assert b"Date: Tue, 03 Nov 2026 17:30:00 +0530\r\n" in letter(date=NOON.astimezone(there))


def test_preview_and_final_message_have_one_hash() -> None:
    links = ["https://mail.example/agree/abc?x=1&y=2", "https://mail.example/agree/abc"]
    shown = f"Agree: {LINK_PLACEHOLDER}1 or look: {LINK_PLACEHOLDER}2"
    sent = f"Agree: {links[0]} or look: {links[1]}"
    as_html = 'Agree: <a href="https://mail.example/agree/abc?x=1&amp;y=2">'
    base = {"recipients": [MARIA, IDA], "subject": "Our call"}
    preview = content_hash(**base, bodies=[shown, f'Agree: <a href="{LINK_PLACEHOLDER}1">'])
    assert content_hash(**base, bodies=[sent, as_html], links=links) == preview


def test_hash_sees_every_change_and_no_order_of_recipients() -> None:
    base: dict[str, Any] = {"recipients": [MARIA, IDA], "subject": "s", "bodies": ["a", "b"], "attachments": []}
    changed: list[dict[str, Any]] = [
        {"recipients": [MARIA]},
        {"subject": "t"},
        {"bodies": ["ab", ""]},
        {"bodies": ["a"]},
        {"attachments": [Part("a.pdf", "application/pdf", b"1")]},
        {"attachments": [Part("a.pdf", "application/pdf", b"2")]},
        {"attachments": [Part("b.pdf", "application/pdf", b"1")]},
    ]
    assert len({content_hash(**(base | change)) for change in [{}, *changed]}) == len(changed) + 1
    assert content_hash(**base) == content_hash(**(base | {"recipients": [IDA, MARIA]}))
