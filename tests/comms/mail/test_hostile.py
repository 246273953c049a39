"""Input made to cost time: each takes seconds at the very worst, where a careless reader takes hours."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from comms.mail import fold, forwarded, plain
from comms.mail.parse import parse
from comms.mail.sanitise import sanitise
from tests.comms.mail.odd import mail, odd

SECONDS = 5.0
"""Of processor time. What is quadratic takes minutes at these sizes; a slow machine is not to fail."""

N = 15_000

DAEMON = {"from": "MAILER-DAEMON@x.example", "subject": "failure notice"}
HEADERS = {
    "opened words": "=?" * N,
    "half words": "=?a?q?" * N,
    "many words": "=?utf-8?q?x?= " * N,
    "many charsets": "".join(f"=?c{n}?q?x?= " for n in range(4000)),
    "quotes": '"' * N,
    "escaped quotes": '"\\' * N,
    "parentheses": "(" * N,
    "brackets": "<" * N,
    "colons": "a:" * N,
    "commas": "a," * N,
    "at signs": "a@" * N,
    "no at sign": "a" * N,
    "semicolons": ";a=" * N,
    "open parameters": ';a="' * N,
    "numbered parameters": "".join(f"; a*{n % 999}*=x" for n in range(N)),
    "percent signs": "; name*=utf-8''" + "%41" * N,
    "blanks": " " * N * 5,
    "punycode": "<a@xn--" + "9" * N + ".example>",
}
MESSAGES = {
    "headers of one letter": b"a:b\n" * N * 5,
    "continuation lines": b"Subject: x\n" + b" y\n" * N * 5,
    "lines that are no headers": b"From: a@x.example\n" + b"x\n" * N + b"Subject: y\n\n",
    "boundary lines": mail("--b\n" * N * 5, content_type="multipart/mixed; boundary=b"),
    "parts without end": mail("--b\n\nx\n" * N, content_type="multipart/mixed; boundary=b"),
    "boundaries to guess": mail("--" * N + "\n" + "--a\n" * N, content_type="multipart/mixed"),
    "nested boundaries": mail(
        "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(5000)),
        content_type="multipart/mixed; boundary=b0",
    ),
    "equals signs": mail("=" * N * 10, content_transfer_encoding="quoted-printable"),
    "soft breaks": mail("= " * N * 5, content_transfer_encoding="quoted-printable"),
    "base64 of padding": mail("A===" * N, content_transfer_encoding="base64"),
    "uuencoded nothing": mail("begin 644 x\n" + "#86%A\n" * N, content_transfer_encoding="x-uuencode"),
    "any charset": mail(bytes(range(128, 256)) * 5000),
    "flowed quotes": mail(("> " * 50 + "x \n") * 5000, content_type="text/plain; format=flowed"),
    "vacuous report": mail(
        "--b\nContent-Type: message/delivery-status\n\n" + "Final-Recipient: x\n\n" * N + "--b--\n",
        content_type="multipart/report; boundary=b",
    ),
    "report on blank lines": mail(
        "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: x\n"
        "--b\nContent-Type: message/rfc822\n\n" + "\n" * N + "x\n--b--\n",
        content_type="multipart/report; boundary=b",
    ),
    "daemon's dashes": mail("-" * N * 5, **DAEMON),
    "daemon's blank lines": mail("x" + "\n \n" * N + "x", **DAEMON),
    "boundary of blanks": mail("--" + " " * N * 20 + "x", content_type="multipart/mixed"),
}
MARKUP = {
    "divisions": "<div>" * N * 3,
    "links": "<a>x<p>" * N,
    "bold in paragraphs": "".join(f"<p><b x={n}></p>" for n in range(N)),
    "attributes": "<p " + " ".join(f"a{n}" for n in range(N * 2)) + ">",
    "comments": "<!--" * N * 3,
    "brackets": "<" * N * 10,
    "entities": "&" * N * 10,
    "tables": "<table><tr><td>" * N,
    "blank cells": "<table><tr>" + "<td> " * N * 3,
    "cells of hard blanks": "<table><tr>" + "<td>&nbsp;" * N * 2,
    "foreign cells": "<svg>" + "<td>" * N * 3,
    "lying closers": "<div></x>" * N,
    "quotes": "<blockquote>x<br>" * N,
    "lists": "<ul><li>" * N,
}
TEXTS = {
    "announcements": "On a wrote:\n" * N,
    "colons": "a:\n" * N * 2,
    "labels": "From: a\n" * N,
    "blanks": (" " * 600 + "\n") * 2000,
    "dashes": ("-" * 600 + "\n") * 2000,
    "addresses": ("x@" * 300 + ":\n") * 1000,
    "times": ("1:11" * 150 + ":\n") * 1000,
    "quotes": "> a\n" * N * 3,
    "danish": ("Den " + "skrev " * 30 + "\n") * 3000,
    "french": ("Le " + "a écrit " * 20 + "\n") * 2000,
    "one line": "On " * N * 5,
}


def measured(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("value", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("field", ["subject", "from", "content_type"])
def test_headers_made_to_cost_time(field: str, value: str) -> None:
    raw = mail("x", **{field: value})
    assert measured(lambda: parse(raw)) < SECONDS


@pytest.mark.parametrize("raw", MESSAGES.values(), ids=MESSAGES)
def test_messages_made_to_cost_time(raw: bytes) -> None:
    assert measured(lambda: parse(raw)) < SECONDS
    assert "unreadable" not in parse(raw).problems


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_markup_made_to_cost_time(markup: str) -> None:
    assert measured(lambda: sanitise(markup, {}.get)) < SECONDS
    assert measured(lambda: plain.from_html(markup)) < SECONDS


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_made_to_cost_time(text: str) -> None:
    assert measured(lambda: fold.split(text)) < SECONDS


def test_forwarded_text_made_to_cost_time() -> None:
    parsed = parse(mail("From: a@x.example\n" * N * 2, subject="Fwd: x"))
    assert measured(lambda: forwarded.original(parsed)) < SECONDS


def test_hostile_messages_keep_all_their_text() -> None:
    many = odd("many", MESSAGES["parts without end"])
    parsed = parse(many.raw)
    kept = parsed.text.count("x") + sum(part.data.count(b"\nx") for part in parsed.attachments)
    assert kept == N
