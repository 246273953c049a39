"""Signed names in mail addresses and Message-IDs, by which an answer or a bounce finds its way back.

Everything here is lower-case base32, since mail servers may change the case of what they carry, and is signed,
so that nobody can write into a thread by guessing. A signature holds for one purpose, one agency and one key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from typing import Final, Literal

Purpose = Literal["reply", "bounce", "message-id", "question", "meeting", "summary"]

LOCAL_PART_LIMIT: Final = 60
"""Characters before the @; RFC 5321 allows 64, and some servers count the quotes."""

MESSAGE_ID_LIMIT: Final = 250
"""Characters of a whole Message-ID of ours, angle brackets included."""

_TAG = 4
_MAC = 16
_KEY = re.compile(r"[a-z0-9_-]{1,40}")
_TOKEN = re.compile(rf"([a-z0-9_-]{{1,40}})\.([a-z2-7]{{{_TAG + _MAC}}})")
_MESSAGE_ID = re.compile(rf"([a-z2-7]{{2,240}})\.([a-z2-7]{{{_TAG + _MAC}}})@[^@\s<>]{{1,250}}")


def sign(agency_slug: str, key: str, secret: str, *, purpose: Purpose = "reply") -> str:
    """The part of an address after the plus sign: ``<key>.<signature>``, 20 characters longer than the key and a dot.

    Raises ValueError when the key has anything but lower-case letters, digits, hyphen and underscore.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("key: only a-z, 0-9, hyphen and underscore survive in a mail address, at most 40 of them")
    return f"{key}.{_signature(agency_slug, key, secret, purpose)}"


def read(address: str, secret: str, *, agency_slug: str | None = None, purpose: Purpose = "reply") -> str | None:
    """The key in a signed address, or None when there is no token or its signature is not ours.

    Takes a bare address, one in angle brackets, or one with a name; case does not matter. With ``agency_slug``
    the token must have been signed for that agency.
    """
    local = address.rpartition("<")[2].partition(">")[0].strip().rpartition("@")[0]
    found = _TOKEN.fullmatch(local.rpartition("+")[2].lower())
    if not found:
        return None
    key, signature = found.groups()
    return key if _is_ours(signature, agency_slug, key, secret, purpose) else None


def reply_address(agency_slug: str, request_key: str, mailbox: str, secret: str) -> str:
    """Where an answer to this request comes in: ``mailbox`` with the token behind a plus sign.

    ``mailbox`` is ``reply@mail.example`` or any other of the agency's. Raises ValueError when too long.
    """
    return _plus(mailbox, sign(agency_slug, request_key, secret))


def bounce_address(agency_slug: str, message_key: str, domain: str, secret: str) -> str:
    """The return path of one outgoing message (VERP): what comes there speaks of that message alone."""
    return _plus(f"bounce@{domain}", sign(agency_slug, message_key, secret, purpose="bounce"))


def read_bounce(address: str, secret: str, *, agency_slug: str | None = None) -> str | None:
    """The outgoing message's key in a return path of ours, or None."""
    return read(address, secret, agency_slug=agency_slug, purpose="bounce")


def question_address(agency_slug: str, question_key: str, mailbox: str, secret: str) -> str:
    """Where an expert's answer to this question comes in. Raises ValueError when too long."""
    return _plus(mailbox, sign(agency_slug, question_key, secret, purpose="question"))


def read_question(address: str, secret: str, *, agency_slug: str | None = None) -> str | None:
    """The question's key in an address of ours that was given to an expert, or None."""
    return read(address, secret, agency_slug=agency_slug, purpose="question")


def meeting_address(agency_slug: str, meeting_key: str, mailbox: str, secret: str) -> str:
    """Where calendars answer an invitation to this meeting. Raises ValueError when too long."""
    return _plus(mailbox, sign(agency_slug, meeting_key, secret, purpose="meeting"))


def read_meeting(address: str, secret: str, *, agency_slug: str | None = None) -> str | None:
    """The meeting's key in an address of ours that stood in an invitation, or None."""
    return read(address, secret, agency_slug=agency_slug, purpose="meeting")


def summary_address(agency_slug: str, copy_key: str, mailbox: str, secret: str) -> str:
    """Where an answer to one contact's copy of a summary comes in. Raises ValueError when too long."""
    return _plus(mailbox, sign(agency_slug, copy_key, secret, purpose="summary"))


def read_summary(address: str, secret: str, *, agency_slug: str | None = None) -> str | None:
    """The key of a contact's copy of a summary in an address of ours, or None."""
    return read(address, secret, agency_slug=agency_slug, purpose="summary")


def message_id(agency_slug: str, purpose_key: str, domain: str, secret: str) -> str:
    """The one Message-ID of a message, in angle brackets: the same for the same purpose key, for ever.

    The purpose key can be read back from it, so it must hold nothing that a recipient may not know.
    Raises ValueError when the whole would be longer than ``MESSAGE_ID_LIMIT``.
    """
    name = base64.b32encode(purpose_key.encode()).decode().rstrip("=").lower()
    whole = f"<{name}.{_signature(agency_slug, purpose_key, secret, 'message-id')}@{domain}>"
    if not purpose_key or len(whole) > MESSAGE_ID_LIMIT:
        raise ValueError(f"purpose_key: empty, or too long for a Message-ID of {MESSAGE_ID_LIMIT} characters")
    return whole


def read_message_id(value: str, secret: str, *, agency_slug: str | None = None) -> str | None:
    """The purpose key in a Message-ID of ours, or None when it is not ours (or not that agency's)."""
    found = _MESSAGE_ID.fullmatch(value.strip().strip("<>").lower())
    if not found:
        return None
    name, signature = found.groups()
    try:
        purpose_key = base64.b32decode(name.upper() + "=" * (-len(name) % 8)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return purpose_key if _is_ours(signature, agency_slug, purpose_key, secret, "message-id") else None


def _plus(mailbox: str, token: str) -> str:
    local, _, domain = mailbox.rpartition("@")
    signed = f"{local}+{token}"
    if len(signed) > LOCAL_PART_LIMIT:
        raise ValueError(f"mailbox: with its token {len(signed)} characters before the @, {LOCAL_PART_LIMIT} fit")
    return f"{signed}@{domain}"


def _signature(agency_slug: str, key: str, secret: str, purpose: Purpose) -> str:
    tag = _agency_tag(agency_slug, secret)
    return tag + _mac(tag, key, secret, purpose)


def _is_ours(signature: str, agency_slug: str | None, key: str, secret: str, purpose: Purpose) -> bool:
    tag, mac = signature[:_TAG], signature[_TAG:]
    expected = tag if agency_slug is None else _agency_tag(agency_slug, secret)
    genuine = hmac.compare_digest(mac, _mac(tag, key, secret, purpose))
    return hmac.compare_digest(tag, expected) and genuine


def _agency_tag(agency_slug: str, secret: str) -> str:
    return _base32_hmac(secret, "agency", agency_slug)[:_TAG]


def _mac(tag: str, key: str, secret: str, purpose: Purpose) -> str:
    return _base32_hmac(secret, purpose, tag, key)[:_MAC]


def _base32_hmac(secret: str, *words: str) -> str:
    message = "\0".join(("rapport mail", *words)).encode("utf-8", "surrogatepass")
    return base64.b32encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode().lower()
