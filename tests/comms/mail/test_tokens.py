"""Signed addresses and Message-IDs: round trips, forgeries, and what mail servers do to them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, strategies as st

from comms.mail import tokens

SECRET = "a secret of the tests"
keys = st.text(string.ascii_lowercase + string.digits + "_-", min_size=1, max_size=26)
slugs = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=40)


@given(slugs, keys)
def test_reply_address_round_trip_whatever_happens_to_its_case(slug: str, key: str) -> None:
    address = tokens.reply_address(slug, key, "reply@mail.example", SECRET)
    assert len(address.rpartition("@")[0]) <= tokens.LOCAL_PART_LIMIT
    assert address == address.lower()
    for seen in (address, address.upper(), f"Northlight <{address}>", f" <{address.title()}> "):
        assert tokens.read(seen, SECRET) == key
        assert tokens.read(seen, SECRET, agency_slug=slug) == key


@given(slugs, keys)
def test_one_purpose_does_not_open_another(slug: str, key: str) -> None:
    reply = tokens.reply_address(slug, key, "reply@mail.example", SECRET)
    bounce = tokens.bounce_address(slug, key, "mail.example", SECRET)
    assert tokens.read_bounce(bounce, SECRET) == key
    assert tokens.read_bounce(reply, SECRET) is None
    assert tokens.read(bounce, SECRET) is None


@given(slugs, slugs, keys)
def test_token_of_one_agency_is_not_anothers(ours: str, theirs: str, key: str) -> None:
    address = tokens.reply_address(ours, key, "reply@mail.example", SECRET)
    assert tokens.read(address, SECRET, agency_slug=theirs) == (key if ours == theirs else None)


@given(keys, st.integers(0, 60), st.sampled_from(string.ascii_lowercase + string.digits))
def test_any_change_of_a_token_is_noticed(key: str, place: int, letter: str) -> None:
    local, _, domain = tokens.reply_address("northlight", key, "reply@mail.example", SECRET).partition("@")
    start = len("reply+")
    place = start + place % (len(local) - start)
    changed = local[:place] + letter + local[place + 1 :]
    assert (tokens.read(f"{changed}@{domain}", SECRET) == key) == (changed == local)


def test_other_secret_reads_nothing() -> None:
    address = tokens.reply_address("northlight", "k3m9x2v7pq4t", "reply@mail.example", SECRET)
    assert tokens.read(address, "another secret") is None
    assert tokens.read_message_id(tokens.message_id("n", "ack:1", "mail.example", SECRET), "another secret") is None


@given(st.text(max_size=200))
def test_anything_may_be_read(value: str) -> None:
    assert tokens.read(value, SECRET) is None
    assert tokens.read_bounce(value, SECRET) is None
    assert tokens.read_message_id(value, SECRET) is None


def test_the_agencys_own_mailbox_can_carry_the_token() -> None:
    address = tokens.reply_address("northlight", "k3m9x2v7pq4t", "ida.brandt@northlight.example", SECRET)
    assert address.startswith("ida.brandt+k3m9x2v7pq4t.")
    assert tokens.read(address, SECRET) == "k3m9x2v7pq4t"


def test_mailbox_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mailbox: .* 60 fit"):
        tokens.reply_address("northlight", "k3m9x2v7pq4t", "the-longest-mailbox-of-them-all@m.example", SECRET)


@pytest.mark.parametrize("key", ["", "Mixed", "with space", "dot.ted", "ключ", "a" * 41, "line\nbreak"])
def test_key_that_would_not_survive_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"^key:"):
        tokens.sign("northlight", key, SECRET)


@given(slugs, st.text(min_size=1, max_size=25))
def test_message_id_is_constant_and_leads_back(slug: str, purpose_key: str) -> None:
    first = tokens.message_id(slug, purpose_key, "mail.example", SECRET)
    assert first == tokens.message_id(slug, purpose_key, "mail.example", SECRET)
    assert first.isascii()
    assert first.startswith("<")
    assert first.endswith("@mail.example>")
    for seen in (first, first.upper(), first.strip("<>"), f"  {first}\r\n"):
        assert tokens.read_message_id(seen, SECRET) == purpose_key
    assert tokens.read_message_id(first, SECRET, agency_slug=slug) == purpose_key
    assert tokens.read_message_id(first, SECRET, agency_slug=slug + "x") is None


def test_purpose_keys_of_delivery_fit() -> None:
    for key in ("ack:k3m9x2v7pq4t:1:k3m9x2v7pq4t", "report:k3m9x2v7pq4t:2026-10:r1:k3m9x2v7pq4t"):
        assert len(tokens.message_id("northlight", key, "mail.northlight.example", SECRET)) < 140


def test_purpose_key_too_long_or_empty_is_refused() -> None:
    for key in ("", "x" * 150):
        with pytest.raises(ValueError, match=r"^purpose_key:"):
            tokens.message_id("northlight", key, "mail.example", SECRET)
