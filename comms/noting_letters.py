"""What a client reads in short letters, in their language: a decision as we noted it, and what a specialist says."""

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.cutting import cut
from clients.models import Contact
from clients.profile import effective_profile
from comms import letters
from comms.models import Decision, Question

LONGEST_SUBJECT = 80


class Proposed(NamedTuple):
    subject: str
    text: str


def noted(decision: Decision, contact: Contact) -> Proposed:
    """'We have noted …': a decision that was not taken on a call is confirmed in writing."""
    greeting, closing = letters.frame(contact)
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        day = wording.long_day(decision.decided_on)
        because = _("Because: %(why)s") % {"why": decision.why} if decision.why else ""
        if decision.decided_by_id == contact.pk:
            by = _("Decided by you on %(day)s.") % {"day": day}
        else:
            by = _("Decided by %(name)s on %(day)s.") % {"name": decision.name, "day": day}
        replaced = decision.supersedes
        instead = _("It takes the place of: %(what)s") % {"what": replaced.what} if replaced else ""
        parts = (
            greeting,
            _("we have noted this decision, so that both of us find it again:"),
            decision.what,
            "\n".join(filter(None, (because, by, instead))),
            _("If this is not what you meant, just answer this mail."),
            closing,
        )
        subject = _("We have noted: %(what)s") % {"what": cut(" ".join(decision.what.split()), LONGEST_SUBJECT)}
        return Proposed(subject, "\n\n".join(filter(None, parts)))


def told(question: Question, contact: Contact) -> Proposed:
    """What a specialist says to what was asked on a call, for us to put into words."""
    greeting, closing = letters.frame(contact)
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        call = question.interaction
        day = wording.long_day(call.at.date()) if call else ""
        about = question.about or cut(" ".join(question.text.split()), LONGEST_SUBJECT)
        opening = _("on our call of %(day)s we spoke of “%(about)s”. I have asked our specialist:") % {
            "day": day,
            "about": wording.isolated(about),
        }
        said = "\n\n".join(answer.text for answer in question.answers.all())
        subject = _("Your question about %(about)s") % {"about": cut(about, LONGEST_SUBJECT)}
        return Proposed(subject, "\n\n".join(filter(None, (greeting, opening, said, closing))))
