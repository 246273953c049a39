"""Authentication-Results: what servers write, and what senders write in the hope that servers repeat it."""

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail.authentication import Result, Results, read, vouched

OURS = "northlight.example"
GMAIL = (
    "mx.google.com; dkim=pass header.i=@northlight.example header.s=s1 header.b=aB3/x+Q=; "
    "spf=pass (google.com: domain of ida@northlight.example designates 192.0.2.1 as permitted sender) "
    "smtp.mailfrom=ida@northlight.example; dmarc=pass (p=QUARANTINE sp=NONE dis=NONE) header.from=northlight.example"
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=northlight.example; dkim=pass (signature was verified) "
    "header.d=northlight.example;dmarc=pass action=none header.from=northlight.example;compauth=pass reason=100"
)


@pytest.mark.parametrize(
    "header",
    [
        GMAIL,
        MICROSOFT,
        "mx.example; dmarc=pass",
        "mx.example 1; DMARC=Pass header.from=NorthLight.Example",
        'mx.example; dmarc = pass reason="all; is (well)" header.from="northlight.example"',
        "mx.example; (1) dmarc (of all) = (well) pass (a (nested \\) one); dmarc=fail) header.from=northlight.example;",
        "mx.example; dkim=pass header.d=northlight.example",
        "mx.example; dkim/1=pass header.i=@mail.northlight.example",
        "mx.example; spf=pass smtp.mailfrom=bounce+1=a@bounce.northlight.example; dkim=fail header.d=else.example",
        "mx.example; dmarc=none header.from=northlight.example; dkim=pass header.d=northlight.example.",
        "mx.example; dkim=pass header.d=else.example; dkim=pass header.d=northlight.example",
    ],
)
def test_a_server_vouches(header: str) -> None:
    assert vouched(header, OURS) is True


@pytest.mark.parametrize(
    "header",
    [
        "mx.example; spf=pass smtp.mailfrom=evil.com; dmarc=none header.from=northlight.example",
        "mx.example; spf=pass smtp.mailfrom=dmarc=pass@evil.com; dmarc=fail",
        'mx.example; spf=pass smtp.mailfrom="x; dmarc=pass"@evil.com',
        'mx.example; spf=pass smtp.mailfrom="x\\"; dmarc=pass; \\""@evil.com',
        "mx.example; spf=pass (domain of dmarc=pass@evil.com; dmarc=pass) smtp.mailfrom=evil.com",
        'mx.example; spf=pass (domain of "x); dmarc=pass; (y"@evil.com) smtp.mailfrom=evil.com',
        "mx.example; spf=pass smtp.mailfrom=x; dmarc=pass@evil.com",
        "mx.example; spf=pass smtp.mailfrom=x; dmarc=pass; y@evil.com",
        "mx.example; spf=pass smtp.mailfrom=evil.com@northlight.example.evil.com",
        "mx.example; spf=pass smtp.mailfrom=evilnorthlight.example",
        "mx.example; spf=pass smtp.helo=northlight.example",
        "mx.example; dkim=pass header.d=example",
        "mx.example; dkim=pass header.d=evil.com header.i=@northlight.example",
        "mx.example; dkim=pass",
        "mx.example; dmarc=pass header.from=evil.com",
        "mx.example; dmarc=pass header.from=northlight.example; dmarc=fail",
        "mx.example; dmarc=passed",
        "mx.example; dmarc=pass (no end",
        'mx.example; dmarc=pass reason="no end',
        "mx.example; x.dmarc=pass",
        "mx.example; none",
        "dmarc=pass@evil.com",
        "",
    ],
)
def test_no_server_vouches(header: str) -> None:
    assert vouched(header, OURS) is not True


@pytest.mark.parametrize("domain", ["", "com", "example"])
def test_nothing_is_vouched_for_without_a_domain(domain: str) -> None:
    assert vouched(f"mx.example; dkim=pass header.d={domain}", domain) is not True


def test_domains_in_other_scripts() -> None:
    assert vouched("mx.example; dkim=pass header.d=xn--bcher-kva.example", "bücher.example") is True


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ("mx.example; dmarc=fail; dkim=pass header.d=northlight.example", False),
        ("mx.example; spf=fail; dkim=fail", False),
        ("mx.example; spf=pass smtp.mailfrom=x;y@evil.com; dmarc=fail", False),
        ("mx.example; spf=softfail", None),
        ("mx.example; spf=fail; dkim=pass header.d=else.example", None),
        ("mx.example; none", None),
    ],
)
def test_false_is_said_only_where_a_server_says_it(header: str, verdict: bool | None) -> None:
    assert vouched(header, OURS) is verdict


def test_it_is_taken_apart() -> None:
    assert read('mx 1; spf=pass (a) smtp.mailfrom="a b"@c.example action=none; dkim=none;') == Results(
        (
            Result("spf", "pass", (("smtp.mailfrom", "a b@c.example"), ("action", "none"))),
            Result("dkim", "none"),
        )
    )


# --- hostile values ---------------------------------------------------------------------------------------------------
PIECES = ["dmarc=pass", "spf=pass", "dkim=pass", "header.from=", "header.d=", "smtp.mailfrom=", "none", "; ", OURS]
WORDS = st.lists(st.sampled_from([*PIECES, *'@ ;()"\\=x1/\té']), max_size=25).map("".join)
HOSTILE = st.one_of(WORDS, st.text(max_size=60))


@settings(max_examples=400, deadline=None)
@given(HOSTILE)
def test_any_header_is_read(text: str) -> None:
    assert vouched(text, OURS) in (True, False, None)


@settings(max_examples=400, deadline=None)
@given(HOSTILE)
def test_what_a_server_quotes_vouches_for_nobody(text: str) -> None:
    """The envelope's local part is the sender's text; in quotes, as a server must write it, it says nothing."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for header in (
        f"mx.example; spf=pass smtp.mailfrom={quoted}@evil.com; dkim=none",
        f"mx.example; dkim=none reason={quoted}; spf=pass smtp.mailfrom=evil.com",
    ):
        assert vouched(header, OURS) is not True


@settings(max_examples=400, deadline=None)
@given(HOSTILE)
def test_what_a_server_says_in_a_comment_vouches_for_nobody(text: str) -> None:
    comment = "".join("\\" + sign if sign in "()\\" else sign for sign in text)
    assert vouched(f"mx.example; spf=pass (domain of {comment}) smtp.mailfrom=evil.com", OURS) is not True


@settings(max_examples=400, deadline=None)
@given(HOSTILE)
def test_a_verdict_of_dmarc_is_not_talked_away(text: str) -> None:
    """Even a server that repeats the sender's text without any quotes: its own 'fail' is never outweighed."""
    assert vouched(f"mx.example; spf=pass smtp.mailfrom={text}@evil.com; dmarc=fail", OURS) is not True
