"""What goes out about a meeting, to each reader in their language, tone and zone (practice M5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.languages import announced, language as written_in, minutes_in_words
from agency.models import Membership
from clients.models import Contact
from clients.profile import effective_profile
from comms import writer
from comms.mail.render import Letter, Line, Row, Section, render
from comms.meeting_shown import Gathering, Shown, changes, when_words
from comms.models import AgendaItem, Attendee
from comms.sheet import reader_of

Occasion = Literal["first", "changed", "left_out", "cancelled"]
OVER: Final = ("left_out", "cancelled")
"""Occasions on which the meeting leaves the reader's calendar."""


class Mail(NamedTuple):
    subject: str
    text: str
    html: str
    language: str
    description: str
    """What stands in the calendar: the agenda in plain text."""
    summary: str
    """What it is called there."""
    letter: Letter
    """What both bodies were made of."""


@dataclass(frozen=True)
class Told:
    """What is told on one occasion. `before` is what readers were told last; `reason` why nothing comes of it."""

    gathering: Gathering
    occasion: Occasion
    shown: Shown
    before: Shown | None = None
    reason: str = ""
    meeting_url: str = ""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.shown["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.shown["minutes"])


@dataclass(frozen=True)
class _Reader:
    """How somebody is spoken to."""

    language: str
    zone: ZoneInfo
    greeting: str
    opening: str
    closing: str
    ours: bool


def letter(told: Told, attendee: Attendee) -> Mail:
    """The mail to one attendee; the same for the same facts."""
    with translation.override(_language(told, attendee)):
        return _written(told, _reader(told, attendee))


def _language(told: Told, attendee: Attendee) -> str:
    meeting = told.gathering.meeting
    if attendee.contact is not None:
        return effective_profile(attendee.contact, meeting.client, meeting.agency).language.value
    return attendee.member.user.language if attendee.member else meeting.agency.language


def _reader(told: Told, attendee: Attendee) -> _Reader:
    if attendee.contact is not None:
        return _of_theirs(told, attendee.contact)
    return _of_ours(told, attendee.member or told.gathering.meeting.organiser)


def _of_ours(told: Told, member: Membership) -> _Reader:
    meeting = told.gathering.meeting
    words = {"name": str(meeting.organiser.user), "client": wording.isolated(meeting.client.name)}
    invites = member == meeting.organiser
    openings = {
        "first": _("This is your own meeting with %(client)s, for your calendar: the others were asked just now.")
        if invites
        else _("%(name)s asks you to a meeting with %(client)s."),
        "changed": _("Something has changed about the meeting with %(client)s."),
        "left_out": _("You are not needed in the meeting with %(client)s any more."),
        "cancelled": _("The meeting with %(client)s does not take place."),
    }
    return _Reader(
        language=member.user.language,
        zone=ZoneInfo(member.user.zone),
        greeting=_("Hello %(name)s,") % {"name": member.user.get_short_name()},
        opening=openings[told.occasion] % words,
        closing="",
        ours=True,
    )


def _of_theirs(told: Told, contact: Contact) -> _Reader:
    meeting = told.gathering.meeting
    profile = effective_profile(contact, meeting.client, meeting.agency)
    reader = reader_of(contact, profile)
    friendly = {
        "first": _(
            "here is when we meet, and what we would like to talk about. Is something missing? Just answer this mail."
        ),
        "changed": _(
            "something has changed about our meeting. What stands below takes the place of what I sent before."
        ),
        "left_out": _("you need not come to the meeting below any more. You can take it out of your calendar."),
        "cancelled": _("our meeting cannot take place; please take it out of your calendar."),
    }
    business = {
        "first": _(
            "please find below when we meet and what we propose to speak of. Please tell us if something is missing."
        ),
        "changed": _("our meeting has changed. What stands below takes the place of what I sent before."),
        "left_out": _("the meeting below takes place without you; you need not keep the time free."),
        "cancelled": _("our meeting does not take place. Please take it out of your calendar."),
    }
    return _Reader(
        language=profile.language.value,
        zone=ZoneInfo(profile.zone.value),
        greeting=writer.greeting(reader),
        opening=(friendly if reader.tone == "friendly" else business)[told.occasion],
        closing=writer.closing(reader),
        ours=False,
    )


def _written(told: Told, reader: _Reader) -> Mail:
    meeting = told.gathering.meeting
    agency = meeting.agency
    title = told.shown["title"]
    if reader.ours:
        title = announced(wording.isolated(meeting.client.name), title)
    subject = _subject(told) % {"title": wording.isolated(title), "when": when_words(told.starts_at, reader.zone)}
    written = Letter(
        language=reader.language,
        agency=agency.name,
        hue=agency.hue,
        preview=subject,
        greeting=reader.greeting,
        opening=(reader.opening, told.reason) if told.reason else (reader.opening,),
        sections=tuple(section for section in _sections(told, reader) if section.rows or section.lines),
        button=_button(told, reader),
        after=() if told.occasion in OVER else (_how_to_answer(),),
        closing=reader.closing,
        signature=meeting.organiser.signature or str(meeting.organiser.user),
        footer=_footer(told),
        asks_for_reply=not reader.ours,
    )
    text, html = render(written)
    return Mail(subject, text, html, reader.language, _description(told), title, written)


def _subject(told: Told) -> str:
    subjects = {
        "first": _("Invitation: %(title)s, %(when)s"),
        "changed": _("Changed: %(title)s, %(when)s"),
        "left_out": _("Without you: %(title)s, %(when)s"),
        "cancelled": _("Called off: %(title)s, %(when)s"),
    }
    return subjects[told.occasion]


def _how_to_answer() -> str:
    return _("Answer the invitation in your calendar, or simply answer this mail in your own words.")


def _sections(told: Told, reader: _Reader) -> Sequence[Section]:
    meeting = told.gathering.meeting
    changed = changes(told.before, told.shown, told.gathering.names, reader.zone) if told.before else []
    facts = (
        Line(span_words(told, reader.zone), _("When:"), "item"),
        Line(str(meeting.get_way_display()), _("How:"), "item"),
        Line(meeting.place, _("Where:"), "item", typed=True),
        Line(_who(told), _("Who:"), "item"),
    )
    if told.occasion in OVER:
        return (Section(_("The meeting"), rows=(Row(told.shown["title"], span_words(told, reader.zone)),)),)
    agenda = tuple(Row(item.title, item_words(item)) for item in told.gathering.items)
    return (
        Section(_("What has changed"), lines=tuple(Line(words, kind="item") for words in changed)),
        Section(_("When and where"), lines=tuple(line for line in facts if line.text)),
        Section(_("Agenda"), rows=agenda),
    )


def span_words(told: Told, zone: ZoneInfo) -> str:
    """'Friday 6 November, 14:00 to 14:30, Copenhagen time'"""
    return _("%(when)s to %(end)s, %(place)s time") % {
        "when": when_words(told.starts_at, zone),
        "end": wording.clock_time(told.ends_at, zone),
        "place": wording.zone_place(zone.key),
    }


def item_words(item: AgendaItem) -> str:
    """'Ida Brandt, 10 min, to decide'"""
    who = str(item.owner.user) if item.owner else item.contact.person.name if item.contact else ""
    length = minutes_in_words(item.minutes, written_in(None).code) if item.minutes else ""
    return wording.aside((wording.isolated(who) if who else "", length, str(item.get_aim_display())))


def _who(told: Told) -> str:
    return wording.listing(str(attendee) for attendee in told.gathering.attendees if attendee.removed_at is None)


def _description(told: Told) -> str:
    """For calendars: the agenda, or why it does not take place."""
    if told.occasion in OVER:
        return told.reason
    lines = [
        f"{number}. {item.title} ({item_words(item)})" for number, item in enumerate(told.gathering.items, start=1)
    ]
    return "\n".join([_("Agenda"), *lines])


def link_of(place: str) -> str:
    """The place itself, if it is a web address."""
    address = place.strip()
    return address if address.lower().startswith(("https://", "http://")) and len(address.split()) == 1 else ""


def _button(told: Told, reader: _Reader) -> tuple[str, str] | None:
    if told.occasion in OVER:
        return None
    if link := link_of(told.gathering.meeting.place):
        return (_("Open the meeting"), link)
    return (_("Open in Rapport"), settings.BASE_URL + told.meeting_url) if reader.ours and told.meeting_url else None


def _footer(told: Told) -> tuple[str, ...]:
    agency = told.gathering.meeting.agency
    address = wording.aside((agency.name, *agency.postal_address.splitlines()))
    return (address, _("You receive this because you are asked to this meeting."))
