"""Signed links: one purpose, one version of one object, one contact. GET shows, POST decides (delivery.md)."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.keys import digest, new_token
from agency.tenancy.base import TenantModel
from clients.models import Contact
from comms.models import SignedLink


class LinkClosed(ValidationError):
    """The link has expired, was revoked, or was used."""

    def __init__(self) -> None:
        super().__init__(_("This link no longer takes an answer."))


def make(
    purpose: str, thing: TenantModel, contact: Contact, *, at: datetime, expires_at: datetime
) -> tuple[SignedLink, str]:
    """The link's row and its full address; the token itself is kept nowhere but in the mail."""
    token = new_token()
    link = SignedLink.objects.create(
        client_id=contact.client_id,
        contact=contact,
        purpose=purpose,
        object_id=thing.pk,
        token_digest=digest(token),
        shown_hash="",
        made_at=at,
        expires_at=expires_at,
    )
    return link, settings.BASE_URL + reverse("signed_link", args=[link.agency.slug, token])


def make_again(link: SignedLink) -> str:
    """The address for a reminder: another token of the same link, so that both end together."""
    token = new_token()
    link.reminder_digest = digest(token)
    link.save(update_fields=["reminder_digest"])
    return settings.BASE_URL + reverse("signed_link", args=[link.agency.slug, token])


def find(token: str) -> SignedLink | None:
    """The link of a token within the open scope, whether it is still open or not."""
    known = digest(token)
    return (
        SignedLink.objects.select_related("contact__person__user", "contact__client")
        .filter(Q(token_digest=known) | Q(reminder_digest=known))
        .first()
    )


def open_at(link: SignedLink, at: datetime) -> bool:
    return link.decided_at is None and link.revoked_at is None and link.expires_at > at


@transaction.atomic
def decide(link: SignedLink, *, at: datetime, address: str | None, agent: str) -> SignedLink:
    """Marks the link as used, with where the answer came from. Raises LinkClosed; two POSTs at once: one wins."""
    locked = SignedLink.objects.select_for_update().get(pk=link.pk)
    if not open_at(locked, at):
        raise LinkClosed
    locked.decided_at, locked.decided_from, locked.decided_with = at, address or None, agent[:300]
    locked.save(update_fields=["decided_at", "decided_from", "decided_with"])
    return locked


def revoke_all(purpose: str, thing: TenantModel, *, at: datetime) -> None:
    SignedLink.objects.filter(purpose=purpose, object_id=thing.pk, decided_at=None, revoked_at=None).update(
        revoked_at=at
    )
