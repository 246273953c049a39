"""What may be quoted to a contact, as they may read it: decisions, summaries that were sent, the scope in force, and
messages that they were on. Never a draft, a note among us, another's mail, or an amount of money.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import translation
from django.utils.translation import gettext as _

from agency import wording
from agency.languages import announced
from clients.models import Contact, Deliverable, Exclusion, ScopeOfWork
from clients.profile import effective_profile
from clients.scope_changes import Promise
from comms.corrected_words import in_part, not_settled
from comms.models import Decision, Interaction, Participant, Summary, SummaryCopy, SummaryLine
from comms.queries.decisions import corrected_by

WRITTEN = (Interaction.Kind.EMAIL, Interaction.Kind.CHAT, Interaction.Kind.LETTER)


@dataclass(frozen=True, kw_only=True)
class Quotable:
    """`lead` is how a sentence about it begins, with its day: 'On Tuesday 3 November we agreed on the call'. `text` is
    what may be quoted of it, in lines; `afterwards` says that it holds no more, and since when,
    or that it was corrected and is not settled.
    """

    kind: str
    id: int
    key: str
    at: datetime
    lead: str
    text: str
    afterwards: str = ""


Reader = Callable[[Contact, Collection[int], ZoneInfo, datetime], Iterator[Quotable]]


def read(contact: Contact, ids: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Quotable]:
    """Those of these things that may be quoted to the contact, in words of the language that is on."""
    profile = effective_profile(contact, contact.client, contact.agency)
    zone = ZoneInfo(profile.zone.value)
    found: dict[tuple[str, int], Quotable] = {}
    for kind, wanted in ids.items():
        for thing in READERS[kind](contact, wanted, zone, at) if wanted and kind in READERS else ():
            found[kind, thing.id] = thing
    return found


def read_to(contact: Contact, kind: str, pk: int, at: datetime) -> Quotable | None:
    """One of them in the contact's own language."""
    profile = effective_profile(contact, contact.client, contact.agency)
    with translation.override(profile.language.value):
        return read(contact, {kind: [pk]}, at).get((kind, pk))


