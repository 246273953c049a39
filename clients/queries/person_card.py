"""The card that says who somebody is and how they like to be spoken with, shown wherever one writes or calls."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _, gettext_lazy, ngettext

from agency import wording
from agency.models import Membership
from agency.permissions import may
from agency.tenancy.scope import current_agency
from clients.effective_playbook import EffectivePlaybook
from clients.models import Channel, Client, Contact, DetailLevel, Involvement, PersonalityType, Tone
from clients.playbook_pages import folds, ways
from clients.profile import EffectiveProfile, Wish, effective_profile
from clients.queries.playbooks import Books, playbook_of


def person_card(
    contact: Contact, member: Membership | None, now: datetime, *, books: Books | None = None
) -> dict[str, Any]:
    """What components/person.html takes, for a contact read with person and client. Asks the database for the agency's
    playbook alone, and for nothing where nobody knows the type or `books` are given (`clients.queries.playbooks`).

    The personal note is there only for a member who may read it.
    """
    person, client, agency = contact.person, contact.client, current_agency()
    profile = effective_profile(person, client, agency)
    treated = playbook_of(contact, books)
    return {
        "name": person.name,
        "initials": wording.initials(person.name),
        "role": "",
        "lines": [line for line in (place_words(contact), time_there(profile.zone.value, now)) if line],
        "url": reverse("person", args=[agency.slug, person.key]),
        "facts": list(facts(contact, profile, now)),
        "ways": [],
        "blocks": list(_blocks(contact, treated, member)),
    }


def place_words(contact: Contact) -> str:
    """'Marketing, Clínica Duero'"""
    return wording.aside((capfirst(contact.role), contact.client.name))


def time_there(zone: str, now: datetime) -> str:
    """'Porto, 10:10 there'"""
    place = {"place": wording.zone_place(zone), "time": wording.clock_time(now, ZoneInfo(zone))}
    return _("%(place)s, %(time)s there") % place


def facts(contact: Contact, profile: EffectiveProfile, now: datetime) -> Iterator[dict[str, Any]]:
    """The profile as terms and values; what the person said themselves stands strong."""
    if profile.personality_type:
        yield _fact(_("Type"), capfirst(str(PersonalityType(profile.personality_type).label)), strong=True)
    yield _fact(_("Channel"), capfirst(str(Channel(profile.channel.value).label)), profile.channel)
    yield _fact(_("Detail"), capfirst(str(DetailLevel(profile.detail_level.value).label)), profile.detail_level)
    yield _fact(_("Tone"), capfirst(str(Tone(profile.tone.value).label)), profile.tone)
    yield _fact(_("Involvement"), capfirst(str(Involvement(profile.involvement.value).label)), profile.involvement)
    yield _fact(_("Rhythm"), rhythm(profile.cadence_days.value, contact.client, now), profile.cadence_days)
    if contact.decision_maker or contact.decides_about:
        yield _fact(_("Decides"), contact.decides_about or _("Everything"))
    yield _fact(_("Language"), language_name(profile.language.value), profile.language)
    if contact.person.phone:
        yield _fact(_("Telephone"), contact.person.phone)


def chips(contact: Contact, profile: EffectiveProfile) -> list[str]:
    """The three words beside a name: type, channel, detail."""
    typed = [PersonalityType(profile.personality_type).label] if profile.personality_type else []
    words = [*typed, Channel(profile.channel.value).label, DetailLevel(profile.detail_level.value).label]
    return [capfirst(str(word)) for word in words]


HOW_MUCH = {
    DetailLevel.HEADLINE: gettext_lazy("short"),
    DetailLevel.SUMMARY: gettext_lazy("with the main points"),
    DetailLevel.FULL: gettext_lazy("in full detail"),
}
IN_WHICH_TONE = {Tone.BUSINESS: gettext_lazy("businesslike"), Tone.FRIENDLY: gettext_lazy("friendly")}
BY_WHAT = {
    Channel.EMAIL: gettext_lazy("by e-mail"),
    Channel.PHONE: gettext_lazy("by phone"),
    Channel.CHAT: gettext_lazy("by chat"),
    Channel.MEETING: gettext_lazy("in a meeting"),
}


def likes(contact: Contact, profile: EffectiveProfile) -> str:
    """'Maria likes it short, businesslike and by e-mail.'"""
    how = (
        HOW_MUCH[DetailLevel(profile.detail_level.value)],
        IN_WHICH_TONE[Tone(profile.tone.value)],
        BY_WHAT[Channel(profile.channel.value)],
    )
    words = {"name": wording.first_name(contact.person.name), "how": wording.listing(map(str, how))}
    return _("%(name)s likes it %(how)s.") % words


def cadence_words(days: int) -> str:
    """'weekly', 'every 10 days'"""
    named = {1: _("daily"), 7: _("weekly"), 14: _("every two weeks"), 28: _("every four weeks"), 30: _("monthly")}
    return named.get(days) or ngettext("every %(count)s day", "every %(count)s days", days) % {"count": days}


def rhythm(days: int, client: Client, now: datetime) -> str:
    """'Weekly, last spoke 6 days ago'"""
    last = client.last_contact_at
    words = capfirst(cadence_words(days))
    if last is None:
        return words
    return _("%(rhythm)s, last spoke %(span)s ago") % {"rhythm": words, "span": wording.span(now - last)}


def language_name(code: str) -> str:
    """The name of a language in the language of the page; the code itself where it is not one of ours."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _fact(term: str, value: str, wish: Wish[Any] | None = None, *, strong: bool = False) -> dict[str, Any]:
    return {"term": term, "value": value, "strong": strong or (wish is not None and wish.own)}


def _blocks(contact: Contact, treated: EffectivePlaybook, member: Membership | None) -> Iterator[dict[str, Any]]:
    person = contact.person
    if boundaries := boundaries_of(contact):
        yield {"title": _("Boundaries"), "ways": boundaries}
    if treated.lines or person.ways:
        name = wording.first_name(person.name)
        yield {
            "title": _("How to speak with %(name)s") % {"name": name},
            "text": person.ways,
            "ways": ways(treated.lines, name),
            "folds": folds(treated.book) if treated.book else [],
        }
    if person.triggers:
        yield {"title": _("What sets them off"), "text": person.triggers}
    if person.personal_note and member is not None and may(member, "person.personal_note", contact.client):
        yield {"title": _("For a good word"), "text": person.personal_note}


def boundaries_of(contact: Contact) -> list[dict[str, str]]:
    """Call hours and boundaries, as lines for components/ways.html."""
    person, lines = contact.person, []
    if person.calls_from and person.calls_until:
        hours = {"begin": f"{person.calls_from:%H:%M}", "end": f"{person.calls_until:%H:%M}"}
        lines.append({"text": _("Calls from %(begin)s to %(end)s, their time") % hours, "icon": "clock", "kind": ""})
    said = [line.strip() for line in person.boundaries.splitlines() if line.strip()]
    return lines + [{"text": line, "icon": "lock", "kind": ""} for line in said]
