"""What we do with a client's corrections: accept them into the next version, or discuss them. What was sent stays."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.cutting import cut
from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from comms.domain import topic_copies
from comms.domain.calls import discard_call
from comms.domain.summaries import begin_correction
from comms.models import Correction, Request, Summary, Topic

SHOWN = 80


class NothingToTakeOver(ValidationError):
    def __init__(self) -> None:
        super().__init__({"corrections": _("Choose at least one correction that is not accepted yet.")})


class NotInTheDraft(ValidationError):
    """The next version has been written on, and the corrected line is no longer in it."""

    def __init__(self, correction: Correction) -> None:
        words = {"line": cut(correction.line.text, SHOWN)}
        super().__init__(_("The new version no longer says “%(line)s”. Write it in by hand.") % words)


@transaction.atomic
def take_over(
    summary: Summary, *, by: Membership, at: datetime, only: Sequence[Correction] | None = None
) -> Summary:  # fmt: skip
    """The next version in draft, begun or gone on with, in which each corrected line says what the client says.

    `only` these, or all that are not accepted yet; of several for one line the newest counts. The topics that the sent
    lines quote are kept; the draft gets copies of them. Raises NothingToTakeOver, NotInTheDraft, ClientIsArchived, or
    ValidationError when a newer version was sent.
    """
    lock(summary)
    rows = Correction.objects.filter(line__summary=summary).exclude(settled_as=Correction.Settled.ACCEPTED)
    if only is not None:
        rows = rows.filter(pk__in=[correction.pk for correction in only])
    newest = {one.line_id: one for one in rows.select_related("line").order_by("id")}
    if not newest:
        raise NothingToTakeOver
    newer = Summary.objects.filter(supersedes=summary, state=Summary.State.DRAFT).first()
    if newer is not None:
        require_active(summary.client)
    draft = newer or begin_correction(summary, by=by, at=at)
    missed = topic_copies.rewrite(summary.interaction, list(newest.values()), at=at)
    if missed is not None:
        raise NotInTheDraft(missed)
    for correction in newest.values():
        settle(correction, Correction.Settled.ACCEPTED, by=by, at=at)
    record("summary.corrections_accepted", summary, by=by, at=at, lines=len(newest), version=draft.version)
    return draft


@transaction.atomic
def discuss(correction: Correction, *, by: Membership, at: datetime) -> Request:
    """Not taken over as it is: it is talked about in the thread that it opened, which is given. Raises
    ClientIsArchived, or ValidationError for one that is accepted.
    """
    lock(correction)
    require_active(correction.copy.summary.client)
    request = correction.copy.request
    if correction.settled_as == Correction.Settled.ACCEPTED or request is None:
        raise ValidationError(_("This correction stands in the new version already."), code="accepted")
    if correction.settled_as != Correction.Settled.DISCUSSED:
        settle(correction, Correction.Settled.DISCUSSED, by=by, at=at)
        summary = correction.copy.summary
        record("summary.correction_discussed", summary, by=by, at=at, line=correction.line.number)
    return request


@transaction.atomic
def undecide(correction: Correction, *, by: Membership, at: datetime) -> Correction:
    """What was to be discussed is open again."""
    lock(correction)
    if correction.settled_as == Correction.Settled.DISCUSSED:
        settle(correction, Correction.Settled.OPEN, by=None, at=None)
        summary = correction.copy.summary
        record("summary.correction_undecided", summary, by=by, at=at, line=correction.line.number)
    return correction


def settle(correction: Correction, as_what: str, *, by: Membership | None, at: datetime | None) -> None:
    correction.settled_as, correction.settled_by, correction.settled_at = as_what, by, at
    correction.save(update_fields=["settled_as", "settled_by", "settled_at"])


@transaction.atomic
def drop(draft: Summary, *, by: Membership, at: datetime) -> bool:
    """Takes the next version back while it is a draft: the topics are again those of what was sent, and what was
    accepted is undecided. False for one that was sent.
    """
    older = lock(draft).supersedes
    if draft.state != Summary.State.DRAFT or older is None:
        return False
    quoted = set(older.lines.exclude(source_topic=None).values_list("source_topic_id", flat=True))
    Topic.objects.filter(interaction=draft.interaction, dropped_at=None).exclude(pk__in=quoted).update(dropped_at=at)
    Topic.objects.filter(pk__in=quoted).update(dropped_at=None)
    accepted = Correction.objects.filter(line__summary=older, settled_as=Correction.Settled.ACCEPTED)
    accepted.update(settled_as=Correction.Settled.OPEN, settled_by=None, settled_at=None)
    record("summary.correction_dropped", older, by=by, at=at, version=draft.version)
    draft.delete()
    return True


def discard(summary: Summary, *, by: Membership, at: datetime) -> None:
    """The notes of a call, or a new version of its summary, while it is a draft. Raises SummaryAlreadySent."""
    if summary.version > 1 and summary.state == Summary.State.DRAFT:
        drop(summary, by=by, at=at)
    else:
        discard_call(summary, by=by, at=at)
