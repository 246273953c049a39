"""What stands at the head of a client's page, above the tabs: people, goals, expectations, the next touch."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from agency import registry, wording
from agency.addresses import address
from agency.models import Membership
from agency.permissions import may
from clients.days import day_of, near_day
from clients.models import Client, Contact, Goal, PersonAddress, Task
from clients.profile import effective_profile
from clients.queries.client_list import next_touch_words
from clients.queries.cover import cover_words, stand_ins
from clients.queries.expectations import gaps_of
from clients.queries.goals import goal_bar, goals_close
from clients.queries.person_card import cadence_words, chips
from clients.touches import next_touches

PROMISES_AHEAD = 3


def people_at(client: Client) -> QuerySet[Contact]:
    """Those who speak for the client now, who decides first, with person and addresses."""
    rows = Contact.objects.filter(client=client, ended_at=None).select_related("person", "client")
    addresses = Prefetch("person__addresses", PersonAddress.objects.order_by("-first", "email"))
    return rows.prefetch_related(addresses).order_by("-decision_maker", "person__name", "pk")


def summary_head(client: Client, member: Membership) -> dict[str, Any]:
    """What stands above every tab: what may be done here, and whether the client has left. One query at most."""
    return {
        "since": _since(client),
        "archived": _archived(client),
        "urls": _urls(client, member),
        "may": {verb: may(member, f"client.{verb}", client) for verb in ("edit", "archive", "hand_over")},
    }


def head(client: Client, member: Membership, now: datetime) -> dict[str, Any]:
    """The people, goals, expectations and next touches of a client, in words, in a fixed number of queries."""
    today = day_of(now, member.agency)
    known = list(Goal.objects.filter(client=client))
    goals = [goal_bar(goal) for goal in known]
    away = stand_ins([client], now)
    return {
        "lead": lead_words(client, member) | {"away": capfirst(cover_words(away.get(client.pk), member, now))},
        "people": [_person(contact, member) for contact in people_at(client)],
        "goals": goals,
        "goals_close": goals_close(goals, today),
        "gaps": gaps_of(goal for goal in known if goal.hope_settled_on is None),
        "next": list(_next_touches(client, member, now, today)),
        "rhythm": cadence_words(client.cadence_days) if client.cadence_days else "",
    }


def tabs(client: Client, member: Membership, current: str) -> list[dict[str, Any]]:
    """The tabs of all rooms that this member may open, in their order."""
    return [
        {
            "id": f"tab-{tab.name}",
            "label": tab.label,
            "url": reverse(tab.url_name, args=[member.agency.slug, client.key]),
            "count": tab.count(client) if tab.count else None,
            "current": tab.name == current,
        }
        for tab in sorted(registry.client_tabs, key=lambda tab: tab.position)
        if may(member, tab.verb)
    ]


def lead_words(client: Client, member: Membership) -> dict[str, Any]:
    """Who looks after the client, told to `member`: 'You lead', 'Daniel Whitlock backs you up'."""
    lead, backup = client.lead, client.backup
    ours = lead == member
    name = str(_("You")) if ours else str(lead.user)
    if backup is None:
        about = _("Nobody backs you up") if ours else _("Nobody backs them up")
    elif backup == member:
        about = _("You back them up")
    else:
        about = (_("%(name)s backs you up") if ours else _("%(name)s backs them up")) % {"name": backup.user}
    return {
        "name": name,
        "role": _("lead"),
        "about": about,
        "alone": backup is None,
        "initials": wording.initials(str(lead.user)),
    }


def _person(contact: Contact, member: Membership) -> dict[str, Any]:
    profile = effective_profile(contact.person, contact.client, member.agency)
    role = wording.aside((contact.role, _("decides") if contact.decision_maker else ""))
    return {
        "name": contact.person.name,
        "initials": wording.initials(contact.person.name),
        "role": role,
        "chips": chips(contact, profile),
        "url": reverse("person", args=[member.agency.slug, contact.person.key]),
    }


def _since(client: Client) -> str:
    return _("With us since %(month)s.") % {"month": wording.month(client.started_on)} if client.started_on else ""


def _archived(client: Client) -> str:
    if client.archived_at is None:
        return ""
    reason = Client.LeavingReason(client.archived_reason).label
    day = wording.short_day(client.archived_at.date())
    return _("Archived on %(day)s: %(reason)s.") % {"day": day, "reason": reason}


def _next_touches(client: Client, member: Membership, now: datetime, today: date) -> Iterator[dict[str, Any]]:
    """The next word that is due by the cadence, and what was promised to the client soonest."""
    if client.archived:
        return
    words, late = next_touch_words(client, member.agency, now)
    about = _("Nobody has spoken with them yet.")
    if client.last_contact_at:
        about = _("Last spoke %(span)s ago.") % {"span": wording.span(now - client.last_contact_at)}
    yield {"strong": capfirst(words), "rest": _("a word from us"), "about": about, "late": late}
    for told in next_touches:
        yield from told(client, member, now)
    promised = Task.objects.filter(client=client, state=Task.State.OPEN, internal=False).exclude(client_due=None)
    rows = promised.order_by("client_due", "pk").values_list("title", "client_due", "contact_id")
    for title, due, contact_id in rows[:PROMISES_AHEAD]:
        if due is None:
            continue
        if contact_id:
            about = _("Theirs to do.") if due >= today else _("Theirs to do, and late.")
            yield {"strong": capfirst(near_day(due, today)), "rest": title, "about": about, "late": due < today}
        elif due < today:
            days = (today - due).days
            about = ngettext("Promised, %(count)s day late.", "Promised, %(count)s days late.", days) % {"count": days}
            yield {"strong": wording.short_day(due), "rest": title, "about": about, "late": True}
        else:
            about = _("Promised to the client.")
            yield {"strong": capfirst(near_day(due, today)), "rest": title, "about": about, "late": False}


def _urls(client: Client, member: Membership) -> dict[str, str]:
    """Addresses of the buttons at the head; '' where another room does not offer the page, or the member may not."""
    slug, key = member.agency.slug, client.key
    may_call = may(member, "call.log", client) and not client.archived
    may_write = may(member, "letter.write", client) and not client.archived
    may_meet = may(member, "meeting.plan", client) and not client.archived
    return {
        "edit": reverse("client_edit", args=[slug, key]),
        "archive": reverse("client_archive", args=[slug, key]),
        "reopen": reverse("client_reopen", args=[slug, key]),
        "hand_over": reverse("client_hand_over", args=[slug, key]),
        "people": reverse("client_people", args=[slug, key]),
        "goals": reverse("client_goals", args=[slug, key]),
        "preview": _preview(client, member),
        "call": address("client_call_new", slug, key) if may_call else "",
        "meet": address("meeting_new", slug, key) if may_meet else "",
        "call_now": address("call_start", slug, key) if may_call else "",
        "channel": address("channel_new", slug, key) if may(member, "channel.edit", client) else "",
        "promise": f"{address('promise', slug)}?client={key}" if may(member, "promise.read") else "",
        "write": address("letter_new", slug, key) if may_write else "",
    }


def _preview(client: Client, member: Membership) -> str:
    """The portal as whoever decides sees it; '' where the client has nobody or the member may not."""
    if not may(member, "portal.preview", client):
        return ""
    first = people_at(client).prefetch_related(None).values_list("key", flat=True).first()
    return address("portal_preview", member.agency.slug, client.key, first) if first else ""
