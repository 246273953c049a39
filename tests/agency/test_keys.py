"""Random keys and tokens: long enough, legible, and compared without telling how far they agree."""

import hashlib
import string

import pytest

from agency.keys import ALPHABET, KEY_LENGTH, digest, is_key, matches, new_key, new_token, same


def test_a_key_is_twelve_legible_characters() -> None:
    keys = [new_key() for _each in range(2000)]
    assert {len(key) for key in keys} == {KEY_LENGTH} == {12}
    assert set("".join(keys)) == set(ALPHABET)
    assert len(set(keys)) == len(keys)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("ilou" + string.ascii_uppercase)


def test_a_token_holds_at_least_128_bits_and_fits_an_address() -> None:
    tokens = {new_token() for _each in range(500)}
    assert len(tokens) == 500
    assert all(len(token) * 6 >= 128 for token in tokens)
    assert set("".join(tokens)) <= set(string.ascii_letters + string.digits + "-_")


def test_only_the_digest_of_a_token_is_needed_to_know_it_again() -> None:
    token = new_token()
    stored = digest(token)
    assert stored == hashlib.sha256(token.encode()).hexdigest()
    assert matches(token, stored)
    assert not matches(new_token(), stored)
    assert not matches(token, stored.upper())


def test_comparing_takes_any_text() -> None:
    assert same("Grüße", "Grüße")
    assert not same("Grüße", "Grüsse")
    assert not matches("\ud800", digest(""))


@pytest.mark.parametrize("text", ["", "short", "a" * 13, "ABCDEFGHJKMN", "abc\0efghjkmn", "abcdefghijkl"])
def test_what_cannot_be_a_key(text: str) -> None:
    assert not is_key(text)
    assert is_key(new_key())
