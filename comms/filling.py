"""What the variables of a text become for one reader, in their language and their time."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import translation

from agency import wording
from agency.models import Membership
from clients.models import Contact
from clients.profile import effective_profile
from comms import letters, placeholders
from comms.known_of_client import known_of
from comms.models import Request


class Filled(NamedTuple):
    """The text, and the variables that have no value for this reader: they stand in it still."""

    text: str
    missing: list[str]


def fill(
    text: str, contact: Contact, request: Request | None, *, by: Membership, at: datetime, subject: str = ""
) -> Filled:
    """The text as this contact would read it, in an answer to the request, or in a letter with this subject."""
    known = values(contact, request, by=by, at=at) | ({"subject": subject} if subject else {})
    said = placeholders.filled(text, known)
    return Filled(said, placeholders.unfilled(said))


def values(contact: Contact, request: Request | None, *, by: Membership, at: datetime) -> dict[str, str]:
    """By variable; '' where nothing is known."""
    person, client = contact.person, contact.client
    profile = effective_profile(contact, client, contact.agency)
    zone = ZoneInfo(profile.zone.value)
    greeting, closing = letters.frame(contact)
    ends, today = letters.target_of(request) if request else None, at.astimezone(zone).date()
    with translation.override(profile.language.value):
        return {
            "greeting": greeting,
            "closing": closing,
            "first_name": wording.first_name(person.name),
            "name": person.name,
            "client": client.name,
            "manager": str(client.lead.user),
            "writer": str(by.user),
            "agency": contact.agency.name,
            "subject": request.subject if request else "",
            "deadline": wording.moment(ends, zone, at) if ends and ends > at else "",
            "next_step": request.next_step.rstrip(" .") if request else "",
            "next_step_on": wording.long_day(request.next_step_on) if request and request.next_step_on else "",
            **known_of(client, today),
            "today": wording.long_day(today),
        }


def without_frame(text: str) -> str:
    """A template's text without its greeting and closing: what is put into a letter that has its own."""
    lines = [line for line in text.split("\n") if line.strip() not in ("{greeting}", "{closing}")]
    return "\n".join(lines).strip()


def put_in(
    template: str,
    written: str,
    contact: Contact,
    request: Request | None,
    *,
    by: Membership,
    at: datetime,
    subject: str = "",
) -> Filled:
    """What was written, with the template in it: in its place if it is only what the box began with, else above the
    closing, or at the end. Without a request it is a letter with this subject.
    """
    closing = letters.frame(contact)[1]
    bare = written.strip()
    begins = request is not None and bare == letters.acknowledgement(request, contact, by=by, at=at)
    if begins or is_bare(bare, contact):
        return fill(template, contact, request, by=by, at=at, subject=subject)
    said = fill(without_frame(template), contact, request, by=by, at=at, subject=subject)
    if bare.endswith(closing):
        above = bare[: -len(closing)].rstrip()
        return Filled(f"{above}\n\n{said.text}\n\n{closing}", said.missing)
    return Filled(f"{bare}\n\n{said.text}", said.missing)


def put_words_in(words: str, written: str, contact: Contact) -> str:
    """The same with words that hold no variables."""
    greeting, closing = letters.frame(contact)
    bare = written.strip()
    if is_bare(bare, contact):
        return f"{greeting}\n\n{words}\n\n{closing}"
    if bare.endswith(closing):
        return f"{bare[: -len(closing)].rstrip()}\n\n{words}\n\n{closing}"
    return f"{bare}\n\n{words}"


def skeleton(contact: Contact) -> str:
    """How a letter to them begins and ends, with room between."""
    greeting, closing = letters.frame(contact)
    return f"{greeting}\n\n\n\n{closing}"


def is_bare(text: str, contact: Contact) -> bool:
    """Whether nothing is written but how a letter to them begins and ends."""
    return text.split() in ([], skeleton(contact).split())
