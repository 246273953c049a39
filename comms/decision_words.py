"""Decisions in words, for the log, for a decision's own page and for Today."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from agency.cutting import cut
from agency.models import Membership
from agency.origins import Origin
from agency.permissions import may
from agency.registry import TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from clients.days import day_of
from clients.queries.rights import not_theirs, rights_at
from clients.queries.work import task_row
from comms import citation_pages
from comms.models import Decision, Interaction
from comms.queries import decisions as queries
from comms.today import quote

MOST_ROWS, LONGEST_REASON = 20, 160


def row(decision: Decision, today: date) -> dict[str, Any]:
    """A decision in the log."""
    newer = getattr(decision, "superseded_by", None)
    kind, words, icon = _sign(decision, newer, today)
    slug = decision.agency.slug
    return {
        "decision": decision,
        "key": decision.key,
        "url": reverse("decision", args=[slug, decision.key]),
        "what": decision.what,
        "why": decision.why,
        "because": _because(decision.why),
        "by": decision.name,
        "theirs": decision.decided_by is not None,
        "about": decision.about,
        "day": wording.short_day(decision.decided_on),
        "datetime": decision.decided_on.isoformat(),
        "client": decision.client.name,
        "client_url": reverse("client_decisions", args=[slug, decision.client.key]),
        "source": source_of(decision.interaction, slug),
        "sign_kind": kind,
        "sign": words,
        "sign_icon": icon,
        "stands": newer is None and decision.withdrawn_at is None,
        "replaced_by": newer.what if newer else "",
        "replaces": _replaces(decision.supersedes),
    }


def _because(why: str) -> str:
    return _("Because: %(why)s") % {"why": wording.isolated(cut(why, LONGEST_REASON))} if why else ""


def _replaces(earlier: Decision | None) -> str:
    return _("Replaces: %(what)s") % {"what": wording.isolated(cut(earlier.what, LONGEST_REASON))} if earlier else ""


def _sign(decision: Decision, newer: Decision | None, today: date) -> tuple[str, str, str]:
    if newer is not None:
        return "", _("Replaced by a later decision"), "undo"
    if decision.withdrawn_at is not None:
        return "", _("Withdrawn"), "undo"
    if getattr(decision, "corrected", False):
        return "attention", capfirst(_("corrected by the client, not settled yet")), ""
    if decision.revisit_on is not None:
        late = decision.revisit_on <= today
        day = wording.day(decision.revisit_on, today)
        return "attention" if late else "info", _("To be looked at again: %(day)s") % {"day": day}, "calendar"
    return "good", _("Stands"), ""


def source_of(said: Interaction | None, slug: str) -> Origin:
    """'call of 3 Nov', and where it can be read; a call leads to the newest version of its summary."""
    if said is None:
        return Origin(_("told to us"), "")
    day = wording.short_day(day_of(said.at, said.agency))
    words = _("%(kind)s of %(day)s") % {"kind": said.get_kind_display(), "day": day}
    if said.request is not None:
        return Origin(words, reverse("request", args=[slug, said.request.key]) + f"#{said.key}")
    newest = next(iter(sorted(said.summaries.all(), key=lambda summary: -summary.version)), None)
    return Origin(words, reverse("summary", args=[slug, newest.key]) if newest else "")


def hint(decision: Decision) -> str:
    """'Budget is for Maria Holm to decide.' where somebody else decided it."""
    if not decision.about:
        return ""
    return not_theirs(rights_at(decision.client), decision.about, decision.decided_by_id, decision.decided_by_member_id)


def page(decision: Decision, member: Membership, now: datetime) -> dict[str, Any]:
    """All that is known of a decision, in a constant number of queries."""
    today, slug = day_of(now, member.agency), member.agency.slug
    client, keys = decision.client, [slug, decision.key]
    history = queries.chain_of(decision, member)
    writes = may(member, "decision.record", client) and not client.archived
    shown = row(decision, today)
    newer = getattr(decision, "superseded_by", None)
    return {
        "shown": shown,
        "client": client,
        "hint": hint(decision),
        "history": [{**row(each, today), "current": each.pk == decision.pk} for each in history],
        "insights": [
            {"text": each.text, "url": reverse("insight", args=[slug, each.key]), "who": _who_told(each.contact)}
            for each in queries.insights_behind(decision)
        ],
        "tasks": [task_row(task, member, today) for task in queries.tasks_from(decision)],
        "flags": [_flag(flag, slug) for flag in queries.flags_from(decision)],
        "scope_url": reverse("scope_version", args=[slug, decision.scope.key]) if decision.scope else "",
        "quoted": citation_pages.lines("decision", [decision.pk], member, now).get(decision.pk, []),
        "on": wording.day(decision.decided_on, today),
        "recorded": wording.moment(decision.recorded_at, timezone.get_current_timezone(), now),
        "may_write": writes,
        "may_replace": writes and shown["stands"],
        "may_part": writes and newer is not None and not _by_correction(decision, newer),
        "may_withdraw": writes and shown["stands"] and decision.topic_id is None,
        "may_reinstate": writes and decision.withdrawn_at is not None and decision.topic_id is None,
        "may_tell": writes and may(member, "letter.write", client) and not _on_call(decision),
        "urls": {
            name: reverse(f"decision_{name}", args=keys)
            for name in ("replacement", "withdrawal", "revisit", "letter", "task", "scope")
        },
        "new_url": f"{reverse('decision_new', args=[slug, client.key])}?replaces={decision.key}",
    }


def _by_correction(earlier: Decision, later: Decision) -> bool:
    return earlier.topic_id is not None and earlier.interaction_id == later.interaction_id


def _on_call(decision: Decision) -> bool:
    return decision.topic_id is not None


def _who_told(contact: Any) -> str:
    return contact.person.name if contact else ""


def _flag(flag: Any, slug: str) -> dict[str, str]:
    return {"what": flag.wish, "state": flag.get_state_display(), "url": reverse("scope_flag", args=[slug, flag.key])}


def to_look_at(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """For whoever leads the client, from the day on which a decision is to be looked at again."""
    today = day_of(now, member.agency)
    mine = Q(client__lead=member, client__archived_at=None)
    rows = queries.log_of(member)
    due = rows.filter(queries.STANDING, mine, revisit_on__lte=today).order_by("revisit_on", "pk")
    found = due.prefetch_related(None).values_list("pk", "revisit_on")[:MOST_ROWS]
    zone = timezone.get_current_timezone()
    places = (
        (pk, TodaySection.TODAY, datetime.combine(on, datetime.min.time(), zone)) for pk, on in found if on is not None
    )
    return outlines(rows, places, partial(_today_row, today), group=TodayGroup.WORK)


def _today_row(today: date, decision: Decision, place: TodayOutline) -> TodayRow:
    slug = decision.agency.slug
    return TodayRow(
        row_id=f"decision-{decision.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=_("Does this decision still hold?"),
        rest=_("Decided by %(name)s, %(day)s.")
        % {"name": decision.name, "day": wording.day(decision.decided_on, today)},
        about=quote(decision.what),
        client=decision.client.name,
        client_url=reverse("client", args=[slug, decision.client.key]),
        icon="decision",
        template="comms/today_link.html",
        data={"label": _("Look at it"), "url": reverse("decision", args=[slug, decision.key])},
    )


def origins(ids: Iterable[int]) -> dict[int, Origin]:
    """Where a task came from, or where a hope was talked about: a decision."""
    found = Decision.objects.filter(pk__in=list(ids)).select_related("client")
    return {
        each.pk: Origin(
            _("decision of %(day)s") % {"day": wording.short_day(each.decided_on)},
            reverse("decision", args=[each.agency.slug, each.key]),
        )
        for each in found
    }


def call_origins(ids: Iterable[int]) -> dict[int, Origin]:
    """The same for a call or a message."""
    rows = Interaction.objects.filter(pk__in=list(ids)).select_related("request").prefetch_related("summaries")
    return {said.pk: source_of(said, said.agency.slug) for said in rows}


def table(rows: Sequence[Decision]) -> list[Sequence[object]]:
    """The log as a file."""
    head = (
        *(_("Client"), _("Decided"), _("Because"), _("Subject"), _("Who"), _("Whose"), _("On"), _("From")),
        *(_("Stands"), _("Replaces"), _("Replaced by"), _("Look again on")),
    )
    return [head, *(_cells(decision) for decision in rows)]


def _cells(decision: Decision) -> Sequence[object]:
    newer = getattr(decision, "superseded_by", None)
    state = _("replaced") if newer else _("withdrawn") if decision.withdrawn_at else _("stands")
    return (
        decision.client.name,
        decision.what,
        decision.why,
        decision.about,
        decision.name,
        _("theirs") if decision.decided_by else _("ours"),
        decision.decided_on.isoformat(),
        source_of(decision.interaction, decision.agency.slug).words,
        state,
        decision.supersedes.what if decision.supersedes else "",
        newer.what if newer else "",
        decision.revisit_on.isoformat() if decision.revisit_on else "",
    )
