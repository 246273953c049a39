"""What stands around the composer, in words: how this reader is written to, their morning, what may be put in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from clients.models import Contact, Tone
from clients.profile import effective_profile
from comms import drafts, filling, placeholders
from comms.domain import draft_files, later, senders
from comms.domain.later import Deadlines
from comms.forms.composer import ACKNOWLEDGE, CHOSEN, LATE, MORNING
from comms.mail import language
from comms.models import Episode, Interaction, Request
from comms.queries import templates as offers
from comms.queries.templates import Offered

SAME_SCRIPT = {
    "ru": frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"}),
    "ar": frozenset({"ar", "fa", "ur", "ps", "ku"}),
    "zh": frozenset({"zh", "ja"}),
}
"""Languages that `language.guess` cannot tell from the one that it names."""
SHORT = 40
"""Letters of a text in which no language is looked for."""
BEGINS = 80
"""Letters of an answer that waits, by which one knows which it is."""


def around(
    request: Request,
    member: Membership,
    now: datetime,
    *,
    text: str,
    said: Sequence[Interaction],
    also: Sequence[Episode],
) -> dict[str, Any]:
    """All that the composer of a request shows besides its fields and the words of another window: by the `text` that
    stands in it, what was `said` in the conversation, and what the answer may settle `also`.
    """
    contact, place = request.contact, drafts.reply_place(request)
    return {
        "how": how_words(contact),
        "unreachable": unreachable_words(contact),
        "hint": hint(text, contact),
        "unfilled": unfilled_words(text, contact),
        "morning": morning_words(contact, now),
        "our_zone": wording.zone_place(timezone.get_current_timezone_name()),
        "templates": menu(member, contact),
        "files": files(member, place),
        "files_url": reverse("draft_files", args=[member.agency.slug, request.key]),
        "limits": limits_words(),
        "also": [also_row(episode, request) for episode in also],
        "waiting": [waiting_row(one, now) for one in later.waiting_among(said, now)],
    }


def how_words(contact: Contact) -> str:
    """'in Russian, friendly'"""
    profile = effective_profile(contact, contact.client, contact.agency)
    words = {
        "language": offers.language_words(profile.language.value),
        "tone": str(Tone(profile.tone.value).label),
    }
    return _("in %(language)s, %(tone)s") % words


def unreachable_words(contact: Contact) -> str:
    """That no mail reaches them, before one has written it; ''."""
    reached = contact.person_id in senders.with_address([contact.person_id])
    return "" if reached else " ".join(senders.NoAddress(contact.person.name).messages)


def hint(text: str, contact: Contact) -> str:
    """That a text looks as if it were in another language than the reader's; '' where nothing speaks clearly."""
    wanted = effective_profile(contact, contact.client, contact.agency).language.value
    found = language.guess(text) if len(text.strip()) >= SHORT else ""
    short = wanted.partition("-")[0].lower()
    if not found or found == short or short in SAME_SCRIPT.get(found, ()):
        return ""
    words = {
        "found": offers.language_words(found),
        "name": wording.first_name(contact.person.name),
        "wanted": offers.language_words(wanted),
    }
    return _("This looks like %(found)s. %(name)s is written to in %(wanted)s.") % words


def unfilled_words(text: str, contact: Contact) -> str:
    """Which variables have no value for this reader."""
    left = placeholders.unfilled(text)
    if not left:
        return ""
    words = {"names": wording.listing(f"{{{name}}}" for name in left), "name": wording.first_name(contact.person.name)}
    return _("No value is known for %(names)s here. Write it in; until then nothing is sent.") % words


def morning_words(contact: Contact, now: datetime) -> dict[str, str]:
    """When their next morning begins, on their clock and on ours."""
    profile = effective_profile(contact, contact.client, contact.agency)
    zone, ours = ZoneInfo(profile.zone.value), timezone.get_current_timezone()
    moment = later.morning_of(contact, now)
    words = {
        "name": wording.first_name(contact.person.name),
        "theirs": wording.moment(moment, zone, now),
        "ours": wording.moment(moment, ours, now),
    }
    same = moment.astimezone(zone).replace(tzinfo=None) == moment.astimezone(ours).replace(tzinfo=None)
    both = _("In %(name)s’s morning: %(theirs)s there, %(ours)s here")
    return {"words": (_("In %(name)s’s morning: %(theirs)s") if same else both) % words, "value": MORNING}


