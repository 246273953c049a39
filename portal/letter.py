"""The portal's pages in words: from rows that portal.queries gives to what the templates show. The client's
language is active.
"""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.promise import promise_words
from clients.promise import terms_for
from comms.queries.promise import kept_since
from portal import queries
from portal.cover import Cover
from portal.doors import Visit

PROMISE_DAYS = 90


def frame(visit: Visit) -> dict[str, Any]:
    """Context of templates/frames/letter.html."""
    return {
        "letter": {
            "agency": {"name": visit.agency.name, "hue": visit.agency.hue},
            "client": visit.client.name,
            "zone_words": _("Times are those of %(place)s.") % {"place": wording.zone_place(visit.zone.key)},
            "home_url": address(visit, "portal"),
            "languages": [],
            "sign_out_url": "" if visit.preview else reverse("account_logout"),
            "viewing": visit.preview,
        },
        "visit": visit,
    }


def address(visit: Visit, name: str, *keys: str) -> str:
    """An address in the portal; a member who looks as a contact stays in that view."""
    if visit.preview:
        return reverse(f"{name}_preview", args=[visit.agency.slug, visit.client.key, visit.contact_key, *keys])
    return reverse(name, args=[visit.agency.slug, visit.client.key, *keys])


def greeting(visit: Visit, now: datetime) -> str:
    hour = now.astimezone(visit.zone).hour
    first = wording.first_name(visit.name) if visit.tone == "friendly" or " " not in visit.name else visit.name
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": first}
    return (_("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")) % {"name": first}


def lead(visit: Visit, now: datetime, waiting: int) -> str:
    day = wording.long_day(now.astimezone(visit.zone).date())
    words = [_("This is where things stand on %(day)s.") % {"day": day}]
    if new := queries.new_since(visit):
        words.append(
            ngettext(
                "%(count)s thing is new since your last visit.", "%(count)s things are new since your last visit.", new
            )
            % {"count": new}
        )
    if waiting:
        said = ngettext("One summary awaits your word.", "%(count)s summaries await your word.", waiting)
        words.append(said % {"count": waiting})
    return wording.sentences(words)


def promise(visit: Visit, now: datetime) -> str:
    """What is promised, and how fast we answered (lessons.md: the kept rate shown to the client)."""
    since = now - timedelta(days=PROMISE_DAYS)
    found = kept_since(since, client=visit.client)
    promised = _("You hear from us within %(span)s.") % {"span": promise_words(terms_for(visit.client))}
    if not found.messages:
        return wording.sentences((promised, _("You have not written to us in the last three months.")))
    words = [
        promised,
        ngettext(
            "In the last three months you wrote to us once.",
            "In the last three months you wrote to us %(count)s times.",
            found.messages,
        )
        % {"count": found.messages},
    ]
    if found.settled and found.by_person == found.settled:
        words.append(_("A person answered in time every time."))
    elif found.settled:
        words.append(_("Of these, %(count)s got a person’s answer in time.") % {"count": found.by_person})
    if found.by_note:
        words.append(
            ngettext(
                "Once an automatic note came first, and a person later.",
                "%(count)s times an automatic note came first, and a person later.",
                found.by_note,
            )
            % {"count": found.by_note}
        )
    if found.waiting:
        words.append(
            ngettext("One message is waiting for us.", "%(count)s messages are waiting for us.", found.waiting)
            % {"count": found.waiting}
        )
    if found.broken:
        words.append(
            ngettext("We were late with one.", "We were late with %(count)s.", found.broken) % {"count": found.broken}
        )
    if found.median is not None:
        words.append(_("Half were answered within %(span)s.") % {"span": wording.span(found.median)})
    return wording.sentences(words)


def colophon(visit: Visit, away: Cover | None = None) -> str:
    """Who to write to: the lead, and the backup if the lead is away; while the lead is, whoever stands in."""
    people = [away.stand_in] if away and away.stand_in else queries.people(visit)
    here = _("This page shows what your team at %(agency)s sees. Nothing can be changed here.") % {
        "agency": visit.agency.name
    }
    if not people:
        return here
    if len(people) == 1:
        return wording.sentences((here, _("To answer, write to %(name)s (%(email)s).") % people[0]))
    words = _("To answer, write to %(name)s (%(email)s) or, if they are away, to %(other)s (%(other_email)s).")
    answer = words % {**people[0], "other": people[1]["name"], "other_email": people[1]["email"]}
    return wording.sentences((here, answer))


def goals(visit: Visit) -> list[dict[str, Any]]:
    """How far the client has come from where it began, as the agency's own page says it, down to a lower target too."""
    found = []
    for row in queries.goals(visit):
        words, share = _("goal %(target)s"), 0.0
        if row["current"] is not None:
            falls = row["target"] < row["baseline"]
            words = _("%(now)s, goal %(target)s") if falls else _("%(now)s of %(target)s")
            share = float((row["current"] - row["baseline"]) / (row["target"] - row["baseline"]) * 100)
            share = min(max(share, 0.0), 100.0)
        shown = words % {"now": wording.number(row["current"] or 0), "target": wording.number(row["target"])}
        term = f"{row['name']}, {row['unit']}" if row["unit"] else row["name"]
        found.append({"term": term, "words": shown, "share": round(share), "label": shown})
    return found


def reports(visit: Visit) -> list[dict[str, Any]]:
    return [
        {"label": wording.month(row["month"]), "url": address(visit, "portal_report", row["key"])}
        for row in queries.reports(visit)
    ]
