"""The summary as a letter to one contact: in their language, tone and detail, with one button to agree or correct."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.languages import announced
from agency.models import Agency, Membership
from clients.models import Contact
from clients.profile import EffectiveProfile, effective_profile
from comms import sheet, version_diff, writer
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
    were there beside whoever writes; `before` the lines of the version before; `opened` are agreed lines that were
    opened again, each with the reason.
    """

    agency: Agency
    at: datetime
    lines: Sequence[writer.Line]
    version: int = 1
    subject: str = ""
    opening: str = ""
    silence_at: datetime | None = None
    ours: Sequence[str] = ()
    before: Sequence[writer.Line] | None = None
    opened: Sequence[tuple[str, str]] = ()


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
        **of_before(summary),
    )


def of_before(summary: Summary) -> dict[str, Any]:
    """What a record holds of the version that this one takes the place of."""
    if summary.supersedes is None:
        return {}
    return {
        "before": frozen_lines(summary.supersedes.lines.select_related("contact__person")),
        "opened": [(one.line.text, one.reason) for one in summary.unlocked.select_related("line")],
    }


def letter(summary: Summary, contact: Contact, *, by: Membership, link: str) -> Copy:
    """The bodies of the mail. The link stands in the hash as a placeholder, since each copy has its own."""
    profile = effective_profile(contact, contact.client, summary.agency)
    return write(record_of(summary), contact, profile, by=by, link=link)


def write(
    record: Record, contact: Contact, profile: EffectiveProfile, *, by: Membership, link: str, detail: str = ""
) -> Copy:
    """One contact's copy, in their language, tone and detail; `detail` shows how another level would read."""
    reader = sheet.reader_of(contact, profile)
    if detail:
        reader = replace(reader, detail=detail)
    with translation.override(profile.language.value):
        day = _day(record, profile)
        subject = _subject(record, day)
        sections = (
            *_changes(record, reader),
            *(_section(block, reader) for block in writer.blocks(record.lines)),
        )
        return _copy(record, contact, profile, reader, subject, _opening(record, reader, day), sections, by, link)


def reminder(summary: Summary, contact: Contact, *, by: Membership, link: str) -> Copy:
    """A word to somebody who has not answered when half of the time is over."""
    profile = effective_profile(contact, contact.client, summary.agency)
    record, reader = record_of(summary), sheet.reader_of(contact, profile)
    with translation.override(profile.language.value):
        day = _day(record, profile)
        subject = _("Is this right? %(subject)s") % {"subject": _subject(record, day)[:180]}
        return _copy(record, contact, profile, reader, subject, (writer.reminder(reader, day),), (), by, link)


def _copy(
    record: Record,
    contact: Contact,
    profile: EffectiveProfile,
    reader: writer.Reader,
    subject: str,
    opening: tuple[str, ...],
    sections: tuple[Section, ...],
    by: Membership,
    link: str,
) -> Copy:
    """In the language that is active."""
    language = profile.language.value
    written = Letter(
        language=language,
        agency=record.agency.name,
        hue=record.agency.hue,
        preview=subject,
        asks_for_reply=True,
        greeting=writer.greeting(reader),
        opening=opening,
        sections=sections,
        button=(_("Agree or correct"), link),
        after=_after(record, ZoneInfo(profile.zone.value)),
        closing=writer.closing(reader),
        signature=by.signature or str(by.user),
        footer=_footer(record, _day(record, profile)),
    )
    text, html = render(written)
    bodies = text.replace(link, "{link}"), html.replace(link, "{link}")
    return Copy(subject, text, html, content_hash([contact.key], subject, *bodies, ()), language, written)


def _day(record: Record, profile: EffectiveProfile) -> str:
    return wording.long_day(record.at.astimezone(ZoneInfo(profile.zone.value)).date())


def _subject(record: Record, day: str) -> str:
    return record.subject or writer.subject(day, record.lines, record.version)


def _opening(record: Record, reader: writer.Reader, day: str) -> tuple[str, ...]:
    first = record.opening or writer.opening(reader, day, record.version)
    if not record.ours:
        return (first,)
    names = wording.listing(list(record.ours))
    return first, _("Also there from %(agency)s: %(names)s.") % {"agency": record.agency.name, "names": names}


def _changes(record: Record, reader: writer.Reader) -> tuple[Section, ...]:
    """What is different from the version before, and why a line that was agreed is open again."""
    if record.before is None:
        return ()
    told = version_diff.sentences(version_diff.compare(record.before, record.lines), reader)
    items = [Line(label=label, text=text, kind="item") for label, text in told]
    again = _("You had agreed to “%(line)s”. We opened it again, because: %(reason)s")
    reasons = [Line(again % {"line": line, "reason": reason}) for line, reason in record.opened]
    nothing = () if items else (Line(_("No line says anything else than before.")),)
    return (Section(_("What has changed"), (*items, *nothing, *reasons)),)


def _section(block: writer.Block, reader: writer.Reader) -> Section:
    return Section(block.title, tuple(_line(line, reader) for line in block.lines))


def _line(line: writer.Line, reader: writer.Reader) -> Line:
    return Line(
        label="" if line.kind is writer.Kind.ANSWER else announced(writer.label(line, reader)),
        text=writer.told(line, reader.detail),
        kind="item" if line.kind is writer.Kind.ACTION else "text",
        typed=True,
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
