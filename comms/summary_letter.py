"""The summary as a letter to one contact: in their language, tone and detail, with one button to agree or correct."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Agency, Membership
from clients.models import Contact
from clients.profile import EffectiveProfile, effective_profile
from comms import sheet, writer
from comms.domain.outbox import content_hash
from comms.mail.render import Letter, Line, Section, render
from comms.models import Summary
from comms.spoken import frozen_lines


@dataclass(frozen=True)
class Copy:
    """What goes out to one contact: the bodies, and the hash of what they will see."""

    subject: str
    text: str
    html: str
    content_hash: str
    language: str
    letter: Letter


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a summary says, kept or not yet: the same letter is written of both. `ours` are the names of those of us who
    were there beside whoever writes.
    """

    agency: Agency
    at: datetime
    lines: Sequence[writer.Line]
    version: int = 1
    subject: str = ""
    opening: str = ""
    silence_at: datetime | None = None
    ours: Sequence[str] = ()


def record_of(summary: Summary) -> Record:
    """Of a summary whose lines are frozen."""
    there = summary.interaction.our_participants.select_related("member__user").order_by("member__user__name", "pk")
    return Record(
        agency=summary.agency,
        at=summary.interaction.at,
        lines=frozen_lines(summary.lines.select_related("contact__person")),
        version=summary.version,
        subject=summary.subject,
        opening=summary.opening,
        silence_at=summary.silence_at,
        ours=[str(one.member.user) for one in there],
    )


def letter(summary: Summary, contact: Contact, *, by: Membership, link: str) -> Copy:
    """The bodies of the mail. The link stands in the hash as a placeholder, since each copy has its own."""
    profile = effective_profile(contact, contact.client, summary.agency)
    return write(record_of(summary), contact, profile, by=by, link=link)


def write(
    record: Record, contact: Contact, profile: EffectiveProfile, *, by: Membership, link: str, detail: str = ""
) -> Copy:
    """One contact's copy, in their language, tone and detail; `detail` shows how another level would read."""
    language, zone = profile.language.value, ZoneInfo(profile.zone.value)
    reader = sheet.reader_of(contact, profile)
    if detail:
        reader = replace(reader, detail=detail)
    with translation.override(language):
        day = wording.long_day(record.at.astimezone(zone).date())
        subject = record.subject or writer.subject(day, record.lines, record.version)
        written = Letter(
            language=language,
            agency=record.agency.name,
            hue=record.agency.hue,
            preview=subject,
            asks_for_reply=True,
            greeting=writer.greeting(reader),
            opening=_opening(record, reader, day),
            sections=tuple(
                Section(block.title, tuple(_line(line, reader) for line in block.lines))
                for block in writer.blocks(record.lines)
            ),
            button=(_("Agree or correct"), link),
            after=_after(record, zone),
            closing=writer.closing(reader),
            signature=by.signature or str(by.user),
            footer=_footer(record, day),
        )
        text, html = render(written)
    bodies = text.replace(link, "{link}"), html.replace(link, "{link}")
    return Copy(subject, text, html, content_hash([contact.key], subject, *bodies, ()), language, written)


def _opening(record: Record, reader: writer.Reader, day: str) -> tuple[str, ...]:
    first = record.opening or writer.opening(reader, day, record.version)
    if not record.ours:
        return (first,)
    names = wording.listing(list(record.ours))
    return first, _("Also there from %(agency)s: %(names)s.") % {"agency": record.agency.name, "names": names}


def _line(line: writer.Line, reader: writer.Reader) -> Line:
    shown = "" if line.kind is writer.Kind.ANSWER else f"{writer.label(line, reader)}:"
    return Line(
        label=shown, text=writer.told(line, reader.detail), kind="item" if line.kind is writer.Kind.ACTION else "text"
    )


def _after(record: Record, zone: ZoneInfo) -> tuple[str, ...]:
    by_mail = _("You can also simply answer this mail.")
    if record.silence_at is None:
        return (by_mail,)
    until = record.silence_at.astimezone(zone)
    moment = _("%(day)s, %(time)s %(place)s time") % {
        "day": wording.long_day(until.date()),
        "time": wording.clock_time(until, zone),
        "place": wording.zone_place(zone.key),
    }
    return (wording.sentences((by_mail, writer.silence(moment))),)


def _footer(record: Record, day: str) -> tuple[str, ...]:
    address = ", ".join(filter(None, (record.agency.name, *record.agency.postal_address.splitlines())))
    return (address, _("You receive this because we spoke on %(day)s.") % {"day": day})
