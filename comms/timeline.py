"""What the client's timeline says of calls, summaries, decisions and flags: all events of a page in a few queries."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency import wording
from agency.cutting import cut
from agency.models import Event, Membership
from agency.permissions import may
from agency.registry import TimelineLine
from agency.tenancy.base import TenantModel
from comms import telling
from comms.models import Decision, Interaction, Request, ScopeFlag, Summary
from comms.queries.calls import with_answers

M = TypeVar("M", bound=TenantModel)

KIND_ICONS = {
    "email": "mail",
    "call": "phone",
    "meeting": "users",
    "visit": "visit",
    "chat": "chat",
    "letter": "letter",
    "note": "lock",
}
LONGEST_EXCERPT = 280
JOINED = {
    "request.merged": gettext_lazy("Two requests became one thread"),
    "request.taken_out": gettext_lazy("Two requests were taken apart again"),
    "request.split": gettext_lazy("A message became a request of its own"),
}

NOT_TOLD = {"call.rewritten", "call.discarded", "transcript.added", "transcript.removed", "letter.put_off"}
"""Events of what was said that are nothing to tell by themselves."""


def by_id(rows: QuerySet[M], events: Sequence[Event]) -> dict[int, M]:
    return {row.pk: row for row in rows.filter(pk__in={event.object_id for event in events})}


def tell(
    rows: QuerySet[Any], events: Sequence[Event], words: Callable[[Any, Event], TimelineLine | None]
) -> dict[int, TimelineLine]:
    """Lines by event id; events whose object is gone, or that say nothing by themselves, give none."""
    found: dict[int, Model] = by_id(rows, events)
    lines = {event.pk: words(found[event.object_id], event) for event in events if event.object_id in found}
    return {pk: line for pk, line in lines.items() if line is not None}


def excerpt(text: str) -> str:
    return cut(text, LONGEST_EXCERPT)


def interactions(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = Interaction.objects.select_related("contact__person", "member__user", "request").prefetch_related(
        "participants__contact__person"
    )
    return tell(rows, events, _interaction)


def _interaction(interaction: Interaction, event: Event) -> TimelineLine | None:
    """None for what says nothing by itself, and for a mail that was taken back: the client never had it."""
    if event.verb in NOT_TOLD or interaction.withdrawn_at is not None:
        return None
    icon = KIND_ICONS[interaction.kind]
    who = interaction.contact.person.name if interaction.contact else ""
    ours = str(interaction.member.user) if interaction.member else _("Rapport")
    url = reverse("request", args=[interaction.agency.slug, interaction.request.key]) if interaction.request else ""
    if interaction.internal:
        return TimelineLine(
            icon=icon, strong=ours, rest=_("for us only"), body=excerpt(interaction.text), inside=True, url=url
        )
    if interaction.kind in {"call", "meeting", "visit", "chat"}:
        names = wording.listing([p.contact.person.name for p in interaction.participants.all()])
        minutes = interaction.minutes
        length = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes} if minutes else ""
        strong = _("%(kind)s with %(names)s") % {"kind": interaction.get_kind_display().capitalize(), "names": names}
        return TimelineLine(icon=icon, strong=strong, rest=length, body=excerpt(interaction.subject))
    if interaction.direction == Interaction.Direction.INBOUND:
        return TimelineLine(icon=icon, strong=who, rest=interaction.subject, body=_quoted(interaction.text), url=url)
    strong = _("%(ours)s to %(name)s") % {"ours": ours, "name": who}
    return TimelineLine(icon=icon, strong=strong, rest=interaction.subject, body=_quoted(interaction.text), url=url)


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": wording.isolated(excerpt(text))} if text.strip() else ""


def summaries(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = with_answers(Summary.objects.select_related("interaction", "client"))
    now = timezone.now()
    return tell(rows, events, lambda summary, event: _summary(summary, event, now))


def _summary(summary: Summary, event: Event, now: Any) -> TimelineLine | None:
    url = reverse("summary", args=[summary.agency.slug, summary.key])
    names = {copy.contact_id: copy.contact.person.name for copy in summary.copies.all()}
    who = names.get(event.actor_id or 0, _("The client"))
    match event.verb:
        case "summary.sent":
            readers, sign = wording.listing(list(names.values())), telling.sign_of(summary, now)
            return TimelineLine(
                icon="summary",
                strong=_("Summary sent"),
                rest=_("to %(names)s") % {"names": readers},
                body=summary.subject or summary.interaction.subject,
                url=url,
                signs=[{"kind": sign["kind"], "text": sign["words"]}],
            )
        case "summary.agreed":
            return TimelineLine(icon="check", strong=_("%(name)s agreed to the summary") % {"name": who}, url=url)
        case "summary.disputed":
            fixes = [
                c.text
                for copy in summary.copies.all()
                if copy.contact_id == event.actor_id
                for c in copy.corrections.all()
            ]
            count = len(fixes)
            strong = ngettext(
                "%(name)s corrected a line of the summary", "%(name)s corrected %(count)s lines of the summary", count
            )
            return TimelineLine(
                icon="edit", strong=strong % {"name": who, "count": count}, body=_quoted(" / ".join(fixes)), url=url
            )
        case "summary.agreed_by_silence":
            return TimelineLine(icon="check", strong=_("Summary agreed, as nothing was heard"), url=url)
    return None


def decisions(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = Decision.objects.select_related("decided_by__person", "decided_by_member__user", "supersedes")
    moves = {
        "decision.withdrawn": _("No longer decided"),
        "decision.superseded": _("A later decision takes its place"),
        "decision.stands_again": _("It stands again"),
        "decision.reinstated": _("It stands again"),
    }

    def words(decision: Decision, event: Event) -> TimelineLine | None:
        row = telling.decision_row(decision, timezone.localdate())
        url = reverse("decision", args=[decision.agency.slug, decision.key])
        if event.verb in moves:
            return TimelineLine(icon="undo", strong=moves[event.verb], rest=decision.what, url=url)
        if event.verb != "decision.recorded":
            return None
        because = _("Because: %(why)s") % {"why": decision.why} if decision.why else ""
        replaces = _("Replaces: %(what)s") % {"what": row["replaces"]} if row["replaces"] else ""
        return TimelineLine(
            icon="decision",
            strong=_("Decided by %(name)s") % {"name": row["by"]},
            rest=decision.what,
            body=" ".join(filter(None, (because, replaces))),
            url=url,
        )

    return tell(rows, events, words)


def flags(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = ScopeFlag.objects.select_related("exclusion", "client")

    def words(flag: ScopeFlag, event: Event) -> TimelineLine:
        clause = str(flag.exclusion or "")
        strong = {
            "scope.flagged": _("Flagged as outside the scope"),
            "scope.flag_reopened": _("Flagged again as outside the scope"),
        }.get(event.verb) or _("Flag settled: %(how)s") % {"how": _settled_as(event)}
        own_page = reverse("scope_flag", args=[flag.agency.slug, flag.key])
        url = own_page if may(member, "request.flag", flag.client) else ""
        return TimelineLine(icon="flag", strong=strong, rest=clause, body=_quoted(flag.wish), inside=True, url=url)

    return tell(rows, events, words)


def _settled_as(event: Event) -> str:
    """As it was settled then, whatever became of the flag later."""
    return str(dict(ScopeFlag.State.choices).get(event.facts.get("state"), ""))


def requests(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    """Only what a request's own events add to its messages: that it was answered, merged or split."""
    rows = Request.objects.select_related("contact__person")
    answers = {
        interaction.key: interaction
        for interaction in Interaction.objects.filter(
            key__in=[event.facts.get("interaction", "") for event in events]
        ).select_related("member__user", "contact__person", "request")
    }

    def words(request: Request, event: Event) -> TimelineLine | None:
        if event.verb == "request.answered" and event.facts.get("interaction") in answers:
            return _interaction(answers[event.facts["interaction"]], event)
        url = reverse("request", args=[request.agency.slug, request.key])
        if event.verb in JOINED:
            return TimelineLine(
                icon="users", strong=str(JOINED[event.verb]), rest=request.subject, url=url, inside=True
            )
        if event.verb == "request.opened":
            said = Interaction.objects.filter(request=request).order_by("at").values_list("text", flat=True).first()
            return TimelineLine(
                icon="mail", strong=request.contact.person.name, rest=request.subject, body=_quoted(said or ""), url=url
            )
        return None

    return tell(rows, events, words)