def leaves_words(moment: datetime, contact: Contact, now: datetime) -> str:
    """'tomorrow 09:00 (08:00 in Berlin)': on their clock, and on ours where it differs."""
    profile = effective_profile(contact, contact.client, contact.agency)
    zone, ours = ZoneInfo(profile.zone.value), timezone.get_current_timezone()
    theirs = wording.moment(moment, zone, now)
    if moment.astimezone(zone).replace(tzinfo=None) == moment.astimezone(ours).replace(tzinfo=None):
        return theirs
    words = {
        "theirs": theirs,
        "name": wording.first_name(contact.person.name),
        "ours": wording.moment(moment, ours, now),
    }
    return _("%(theirs)s for %(name)s, %(ours)s for you") % words


def late_words(passed: Deadlines, when: str, moment: datetime, contact: Contact, now: datetime) -> dict[str, Any]:
    """What ends before a chosen moment, and the two ways to go on."""
    ours = timezone.get_current_timezone()
    words = {"name": wording.first_name(contact.person.name), "leaves": wording.moment(moment, ours, now)}
    lines = []
    if passed.promise_at:
        promise = {**words, "ends": wording.moment(passed.promise_at, ours, now)}
        lines.append(_("The promise to %(name)s ends %(ends)s; your answer would leave %(leaves)s.") % promise)
    if passed.target_at:
        target = {**words, "ends": wording.moment(passed.target_at, ours, now)}
        lines.append(_("%(name)s should have an answer by %(ends)s.") % target)
    return {
        "lines": lines,
        "ways": [
            {"label": _("Acknowledge now, send this then"), "value": f"{when}:{ACKNOWLEDGE}"},
            {"label": _("Send it then all the same"), "value": f"{when}:{LATE}"},
        ],
        "chosen": when == CHOSEN,
    }


def menu(member: Membership, contact: Contact, *, answers: bool = True) -> dict[str, list[Offered]]:
    """Templates in the reader's language and tone, their type's first, and the agency's and own ones in other languages
    or tones; without those that answer something where nothing is answered.
    """
    every = [one for one in offers.offered(member) if answers or one.purpose not in offers.ANSWERING]
    fitting = offers.fitting(every, contact)
    others = [one for one in every if one not in fitting and one.whose != "shipped"]
    return {"fitting": fitting, "others": others}


def files(member: Membership, place: str) -> list[dict[str, str]]:
    """What goes with the draft."""
    removal = "letter_file" if place.startswith("letter:") else "draft_file"
    return [
        {
            "name": file.name,
            "size": filesizeformat(file.size),
            "removal_url": reverse(removal, args=[member.agency.slug, file.key]),
        }
        for file in draft_files.kept(member, place)
    ]


def limits_words() -> str:
    words = {
        "largest": filesizeformat(draft_files.LARGEST),
        "together": filesizeformat(draft_files.TOGETHER),
    }
    return _("A file may have %(largest)s, all together %(together)s.") % words


def also_row(episode: Episode, request: Request) -> dict[str, str]:
    """Another open request; whoever else waits in it gets the mail as well, and that is said."""
    other = episode.request
    about = ""
    if other.contact_id != request.contact_id:
        about = _("%(name)s gets this mail as well") % {"name": other.contact.person.name}
    return {"key": episode.key, "subject": other.subject, "about": about}


def waiting_row(said: Interaction, now: datetime) -> dict[str, str]:
    """An answer that waits for its moment: when it leaves, who wrote it, how it begins."""
    leaves = leaves_words(said.at, said.contact, now) if said.contact else ""
    begins = wording.isolated(Truncator(" ".join(said.text.split())).chars(BEGINS))
    return {
        "key": said.key,
        "words": _("Take back what leaves %(when)s") % {"when": leaves},
        "about": f"{said.member.user}: {begins}" if said.member else begins,
    }


def begun(
    request: Request, member: Membership, kept: QueryDict | None, *, template: str, acknowledges: str, now: datetime
) -> dict[str, Any]:
    """What the fields of the form hold when it is opened: the draft that was kept, else an acknowledgement, else
    greeting and closing; with a `template` put in, if one was asked for.
    """
    fields: dict[str, Any] = {"text": acknowledges or filling.skeleton(request.contact)}
    if kept is not None:
        fields = {"text": kept.get("text", ""), "also": kept.getlist("also"), "based": kept.get("once", "")}
        fields["instead"] = kept.getlist("instead")
        fields["leaves"] = kept.get("leaves", "")
    chosen = offers.one_offered(member, template) if template else None
    if chosen is not None:
        before = fields["text"] if kept is not None else ""
        said = filling.put_in(chosen.text, before, request.contact, request, by=member, at=now)
        fields["text"] = said.text
    return fields


def whose_words(one: Offered) -> str:
    """Where a template comes from."""
    words = {"own": _("yours"), "agency": _("the agency’s"), "shipped": _("comes with Rapport")}
    return capfirst(words[one.whose])
