"""Meetings as pages show them: rows of lists, one in full, its agenda."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.permissions import may
from clients.queries.person_card import person_card
from clients.queries.work import task_row
from comms import meeting_hints, meeting_words as words, telling
from comms.domain import announced
from comms.domain.agendas import MOST_ITEMS, minutes_of
from comms.forms.meetings import Guests, ItemForm
from comms.models import AgendaItem, Meeting
from comms.queries import meetings as queries
from comms.queries.meeting_mail import last_announced

DAYS_OF_A_WEEK = 7
State = Meeting.State


def row(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """A meeting, read in full, in a list."""
    slug, zone, changed = meeting.agency.slug, _zone(), announced.differs(meeting)
    return {
        "meeting": meeting,
        "title": meeting.title,
        "url": reverse("meeting", args=[slug, meeting.key]),
        "client": meeting.client.name,
        "client_url": reverse("client", args=[slug, meeting.client.key]),
        "kind": words.kind_words(meeting),
        "icon": words.WAY_ICONS[Meeting.Way(meeting.way)],
        "when": words.when(meeting, zone, now),
        "day": meeting.starts_at.astimezone(zone).date(),
        "names": words.names(meeting),
        "changed": changed,
        "sign": words.state_sign(meeting, now, changed=changed),
    }


def by_day(rows: Iterable[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Rows under the headings of their days, in the order in which they come."""
    days: dict[date, list[dict[str, Any]]] = {}
    for each in rows:
        days.setdefault(each["day"], []).append(each)
    return [{"heading": wording.day(day, today), "iso": day.isoformat(), "rows": found} for day, found in days.items()]


def week_strip(first: date, counts: dict[date, int], today: date, url: str) -> dict[str, Any]:
    """Seven days with how many meetings each holds, and the weeks before and after."""
    a_week = timedelta(days=DAYS_OF_A_WEEK)
    days = [first + timedelta(days=ahead) for ahead in range(DAYS_OF_A_WEEK)]
    return {
        "days": [
            {
                "name": wording.weekday(day),
                "number": day.day,
                "words": wording.long_day(day, today),
                "iso": day.isoformat(),
                "count": counts.get(day, 0),
                "dots": range(min(counts.get(day, 0), 4)),
                "today": day == today,
            }
            for day in days
        ],
        "words": _("%(first)s to %(last)s")
        % {"first": wording.long_day(days[0], today), "last": wording.long_day(days[-1], today)},
        "before_url": f"{url}&week={(first - a_week).isoformat()}",
        "after_url": f"{url}&week={(first + a_week).isoformat()}",
        "this_url": f"{url}&week={(today - timedelta(days=today.weekday())).isoformat()}",
    }


def in_full(meeting: Meeting, member: Membership, now: datetime) -> dict[str, Any]:
    """The page of one meeting: head, readiness, what speaks against it, who is there, what was said last."""
    there = list(meeting.attendees.all())
    open_ = meeting.state == State.PLANNED and not meeting.client.archived
    plans = may(member, "meeting.plan", meeting.client) and open_
    hints = meeting_hints.hints(meeting_hints.sketch_of(meeting), meeting.agency) if open_ else {}
    over = meeting.starts_at + timedelta(minutes=meeting.minutes) <= now
    return {
        **row(meeting, now),
        "way": capfirst(meeting.get_way_display()),
        "place": meeting.place,
        "place_url": meeting.place if meeting.place.startswith(("https://", "http://")) else "",
        "people": words.people(there, meeting.organiser_id),
        "hints": [*hints.get("when", ()), *hints.get("who", ())] if not over else [],
        "readiness": _readiness(meeting) if open_ else None,
        "over": over,
        "open": open_,
        "may_plan": plans,
        "organiser": _("%(name)s invites") % {"name": meeting.organiser},
        "told": _told(meeting, now),
        "urls": _urls(meeting, member, plans=plans, over=over),
        "again": _again(meeting, member, now),
    }


def beside(meeting: Meeting, member: Membership, now: datetime) -> dict[str, Any]:
    """Who one will speak with, what was said last, and what is still to be done. Two queries."""
    slug = meeting.agency.slug
    last = queries.last_summary(meeting.client)
    theirs = [row.contact for row in meeting.attendees.all() if row.contact]
    return {
        "cards": [person_card(contact, member, now) for contact in theirs],
        "summary": last
        and {
            "title": last.subject or last.interaction.subject,
            "url": reverse("summary", args=[slug, last.key]),
            "when": wording.moment(last.interaction.at, _zone(), now),
            "sign": telling.sign_of(last, now) if last.state != last.State.DISPUTED else None,
        },
        "actions": [
            task_row(task, member, now.astimezone(_zone()).date()) for task in queries.open_actions(meeting.client)
        ],
    }