def _decisions(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    rows = Decision.objects.filter(pk__in=ids, client=contact.client_id)
    corrected = corrected_by(ids)
    for row in rows.select_related("interaction", "superseded_by"):
        text = f"{row.what}\n{_('Because: %(why)s') % {'why': row.why}}" if row.why else row.what
        gone = _afterwards(row, at, zone) or not_settled(corrected.get(row.pk, {}), contact.pk)
        said = _wrote_down() if row.pk in corrected else _agreed(row.interaction)
        lead = said % {"day": _day(row.decided_on, at, zone)}
        yield Quotable(
            kind="decision", id=row.pk, key=row.key, at=row.recorded_at, lead=lead, text=text, afterwards=gone
        )


def _agreed(said: Interaction | None) -> str:
    kind = Interaction.Kind(said.kind) if said else None
    spoken: dict[str | None, str] = {
        Interaction.Kind.CALL: _("On %(day)s we agreed on the call"),
        Interaction.Kind.MEETING: _("On %(day)s we agreed in our meeting"),
        Interaction.Kind.VISIT: _("On %(day)s we agreed when we met"),
    }
    return spoken.get(kind, _("On %(day)s we agreed"))


def _wrote_down() -> str:
    return _("After our conversation on %(day)s we wrote down")


def _afterwards(row: Decision, at: datetime, zone: ZoneInfo) -> str:
    later = getattr(row, "superseded_by", None)
    if later is not None:
        words = {"day": _day(later.decided_on, at, zone), "what": later.what}
        return _("Replaced on %(day)s by: “%(what)s”") % words
    if row.withdrawn_at is not None:
        return _("Withdrawn on %(day)s") % {"day": _day(row.withdrawn_at.astimezone(zone).date(), at, zone)}
    return ""


def _summaries(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    rows = Summary.objects.filter(pk__in=ids, client=contact.client_id).exclude(state=Summary.State.DRAFT)
    lines = Prefetch("lines", SummaryLine.objects.order_by("number"))
    who = SummaryCopy.objects.filter(verdict=SummaryCopy.Verdict.CORRECTED).select_related("contact__person")
    corrected = Prefetch("copies", who.order_by("answered_at", "pk"))
    for row in rows.select_related("interaction", "superseded_by").prefetch_related(lines, corrected):
        day = _day(row.interaction.at.astimezone(zone).date(), at, zone)
        later = getattr(row, "superseded_by", None)
        gone = ""
        if row.state == Summary.State.SUPERSEDED and later is not None and later.sent_at is not None:
            gone = _("Corrected on %(day)s") % {"day": _day(later.sent_at.astimezone(zone).date(), at, zone)}
        elif row.state == Summary.State.DISPUTED:
            gone = in_part({copy.contact_id: str(copy.contact) for copy in row.copies.all()}, contact.pk)
        said = "\n".join(announced(line.topic, line.text) if line.topic else line.text for line in row.lines.all())
        lead = _wrote_down() % {"day": day}
        yield Quotable(
            kind="summary", id=row.pk, key=row.key, at=row.interaction.at, lead=lead, text=said, afterwards=gone
        )


def _messages(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    """Those that the contact wrote, got, or was named on."""
    was_on = Exists(Participant.objects.filter(interaction=OuterRef("pk"), contact=contact))
    rows = Interaction.objects.filter(
        Q(contact=contact) | was_on,
        pk__in=ids,
        client=contact.client_id,
        internal=False,
        withdrawn_at=None,
        kind__in=WRITTEN,
        at__lte=at,
    )
    for row in rows.select_related("contact__person"):
        words = {"day": _day(row.at.astimezone(zone).date(), at, zone)}
        if row.direction != Interaction.Direction.INBOUND:
            lead = _("On %(day)s we wrote") % words
        elif row.contact_id == contact.pk:
            lead = _("On %(day)s you wrote") % words
        else:
            lead = _("On %(day)s %(name)s wrote") % {**words, "name": row.contact}
        yield Quotable(kind="interaction", id=row.pk, key=row.key, at=row.at, lead=lead, text=row.text)


def _scopes(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    for row in ScopeOfWork.objects.filter(pk__in=ids, client=contact.client_id, state=ScopeOfWork.State.ACCEPTED):
        said = "\n".join(part for part in (row.assumptions, row.success_metrics) if part.strip())
        yield _clause("scopeofwork", row.pk, row.key, row, said, at, zone)


def _deliverables(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    rows = Deliverable.objects.filter(pk__in=ids, client=contact.client_id, scope__state=ScopeOfWork.State.ACCEPTED)
    for row in rows.select_related("scope"):
        promise = Promise(name=row.name, quantity=row.quantity, unit=row.unit, period=row.period)
        yield _clause("deliverable", row.pk, row.key, row.scope, str(promise), at, zone)


def _exclusions(contact: Contact, ids: Collection[int], zone: ZoneInfo, at: datetime) -> Iterator[Quotable]:
    rows = Exclusion.objects.filter(pk__in=ids, client=contact.client_id, scope__state=ScopeOfWork.State.ACCEPTED)
    for row in rows.select_related("scope"):
        said = _("Not included: %(what)s") % {"what": row.what}
        yield _clause(
            "exclusion", row.pk, row.key, row.scope, f"{said} ({row.reason})" if row.reason else said, at, zone
        )


def _clause(kind: str, pk: int, key: str, scope: ScopeOfWork, text: str, at: datetime, zone: ZoneInfo) -> Quotable:
    agreed = scope.accepted_at or scope.created_at
    lead = _("Our scope of work, agreed on %(day)s, says") % {"day": _day(agreed.astimezone(zone).date(), at, zone)}
    return Quotable(kind=kind, id=pk, key=key, at=agreed, lead=lead, text=text)


def _day(when: date, at: datetime, zone: ZoneInfo) -> str:
    return wording.long_day(when, at.astimezone(zone).date())


READERS: dict[str, Reader] = {
    "decision": _decisions,
    "summary": _summaries,
    "interaction": _messages,
    "scopeofwork": _scopes,
    "deliverable": _deliverables,
    "exclusion": _exclusions,
}
"""By the kinds of the search."""
