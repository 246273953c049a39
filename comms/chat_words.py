"""A message that a program brings from a chat channel: its JSON, read and checked, and the signature it carries."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from agency.keys import same

LARGEST = 64 * 1024
"""Bytes of a message."""
LONGEST_TEXT = 20_000
OLDEST = timedelta(minutes=5)
"""How far the time in a signature may lie from ours: what was overheard cannot be sent again later."""
SIGNATURE = "X-Rapport-Signature"


@dataclass(frozen=True, slots=True)
class Said:
    """`id` and `thread` as the service calls them; without a thread, it goes on with what is open."""

    id: str
    text: str
    name: str = ""
    email: str = ""
    thread: str = ""


def sign(secret: str, body: bytes, at: datetime) -> str:
    """The header's value: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hexadecimal>`."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={_mac(secret, moment, body)}"


def is_signed(header: str, secret: str, body: bytes, now: datetime) -> bool:
    """Whether the header was made with this secret for this body, not long ago."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(","))
    moment = parts.get("t", "")
    if not secret or not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return False
    is_fresh = abs(now.timestamp() - int(moment)) <= OLDEST.total_seconds()
    return same(parts.get("v1", ""), _mac(secret, moment, body)) and is_fresh


def read(body: bytes) -> Said:
    """Raises ValidationError, with the field that is wrong."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValidationError({"body": _("A JSON object is expected.")})
    author = found.get("author")
    if author is not None and not isinstance(author, dict):
        raise ValidationError({"author": _("An object with a name and an e-mail address is expected.")})
    said = Said(
        id=_words(found, "id", 200, needed=True),
        text=_words(found, "text", LONGEST_TEXT, needed=True),
        thread=_words(found, "thread", 200),
        name=_words(author or {}, "name", 120),
        email=_words(author or {}, "email", 320),
    )
    if said.email:
        try:
            validate_email(said.email)
        except ValidationError as wrong:
            raise ValidationError({"email": wrong.messages}) from None
    return said


def _words(found: dict[str, Any], name: str, longest: int, *, needed: bool = False) -> str:
    """What is no character in any text, such as half a surrogate pair, becomes the sign that says so."""
    value = found.get(name)
    if value is None or value == "":
        if needed:
            raise ValidationError({name: _("This is needed.")})
        return ""
    if not isinstance(value, str):
        raise ValidationError({name: _("Text is expected.")})
    if len(value) > longest:
        raise ValidationError({name: _("This is longer than %(count)s characters.") % {"count": longest}})
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode().strip() or _emptied(name, needed=needed)


def _emptied(name: str, *, needed: bool) -> str:
    if needed:
        raise ValidationError({name: _("This is needed.")})
    return ""


def _mac(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