def agenda(
    meeting: Meeting, guests: Guests | None = None, *, fresh: str = "", focus: str = "", typed: Any = None
) -> dict[str, Any]:
    """The agenda: with `guests` lines to type in for who may, and words for all others and for paper. What was `typed`
    comes back as it was.
    """
    items = list(meeting.items.all())
    forms = [_line(item.key, guests, typed, item) for item in items] if guests else []
    if guests and fresh and len(items) < MOST_ITEMS:
        forms.append(_line(fresh, guests, typed))
    for form in forms:
        form.last_item = form.item is not None and form.item == items[-1]
    return {
        "lines": [
            {
                "number": number,
                "title": item.title,
                "who": announced.speaker(item),
                "minutes": item.minutes,
                "aim": capfirst(item.get_aim_display()),
                "note": item.note,
                "begins": begins,
            }
            for (number, item), begins in zip(enumerate(items, 1), _clock_times(meeting), strict=True)
        ],
        "forms": forms,
        "fresh": fresh,
        "focus": focus or fresh,
        "sum": words.sum_words(minutes_of(items), meeting) if any(item.minutes for item in items) else None,
        "full": len(items) >= MOST_ITEMS,
    }


def _line(key: str, guests: Guests, typed: Any, item: AgendaItem | None = None) -> ItemForm:
    """A line that somebody else added meanwhile was not typed."""
    return ItemForm(typed if f"item-{key}-title" in (typed or ()) else None, key=key, guests=guests, item=item)


def _clock_times(meeting: Meeting) -> Iterator[str]:
    """When each item begins, as long as all before it say how long they take."""
    at: datetime | None = meeting.starts_at
    for item in meeting.items.all():
        yield wording.clock_time(at, _zone()) if at else ""
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None


def _readiness(meeting: Meeting) -> dict[str, Any] | None:
    """For a kickoff: ready, or whom an item is missing for. Asks the database nothing."""
    if meeting.kind != Meeting.Kind.KICKOFF:
        return None
    busy = {item.owner_id for item in meeting.items.all()}
    idle = [str(row.member) for row in meeting.attendees.all() if row.member_id and row.member_id not in busy]
    if idle:
        said = _("Nothing yet for %(names)s. Each of us who comes speaks for an item.")
        return {"kind": "attention", "ready": False, "words": said % {"names": wording.listing(idle)}, "may": False}
    if meeting.readied_at is None:
        return {"kind": "info", "ready": False, "words": _("Each of us speaks for an item."), "may": True}
    said = _("Ready, says %(name)s.") % {"name": meeting.readied_by}
    return {"kind": "good", "ready": True, "words": said, "may": True}


def _told(meeting: Meeting, now: datetime) -> str:
    if meeting.announced_at is None:
        return ""
    last = last_announced(meeting)
    sent = last.made_at if last else meeting.announced_at
    return _("The agenda was sent %(when)s.") % {"when": wording.moment(sent, _zone(), now)}


def _urls(meeting: Meeting, member: Membership, *, plans: bool, over: bool) -> dict[str, str]:
    """Addresses of the buttons; '' for what the member may not, or what no page offers."""
    slug, key = meeting.agency.slug, meeting.key
    logs = may(member, "call.log", meeting.client) and meeting.interaction_id is None and not meeting.client.archived
    tells = plans and may(member, "meeting.announce", meeting.client)
    proposes = plans and not over and may(member, "agenda.propose", meeting.client)
    log = f"{reverse('client_call_new', args=[slug, meeting.client.key])}?meeting={key}"
    return {
        "change": reverse("meeting_change", args=[slug, key]) if plans else "",
        "send": reverse("meeting_announcement", args=[slug, key]) if tells and not over else "",
        "call_off": reverse("meeting_cancellation", args=[slug, key]) if tells else "",
        "log": log if logs and meeting.state != State.CANCELLED else "",
        "ready": reverse("meeting_readiness", args=[slug, key]) if plans else "",
        "agenda": reverse("meeting_agenda", args=[slug, key]) if plans else "",
        "proposals": reverse("meeting_proposals", args=[slug, key]) if proposes else "",
    }


def _again(meeting: Meeting, member: Membership, now: datetime) -> dict[str, str] | None:
    """The next one: planned already, or to be planned, once a weekly meeting was held."""
    slug = meeting.agency.slug
    if following := getattr(meeting, "followed_by", None):
        return {"url": reverse("meeting", args=[slug, following.key]), "when": _moment(following.starts_at, now)}
    held = meeting.kind == Meeting.Kind.WEEKLY and meeting.state == State.HELD
    if held and may(member, "meeting.plan", meeting.client) and not meeting.client.archived:
        return {"plan_url": reverse("meeting_next", args=[slug, meeting.key])}
    return None


def _moment(at: datetime, now: datetime) -> str:
    return wording.moment(at, _zone(), now)


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def table(rows: Sequence[Meeting]) -> list[tuple[object, ...]]:
    """The list as a spreadsheet; times are those of whoever asks."""
    head = (_("Begins"), _("Minutes"), _("Client"), _("Type"), _("Title"), _("How"), _("Where"), _("Who"), _("Stands"))
    return [
        head,
        *(
            (
                f"{each.starts_at.astimezone(_zone()):%Y-%m-%d %H:%M}",
                each.minutes,
                each.client.name,
                words.kind_words(each),
                each.title,
                capfirst(each.get_way_display()),
                each.place,
                words.names(each),
                each.get_state_display(),
            )
            for each in rows
        ),
    ]
