"""Passwords of mailboxes, encrypted with RAPPORT_FIELD_KEY: what lies in the database opens nothing by itself."""

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The secret was sealed with another key, or is none."""


def seal(secret: str) -> bytes:
    return Fernet(settings.FIELD_KEY).encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """Raises Unreadable when RAPPORT_FIELD_KEY was changed since."""
    try:
        return Fernet(settings.FIELD_KEY).decrypt(bytes(sealed)).decode()
    except (InvalidToken, ValueError) as reason:
        raise Unreadable from reason
