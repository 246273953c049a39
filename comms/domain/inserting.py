"""Putting somebody's words into the reply that a member is writing: as a draft, beneath what stands there."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from agency.models import Membership
from clients.profile import effective_profile
from comms import drafts, writer
from comms.models import Draft, Request
from comms.sheet import reader_of


@transaction.atomic
def insert(request: Request, text: str, *, by: Membership, at: datetime) -> Draft:
    """Beneath what the member was typing; without that, between the greeting and the closing that fit the reader. What
    stands there already is not put there again.
    """
    place = drafts.reply_place(request)
    kept = drafts.recall(by, place)
    typed = kept.get("text", "").rstrip() if kept is not None else ""
    below = f"{typed}\n\n{text}" if typed else _framed(request, text)
    words = typed if text.strip() in typed else below
    fields = {**(dict(kept.lists()) if kept is not None else {}), "text": [words[: drafts.LONGEST]]}
    draft, _made = Draft.objects.update_or_create(member=by, place=place, defaults={"fields": fields, "kept_at": at})
    return draft


def _framed(request: Request, text: str) -> str:
    profile = effective_profile(request.contact, request.client, request.agency)
    reader = reader_of(request.contact, profile)
    with translation.override(profile.language.value):
        return "\n\n".join([writer.greeting(reader), text, writer.closing(reader)])


def language_of(request: Request) -> str:
    """The language in which the reader of a reply is written to."""
    return effective_profile(request.contact, request.client, request.agency).language.value
