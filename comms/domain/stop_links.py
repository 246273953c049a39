"""Links that end what is sent regularly, and the header that shows them (RFC 2369, RFC 8058)."""

from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from agency.models import Agency, Membership
from clients.models import Contact

SALT = "comms.stop_links"


class Kind(StrEnum):
    REPORTS = "reports"
    NOTICES = "notices"


def headers(kind: Kind, reader: Contact | Membership) -> dict[str, str]:
    """What the mail says, so that the reader's program shows a button. Both fields must be under the DKIM signature."""
    return {
        "List-Unsubscribe": f"<{address(kind, reader)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address(kind: Kind, reader: Contact | Membership) -> str:
    """It holds for one kind and one reader, shows nothing about them, and does not expire: an old mail can be ended."""
    agency: Agency = reader.agency
    return settings.BASE_URL + reverse("unsubscribe", args=[agency.slug, signed(agency, kind, reader.key)])


def signed(agency: Agency, kind: Kind, key: str) -> str:
    signer = signing.Signer(salt=f"{SALT}:{agency.slug}", sep=".")
    return signer.sign(f"{kind.value}.{key}")
