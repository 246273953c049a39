"""Every odd message is read, and what can be known of it is known. Nothing that is read ever raises."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail import bodies
from comms.mail.parse import Parsed, Part, fingerprint, parse
from comms.mail.sanitise import sanitise
from tests.comms.mail.corpus import CORPUS
from tests.comms.mail.facts import FACTS, HOLDS, is_clean
from tests.comms.mail.odd import Odd

SMALL = [message.raw for message in CORPUS if len(message.raw) < 20_000]


@pytest.mark.parametrize("message", CORPUS, ids=lambda message: message.name)
def test_odd_message(message: Odd) -> None:
    parsed = parse(message.raw)
    assert "unreadable" not in parsed.problems
    assert_sound(parsed, message.raw)
    for name, expected in message.facts.items():
        if name in HOLDS:
            assert HOLDS[name](parsed, expected), (name, expected, parsed.problems)
        else:
            assert FACTS[name](parsed) == expected, name


def test_names_are_unique_and_there_are_many() -> None:
    assert len({message.name for message in CORPUS}) == len(CORPUS) >= 150


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert_sound(parse(raw), raw)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(SMALL), st.randoms(use_true_random=False))
def test_damaged_messages_are_read(raw: bytes, chance: random.Random) -> None:
    damaged = damage(raw, chance)
    parsed = parse(damaged)
    assert "unreadable" not in parsed.problems
    assert_sound(parsed, damaged)


def damage(raw: bytes, chance: random.Random) -> bytes:
    """Cuts, repeats, swaps lines, and throws in bytes that parsers stumble over."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([1, 3, 40, 400]))
        piece = bytes(data[start:end])
        other = chance.choice(SMALL)
        cut = chance.randint(0, len(other))
        data[start:end] = chance.choice(
            [
                b"",
                piece * 2,
                b"\x00",
                b"\r\n\r\n",
                b"=?utf-8?B?",
                b'"',
                b"\n--b1\n",
                b"\xff\xfe",
                b"(",
                other[cut : cut + 60],
                b"\n ",
            ]
        )
    return bytes(data)


def assert_sound(parsed: Parsed, raw: bytes) -> None:
    """What holds for every message: strings that can be stored, safe names, no line lost between new and quoted."""
    headers = [value for pair in parsed.headers for value in pair]
    boxes = [parsed.sender, *parsed.to, *parsed.cc, *parsed.reply_to]
    single = [parsed.subject, parsed.message_id, parsed.in_reply_to, *parsed.references, *headers, *parsed.envelope]
    single += [text for box in boxes for text in (box.name, box.address)]
    assert all(is_clean(value) and "\n" not in value for value in single)
    assert all(is_clean(text) for text in (parsed.text, parsed.html, parsed.new_text, parsed.quoted_text))
    assert all(len(box.address) <= 320 for box in boxes)
    assert len(parsed.message_id) <= 250
    together = sorted(line for line in f"{parsed.new_text}\n{parsed.quoted_text}".split("\n") if line.strip())
    assert together == sorted(line for line in parsed.text.split("\n") if line.strip())
    for part in parsed.attachments:
        assert_safe(part)
    assert len(fingerprint(parsed, raw)) == 64
    assert parse(raw) == parsed
    sanitise(parsed.html, {}.get)


def assert_safe(part: Part) -> None:
    assert 0 < len(part.name) <= bodies.NAME_LIMIT
    assert not set(part.name) & set('/\\<>:"|?*\x00\n\r')
    assert not part.name.startswith(".")
    assert is_clean(part.content_type + part.content_id)
