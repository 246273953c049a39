"""Random keys for what is shown outside, and secret tokens with their digests.

A *key* names a row in an address: random, so that nothing can be counted or guessed from it, yet no secret.
A *token* opens something by itself: it goes out once, in a link or a header, and only its digest is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32 in lower case: i, l, o and u are left out, so that nothing read aloud is mistaken."""

KEY_LENGTH = 12
"""Twelve characters of five bits: 60 bits."""

TOKEN_BYTES = 24
"""192 bits of randomness in a token."""


def new_key() -> str:
    """A fresh random key of ``KEY_LENGTH`` characters of ``ALPHABET``."""
    bits = secrets.randbits(5 * KEY_LENGTH)
    return "".join(ALPHABET[(bits >> shift) & 31] for shift in range(0, 5 * KEY_LENGTH, 5))


def is_key(text: str) -> bool:
    """Whether something typed into an address could be a key at all."""
    return len(text) == KEY_LENGTH and set(text) <= set(ALPHABET)


def new_token() -> str:
    """A fresh secret token: 32 characters that are safe in an address, 192 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256 in 64 hexadecimal digits. Fit for random tokens only, not passwords."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two strings are equal, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def matches(token: str, stored_digest: str) -> bool:
    """Whether ``token`` is the one whose ``digest`` was stored."""
    return same(digest(token), stored_digest)
