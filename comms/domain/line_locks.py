"""Lines that the client has agreed to stand in the next version as they are, until somebody unlocks one with a reason,
which the client is told (practice V4).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agency.cutting import cut
from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from comms import version_diff, writer
from comms.models import LineUnlocked, Summary, SummaryCopy, SummaryLine
from comms.spoken import frozen_line

SHOWN = 80


class LineIsLocked(ValidationError):
    """A line to which the client agreed is missing from the next version, or says something else."""

    def __init__(self, line: writer.Line) -> None:
        words = {"line": cut(line.text, SHOWN)}
        super().__init__(_("They agreed to “%(line)s”. Unlock it first, with a reason.") % words, code="locked")


class NotLocked(ValidationError):
    def __init__(self) -> None:
        super().__init__({"line": _("This line is not locked.")}, code="not_locked")


def agreed_lines(draft: Summary) -> list[SummaryLine]:
    """The lines of the version before to which the client has agreed, in it or in an earlier one."""
    if draft.version == 1:
        return []
    earlier = (
        Summary.objects.filter(interaction_id=draft.interaction_id, version__lt=draft.version)
        .order_by("version")
        .prefetch_related(
            Prefetch("lines", SummaryLine.objects.select_related("contact__person", "source_topic")),
            "copies__corrections",
        )
    )
    agreed: list[SummaryLine] = []
    for version in earlier:
        agreed = _agreed_in(version, Counter(substance(line) for line in agreed))
    return agreed


def _agreed_in(version: Summary, before: Counter[tuple[object, ...]]) -> list[SummaryLine]:
    """What was corrected by anybody is open, and so is all of it while a mail says that something is wrong."""
    copies = list(version.copies.all())
    verdicts = SummaryCopy.Verdict
    if any(copy.verdict == verdicts.CORRECTED and copy.answered_how == "mail" for copy in copies):
        return []
    wrong = {correction.line_id for copy in copies for correction in copy.corrections.all()}
    answered = version.state == Summary.State.AGREED_BY_SILENCE or any(copy.verdict for copy in copies)
    found = []
    for line in version.lines.all():
        known = before[substance(line)] > 0
        before[substance(line)] -= known
        if line.pk not in wrong and (answered or known):
            found.append(line)
    return found


def substance(line: SummaryLine) -> tuple[object, ...]:
    """What was agreed to. Words of ours that stand for a clause count as the clause, in whichever language."""
    ours = line.kind == writer.Kind.OUT_OF_SCOPE and line.source_topic and not line.source_topic.answer.strip()
    return version_diff.substance(replace(frozen_line(line), text="" if ours else line.text))


def _said(line: writer.Line) -> tuple[object, ...]:
    ours = line.kind is writer.Kind.OUT_OF_SCOPE and line.text == writer.outside(line.reason)
    return version_diff.substance(replace(line, text="" if ours else line.text))


def locked_lines(draft: Summary) -> list[SummaryLine]:
    agreed = agreed_lines(draft)
    if not agreed:
        return []
    open_again = set(LineUnlocked.objects.filter(summary=draft).values_list("line_id", flat=True))
    return [line for line in agreed if line.pk not in open_again]


def require_kept(draft: Summary, lines: Sequence[writer.Line]) -> None:
    """Raises LineIsLocked unless each locked line is said once more, word for word."""
    said = Counter(_said(line) for line in lines)
    for line in locked_lines(draft):
        said[substance(line)] -= 1
        if said[substance(line)] < 0:
            raise LineIsLocked(frozen_line(line))


@transaction.atomic
def unlock(draft: Summary, number: int, *, reason: str, by: Membership, at: datetime) -> LineUnlocked:
    """Opens the line of that number in the version before. Raises NotLocked, ClientIsArchived, ValidationError."""
    require_active(lock(draft).client)
    if draft.state != Summary.State.DRAFT:
        raise NotLocked
    line = next((line for line in locked_lines(draft) if line.number == number), None)
    if line is None:
        raise NotLocked
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. They read it in the next mail.")}, code="required")
    opened = LineUnlocked.objects.create(
        client_id=draft.client_id, summary=draft, line=line, reason=reason.strip()[:300], at=at, by=by
    )
    record("summary.line_unlocked", draft, by=by, at=at, line=number, reason=opened.reason)
    return opened


@transaction.atomic
def lock_again(opened: LineUnlocked, *, by: Membership, at: datetime) -> None:
    """Takes the unlocking back. What was changed meanwhile is refused when the draft is kept or sent."""
    draft = lock(opened.summary)
    if draft.state != Summary.State.DRAFT:
        raise NotLocked
    number = opened.line.number
    opened.delete()
    record("summary.line_locked", draft, by=by, at=at, line=number)
