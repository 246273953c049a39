"""What goes to an expert outside, in their language, and what a client is told meanwhile, in theirs."""

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.cutting import cut
from agency.models import Agency
from clients.profile import effective_profile
from comms import writer
from comms.mail.render import Letter, Line, Section, render
from comms.models import Question, Request
from comms.sheet import reader_of

LONGEST_SUBJECT = 70


class Mail(NamedTuple):
    subject: str
    text: str
    html: str
    language: str


def subject_of(question: Question) -> str:
    """How the question begins: it names no client, unless its words do."""
    return cut(question.text, LONGEST_SUBJECT)


def asking(question: Question, link: str, at: datetime) -> Mail:
    """The question itself, with what the asker let go along, an answer button, and the way by mail."""
    with translation.override(question.expert.language):
        named = {"asker": str(question.asked_by.user), "agency": question.agency.name, "client": question.client.name}
        opening = (
            _("%(asker)s of %(agency)s asks for your advice. It is about %(client)s.")
            if question.names_client
            else _("%(asker)s of %(agency)s asks for your advice.")
        )
        return _mail(
            question,
            subject=_("A question: %(subject)s") % {"subject": subject_of(question)},
            opening=(opening % named, _answer_by(question, at)),
            sections=(Section(_("The question"), _paragraphs(question.text)), *_context(question, at)),
            link=link,
        )


def reminding(question: Question, link: str, at: datetime) -> Mail:
    with translation.override(question.expert.language):
        late = at >= question.due_at
        words = (
            _("I am still waiting for your answer to the question below.")
            if late
            else _("This is a friendly reminder of the question below.")
        )
        return _mail(
            question,
            subject=_("Reminder: %(subject)s") % {"subject": subject_of(question)},
            opening=(words, "" if late else _answer_by(question, at)),
            sections=(Section(_("The question"), _paragraphs(question.text)),),
            link=link,
        )


def no_longer(question: Question) -> Mail:
    with translation.override(question.expert.language):
        return _mail(
            question,
            subject=_("No longer needed: %(subject)s") % {"subject": subject_of(question)},
            opening=(_("The question below is settled. You need not answer any more; thank you for your time."),),
            sections=(Section(_("The question"), _paragraphs(question.text)),),
            link="",
        )


def _mail(
    question: Question, *, subject: str, opening: tuple[str, ...], sections: tuple[Section, ...], link: str
) -> Mail:
    agency, asker = question.agency, question.asked_by
    text, html = render(
        Letter(
            language=question.expert.language,
            agency=agency.name,
            hue=agency.hue,
            preview=subject,
            greeting=_("Dear %(name)s,") % {"name": question.expert.name},
            opening=tuple(filter(None, opening)),
            sections=sections,
            button=(_("Answer here"), link) if link else None,
            after=(_("Or simply answer this mail: your words reach us, and nobody else."),) if link else (),
            closing=_("Kind regards"),
            signature=asker.signature or str(asker.user),
            footer=(", ".join(filter(None, (agency.name, *agency.postal_address.splitlines()))),),
            asks_for_reply=bool(link),
        )
    )
    return Mail(subject, text, html, question.expert.language)


def _answer_by(question: Question, at: datetime) -> str:
    zone = ZoneInfo(question.agency.zone)
    words = {"moment": wording.moment(question.due_at, zone, at), "place": wording.zone_place(zone.key)}
    return _("An answer by %(moment)s (%(place)s time) would help us most.") % words


def _paragraphs(text: str, kind: Any = "text") -> tuple[Line, ...]:
    return tuple(Line(part.strip(), kind=kind) for part in text.split("\n\n") if part.strip())


def _context(question: Question, at: datetime) -> tuple[Section, ...]:
    if not question.context:
        return ()
    zone = ZoneInfo(question.agency.zone)
    lines: list[Line] = []
    for said in question.context:
        when = wording.moment(datetime.fromisoformat(said["when"]), zone, at)
        lines.append(Line(f"{who_said(said)}, {when}", kind="soft"))
        lines += _paragraphs(said["text"], "quote")
    return (Section(_("What was said"), tuple(lines)),)


def who_said(said: dict[str, Any]) -> str:
    """Whose words a piece of the context is, in the active language; without names where there are none."""
    return said["who"] or (_("The client") if said["theirs"] else _("We"))


def telling_client(request: Request, *, until: datetime, at: datetime) -> str:
    """'I am asking our specialist; you will hear from us by …', in the contact's language, tone and zone."""
    profile = effective_profile(request.contact, request.client, request.agency)
    reader = reader_of(request.contact, profile)
    zone = ZoneInfo(profile.zone.value)
    with translation.override(profile.language.value):
        received = (
            _("thank you for your message. I am asking our specialist, so that you get it right.")
            if profile.tone.value == "friendly"
            else _("thank you for your message. We are asking our specialist, so that the answer is a sound one.")
        )
        until_words = _("You will hear from us by %(moment)s (%(place)s time).") % {
            "moment": wording.moment(until, zone, at),
            "place": wording.zone_place(zone.key),
        }
        said = wording.sentences((received, until_words))
        return "\n\n".join([writer.greeting(reader), said, writer.closing(reader)])


def letter_of(agency: Agency, question: Question) -> dict[str, Any]:
    """What the page behind an expert's link needs for its frame: it names no client that the mail did not name."""
    zone = ZoneInfo(agency.zone)
    return {
        "agency": {"name": agency.name, "hue": agency.hue},
        "client": question.client.name if question.names_client else question.expert.name,
        "zone_words": _("Times are those of %(place)s.") % {"place": wording.zone_place(zone.key)},
        "languages": [],
    }
