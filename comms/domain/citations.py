"""Quoting to a contact what was agreed or written: dated, with a link that shows it to them and to nobody else."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import digest, new_token
from agency.models import Membership
from agency.search.words import asked, normal
from clients.domain.changes import lock
from clients.models import Contact
from clients.profile import effective_profile
from comms import quotable, quoting
from comms.models import Citation, Interaction, Request
from comms.quotable import Quotable

HOLDS = timedelta(days=365)
"""How long a link shows what was quoted."""
_TOKEN = re.compile(r"/quoted/([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")
MOST_IN_A_MESSAGE = 50


class NotQuotable(ValidationError):
    """A draft, a note among us, another's mail, or something that is not there."""

    def __init__(self) -> None:
        super().__init__({"thing": _("This cannot be quoted to them.")}, code="not_quotable")


@transaction.atomic
def cite(
    contact: Contact,
    kind: str,
    object_id: int,
    *,
    by: Membership,
    at: datetime,
    words: str = "",
    request: Request | None = None,
) -> tuple[Citation, str]:
    """The citation, and the text to put into a letter: in the contact's language, with its day and its link. Of what is
    quoted the line is taken that holds most of the `words`. Raises NotQuotable.
    """
    thing = quotable.read_to(contact, kind, object_id, at) if kind in quotable.READERS else None
    if thing is None or not thing.text.strip():
        raise NotQuotable
    passage, token = quoting.passage(thing.text, asked(normal(words))), new_token()
    citation = Citation.objects.create(
        client_id=contact.client_id,
        contact=contact,
        request=request,
        member=by,
        kind=kind,
        object_id=object_id,
        words=passage,
        made_at=at,
        token_digest=digest(token),
        expires_at=at + HOLDS,
    )
    record("citation.made", citation, by=by, at=at, kind=kind, object=thing.key)
    link = settings.BASE_URL + reverse("citation_link", args=[citation.agency.slug, token])
    return citation, _told(thing, passage, link, contact)


def _told(thing: Quotable, passage: str, link: str, contact: Contact) -> str:
    """'On Tuesday 3 November we agreed on the call: “…”' with what became of it, and the link beneath."""
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        said = _("%(lead)s: “%(words)s”") % {"lead": thing.lead, "words": passage}
        after = f" ({thing.afterwards})" if thing.afterwards else ""
    return f"{said}{after}\n{link}"


@transaction.atomic
def left_with(interaction: Interaction, *, by: Membership, at: datetime) -> None:
    """The citations whose links stand in a message are quoted with it; one that was taken back was not."""
    tokens = _TOKEN.findall(interaction.text)[:MOST_IN_A_MESSAGE]
    if not tokens:
        return
    unsent = Q(interaction=None) | Q(interaction__withdrawn_at__isnull=False)
    digests = [digest(token) for token in tokens]
    rows = Citation.objects.filter(unsent, token_digest__in=digests, client=interaction.client_id)
    for citation in rows.order_by("pk"):
        citation.interaction = interaction
        citation.save(update_fields=["interaction"])
        record("citation.sent", citation, by=by, at=at, kind=citation.kind, interaction=interaction.key)


@transaction.atomic
def revoke(citation: Citation, *, by: Membership, at: datetime) -> Citation:
    """From now on the link shows nothing. What was quoted stands in the message all the same."""
    citation = lock(citation)
    if citation.revoked_at is None:
        citation.revoked_at = at
        citation.save(update_fields=["revoked_at"])
        record("citation.revoked", citation, by=by, at=at)
    return citation


@transaction.atomic
def restore(citation: Citation, *, by: Membership, at: datetime) -> Citation:
    """Undo."""
    citation = lock(citation)
    if citation.revoked_at is not None:
        citation.revoked_at = None
        citation.save(update_fields=["revoked_at"])
        record("citation.restored", citation, by=by, at=at)
    return citation


def find(token: str) -> Citation | None:
    """Of the open scope, whether it still shows anything or not."""
    rows = Citation.objects.select_related("contact__person__user", "contact__client", "member__user")
    return rows.filter(token_digest=digest(token)).first()


def open_at(citation: Citation, at: datetime) -> bool:
    return citation.revoked_at is None and citation.expires_at > at
