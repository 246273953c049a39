"""The summary as a letter to one contact: in their language, tone and detail, with one button to agree or correct."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from clients.models import Contact
from clients.profile import effective_profile
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


def letter(summary: Summary, contact: Contact, *, by: Membership, link: str) -> Copy:
    """The bodies of the mail. The link stands in the hash as a placeholder, since each copy has its own."""
    profile = effective_profile(contact, contact.client, summary.agency)
    language, zone = profile.language.value, ZoneInfo(profile.zone.value)
    reader = sheet.reader_of(contact, profile)
    with translation.override(language):
        at = summary.interaction.at.astimezone(zone)
        day = wording.long_day(at.date())
        lines = frozen_lines(summary.lines.select_related("contact__person"))
        subject = summary.subject or writer.subject(day, lines, summary.version)
        written = Letter(
            language=language,
            agency=summary.agency.name,
            hue=summary.agency.hue,
            preview=subject,
            asks_for_reply=True,
            greeting=writer.greeting(reader),
            opening=(summary.opening or writer.opening(reader, day, summary.version),),
            sections=(
                *_changes(summary, lines, reader),
                *(
                    Section(block.title, tuple(_line(line, reader) for line in block.lines))
                    for block in writer.blocks(lines)
                ),
            ),
            button=(_("Agree or correct"), link),
            after=_after(summary, zone),
            closing=writer.closing(reader),
            signature=by.signature or str(by.user),
            footer=_footer(summary, day),
        )
        text, html = render(written)
    return _copy(contact, subject, text, html, link, language)


def reminder(summary: Summary, contact: Contact, *, by: Membership, link: str) -> Copy:
    """A word to somebody who has not answered when half of the time is over."""
    profile = effective_profile(contact, contact.client, summary.agency)
    language, zone = profile.language.value, ZoneInfo(profile.zone.value)
    reader = sheet.reader_of(contact, profile)
    with translation.override(language):
        day = wording.long_day(summary.interaction.at.astimezone(zone).date())
        lines = frozen_lines(summary.lines.select_related("contact__person"))
        about = summary.subject or writer.subject(day, lines, summary.version)
        subject = _("Is this right? %(subject)s") % {"subject": about[:180]}
        written = Letter(
            language=language,
            agency=summary.agency.name,
            hue=summary.agency.hue,
            preview=subject,
            asks_for_reply=True,
            greeting=writer.greeting(reader),
            opening=(writer.reminder(reader, day),),
            button=(_("Agree or correct"), link),
            after=_after(summary, zone),
            closing=writer.closing(reader),
            signature=by.signature or str(by.user),
            footer=_footer(summary, day),
        )
        text, html = render(written)
    return _copy(contact, subject, text, html, link, language)


def _copy(contact: Contact, subject: str, text: str, html: str, link: str, language: str) -> Copy:
    bodies = text.replace(link, "{link}"), html.replace(link, "{link}")
    return Copy(subject, text, html, content_hash([contact.key], subject, *bodies, ()), language)


def _changes(summary: Summary, lines: list[writer.Line], reader: writer.Reader) -> tuple[Section, ...]:
    """What is different from the version before, and why a line that was agreed is open again."""
    if summary.supersedes is None:
        return ()
    before = frozen_lines(summary.supersedes.lines.select_related("contact__person"))
    told = version_diff.sentences(version_diff.compare(before, lines), reader)
    items = [Line(label=label, text=text, kind="item") for label, text in told]
    opened = summary.unlocked.select_related("line")
    reasons = [
        Line(
            _("You had agreed to “%(line)s”. We opened it again, because: %(reason)s")
            % {"line": one.line.text, "reason": one.reason}
        )
        for one in opened
    ]
    nothing = () if items else (Line(_("No line says anything else than before.")),)
    return (Section(_("What has changed"), (*items, *nothing, *reasons)),)


def _line(line: writer.Line, reader: writer.Reader) -> Line:
    shown = "" if line.kind is writer.Kind.ANSWER else f"{writer.label(line, reader)}:"
    return Line(
        label=shown, text=writer.told(line, reader.detail), kind="item" if line.kind is writer.Kind.ACTION else "text"
    )


def _after(summary: Summary, zone: ZoneInfo) -> tuple[str, ...]:
    by_mail = _("You can also simply answer this mail.")
    if summary.silence_at is None:
        return (by_mail,)
    until = summary.silence_at.astimezone(zone)
    moment = _("%(day)s, %(time)s %(place)s time") % {
        "day": wording.long_day(until.date()),
        "time": wording.clock_time(until, zone),
        "place": wording.zone_place(zone.key),
    }
    return (wording.sentences((by_mail, writer.silence(moment))),)


def _footer(summary: Summary, day: str) -> tuple[str, ...]:
    address = ", ".join(filter(None, (summary.agency.name, *summary.agency.postal_address.splitlines())))
    return (address, _("You receive this because we spoke on %(day)s.") % {"day": day})
