"""What the automatic note says: that it is one, what it answers, and when a person will. In the contact's language."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.worktime import Hours, NeverOpen, close_of_business
from clients.models import Contact
from clients.profile import effective_profile
from comms import writer
from comms.mail.render import Letter, Line, Section, render
from comms.models import Episode

MOST_NAMED = 10
"""More threads than these are counted instead of named."""


class Note(NamedTuple):
    subject: str
    text: str
    html: str
    language: str


def letter(episodes: Sequence[Episode], contact: Contact, *, hours: Hours, at: datetime) -> Note:
    """One note for these episodes of the contact's, the first of them being the one it was due for."""
    agency, first = episodes[0].agency, episodes[0]
    profile = effective_profile(contact, contact.client, agency)
    language, zone = profile.language.value, ZoneInfo(profile.zone.value)
    with translation.override(language):
        subject = _("We have received: %(subject)s") % {"subject": first.request.subject}
        written = Letter(
            language=language,
            agency=agency.name,
            hue=agency.hue,
            preview=_("An automatic note: your message has arrived."),
            greeting=writer.greeting(
                writer.Reader(
                    name=contact.person.name,
                    contact_id=contact.pk,
                    salutation=contact.person.salutation,
                    tone=profile.tone.value,
                )
            ),
            opening=(
                _("your message has arrived. This note is automatic; nobody has been able to answer you yet.")
                if len(episodes) == 1
                else _("your messages have arrived. This note is automatic; nobody has been able to answer you yet."),
            ),
            sections=(Section("", _received(episodes, zone, at)),),
            asks_for_reply=True,
            after=(
                _by_when(episodes, zone, hours, at),
                _("You can answer this mail if you want to add something."),
            ),
            closing=_("Kind regards"),
            signature=agency.name,
            footer=(", ".join(filter(None, (agency.name, *agency.postal_address.splitlines()))),),
        )
        text, html = render(written)
    return Note(subject, text, html, language)


def _received(episodes: Sequence[Episode], zone: ZoneInfo, at: datetime) -> tuple[Line, ...]:
    """What has come in and when, each thread by its subject; nothing of it is quoted."""
    named = [_named(episode, zone, at) for episode in episodes[:MOST_NAMED]]
    if len(episodes) == 1:
        return (Line(_("We received: %(messages)s.") % {"messages": named[0]}),)
    lines = [Line(_("We received:")), *(Line(words, kind="item") for words in named)]
    if rest := len(episodes) - len(named):
        more = ngettext("and one more", "and %(count)s more", rest) % {"count": rest}
        lines.append(Line(more, kind="item"))
    return tuple(lines)


def _named(episode: Episode, zone: ZoneInfo, at: datetime) -> str:
    when = wording.moment(episode.opened_at, zone, at)
    return _("“%(subject)s”, %(when)s") % {"subject": wording.isolated(episode.request.subject), "when": when}


def _by_when(episodes: Sequence[Episode], zone: ZoneInfo, hours: Hours, at: datetime) -> str:
    """Who will answer, and by when all that was named has its answer."""
    people = list(dict.fromkeys(str(episode.responsible) for episode in episodes))
    latest = max(answer_by(episode, hours, at) for episode in episodes)
    words = {"name": people[0], "names": wording.listing(people), "moment": wording.moment(latest, zone, at)}
    said = (
        _("%(name)s will answer you by %(moment)s (%(place)s time).")
        if len(people) == 1
        else _("%(names)s will answer you by %(moment)s (%(place)s time).")
    )
    return said % {**words, "place": wording.zone_place(zone.key)}


def answer_by(episode: Episode, hours: Hours, at: datetime) -> datetime:
    """When a person will answer: by the target while it lies ahead, else before this working day ends, or the next."""
    if episode.target_at > at:
        return episode.target_at
    try:
        return close_of_business(at, hours)
    except NeverOpen:
        return episode.promise_at
