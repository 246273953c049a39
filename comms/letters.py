"""The bodies of what a person writes to a client, and the words of an acknowledgement that fits its reader."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from clients.models import Contact
from clients.profile import EffectiveProfile, effective_profile
from comms import writer
from comms.domain import together
from comms.mail.render import Letter, render
from comms.models import Episode, Interaction, Request


class Bodies(NamedTuple):
    text: str
    html: str
    language: str


def by_a_person(interaction: Interaction, contact: Contact) -> Bodies:
    """The text as it was typed, with the writer's signature beneath, and the same as simple HTML."""
    profile = effective_profile(contact, contact.client, contact.agency)
    agency, member = contact.agency, interaction.member
    paragraphs = [part.strip("\n") for part in interaction.text.split("\n\n")]
    text, html = render(
        Letter(
            language=profile.language.value,
            agency=agency.name,
            hue=agency.hue,
            greeting="",
            asks_for_reply=True,
            opening=tuple(part for part in paragraphs if part.strip()),
            signature=(member.signature or str(member.user)) if member else agency.name,
            footer=(", ".join(filter(None, (agency.name, *agency.postal_address.splitlines()))),),
        )
    )
    return Bodies(text, html, profile.language.value)


def answer_subject(request: Request) -> str:
    """'Re: …' once, whatever the subject begins with."""
    bare = request.subject
    while bare[:3].lower() in ("re:", "aw:", "sv:"):
        bare = bare[3:].strip()
    return f"Re: {bare}"


def reader_of(contact: Contact, profile: EffectiveProfile) -> writer.Reader:
    """Who will read it, and in which tone."""
    return writer.Reader(
        name=contact.person.name, contact_id=contact.pk, salutation=contact.person.salutation, tone=profile.tone.value
    )


def frame(contact: Contact) -> tuple[str, str]:
    """How a letter to them begins and ends: greeting and closing, in their language and tone."""
    profile = effective_profile(contact, contact.client, contact.agency)
    reader = reader_of(contact, profile)
    with translation.override(profile.language.value):
        return writer.greeting(reader), writer.closing(reader)


def acknowledgement(
    request: Request,
    contact: Contact,
    *,
    by: Membership,
    at: datetime,
    answer_at: datetime | None = None,
    episode: Episode | None = None,
) -> str:
    """'Received, we are on it', in the contact's language and tone; says by when an answer comes if that lies ahead:
    by the target of its running clock, or at `answer_at`, for which one is written already. The clock is asked for
    where no `episode` is given.
    """
    profile = effective_profile(contact, request.client, request.agency)
    reader = reader_of(contact, profile)
    with translation.override(profile.language.value):
        received = (
            _("thank you, I have your message and am on it.")
            if profile.tone.value == "friendly"
            else _("thank you for your message. We have received it and are working on it.")
        )
        ends = answer_at or (episode.target_at if episode else target_of(request))
        said = wording.sentences((received, _by_when(profile, at, ends)))
        return "\n\n".join([writer.greeting(reader), said, writer.closing(reader)])


def _by_when(profile: EffectiveProfile, at: datetime, ends: datetime | None) -> str:
    if ends is None or ends <= at:
        return ""
    zone = ZoneInfo(profile.zone.value)
    moment = wording.moment(ends, zone, at)
    return _("You will hear from us by %(moment)s (%(place)s time).") % {
        "moment": moment,
        "place": wording.zone_place(zone.key),
    }


def target_of(request: Request) -> datetime | None:
    """By when a person should have answered: the running clock of its thread that ends first."""
    running = Episode.objects.filter(request__in=together.ids(request), closed_at=None).order_by("promise_at", "pk")
    return running.values_list("target_at", flat=True).first()
