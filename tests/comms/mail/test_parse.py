"""Reading one message: the ordinary case in full. Odd messages are in the corpus."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime

from comms.mail.parse import Mailbox, Parsed, fingerprint, parse

LETTER = b"""\
Return-Path: <maria.nair@harbour.example>
Delivered-To: reply+k3m9x2v7pq4t.abcd@mail.example
From: Maria Nair <maria.nair@harbour.example>
To: "Brandt, Ida" <ida@northlight.example>, team@northlight.example
Cc: Tom Okafor <tom@harbour.example>
Reply-To: maria@harbour.example
Subject: =?utf-8?Q?Die_neue_Seite=3A_geht_das_fr=C3=BCher=3F?=
Date: Mon, 2 Nov 2026 10:00:00 +0100
Message-ID: <1@harbour.example>
In-Reply-To: <0@northlight.example>
References: <a@northlight.example> <0@northlight.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

Could the page go live on the 10th?

On Sun, 1 Nov 2026 at 18:00, Ida Brandt <ida@northlight.example> wrote:
> It goes live on the 12th.
--inner
Content-Type: text/html; charset=utf-8

<p>Could the page go live on the 10th?</p>
--inner--
--outer
Content-Type: application/pdf; name="wording.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment

JVBERi0=
--outer--
"""


def test_every_field_of_an_ordinary_letter() -> None:
    letter = parse(LETTER)
    assert letter.message_id == "<1@harbour.example>"
    assert letter.in_reply_to == "<0@northlight.example>"
    assert letter.references == ("<a@northlight.example>", "<0@northlight.example>")
    assert letter.subject == "Die neue Seite: geht das früher?"
    assert letter.sender == Mailbox("Maria Nair", "maria.nair@harbour.example")
    assert letter.to == (Mailbox("Brandt, Ida", "ida@northlight.example"), Mailbox("", "team@northlight.example"))
    assert letter.cc == (Mailbox("Tom Okafor", "tom@harbour.example"),)
    assert letter.reply_to == (Mailbox("", "maria@harbour.example"),)
    assert letter.envelope == ("reply+k3m9x2v7pq4t.abcd@mail.example",)
    assert letter.return_path == "maria.nair@harbour.example"
    assert letter.date == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert letter.new_text == "Could the page go live on the 10th?"
    assert letter.quoted_text.endswith("> It goes live on the 12th.")
    assert letter.html == "<p>Could the page go live on the 10th?</p>"
    assert [(part.name, part.content_type, part.data) for part in letter.attachments] == [
        ("wording.pdf", "application/pdf", b"%PDF-")
    ]
    assert (letter.kind, letter.problems) == ("message", ())
    assert letter.header("message-id") == "<1@harbour.example>"


def test_fingerprint_survives_another_route() -> None:
    again = b"Received: from relay.example by mx.example; Mon, 2 Nov 2026\r\n" + LETTER.replace(b"\n", b"\r\n")
    assert fingerprint(parse(LETTER), LETTER) == fingerprint(parse(again), again)


def test_fingerprint_differs_with_sender_date_subject_body_or_attachment() -> None:
    seen = {fingerprint(parse(LETTER), LETTER)}
    for old, new in ((b"maria.nair@", b"m@"), (b"10:00:00", b"10:00:01"), (b"neue_", b"alte_"), (b"10th", b"11th")):
        changed = LETTER.replace(old, new)
        seen.add(fingerprint(parse(changed), changed))
    changed = LETTER.replace(b"JVBERi0=", b"JVBERi0x")
    seen.add(fingerprint(parse(changed), changed))
    assert len(seen) == 6


def test_nameless_undated_messages_are_alike_only_when_their_bytes_are() -> None:
    bare = b"From: maria@harbour.example\n\nok\n"
    later = b"Received: from relay.example; Tue, 3 Nov 2026\n" + bare
    assert fingerprint(parse(bare), bare) == fingerprint(parse(bare), bare)
    assert fingerprint(parse(bare), bare) != fingerprint(parse(later), later)


def test_bytes_as_a_database_gives_them() -> None:
    assert parse(memoryview(LETTER)) == parse(LETTER)
    assert parse(LETTER).all_headers("received") == []


def test_message_that_defeats_the_reader_comes_back_whole() -> None:
    """Near the end of the stack reading fails, as it would on input that nobody foresaw; the bytes are kept."""
    letter = next(parsed for parsed in map(parsed_with_room_for, range(120, 0, -1)) if parsed.problems)
    assert letter.problems == ("unreadable",)
    assert letter.attachments[0].data == LETTER
    assert letter.new_text == letter.text == LETTER.decode()
    assert len(fingerprint(letter, LETTER)) == 64


def parsed_with_room_for(frames: int) -> Parsed:
    depth = 0
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        depth += 1
    return below(sys.getrecursionlimit() - depth - frames, lambda: parse(LETTER))


def below(frames: int, work: Callable[[], Parsed]) -> Parsed:
    return work() if frames <= 0 else below(frames - 1, work)
