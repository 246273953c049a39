"""What is different in a new version of a summary, and what the client said of the one before, for pages."""

from collections.abc import Sequence
from typing import Any

from comms import version_diff, writer
from comms.domain.line_locks import locked_lines
from comms.models import Correction, Summary, SummaryCopy
from comms.spoken import frozen_line, frozen_lines

SETTLED_SIGNS = {
    Correction.Settled.OPEN: ("", "clock"),
    Correction.Settled.ACCEPTED: ("good", ""),
    Correction.Settled.DISCUSSED: ("info", "quote"),
}


def since(older: Summary, lines: Sequence[writer.Line], reader: writer.Reader) -> list[dict[str, str]]:
    """As components/diff.html takes it: what was changed, added and taken out."""
    before = frozen_lines(older.lines.select_related("contact__person"))
    return version_diff.paragraphs(version_diff.compare(before, lines), reader)


def at_desk(draft: Summary | None, lines: Sequence[writer.Line]) -> dict[str, Any]:
    """Beside the draft of a new version: what is different so far, what they said, what is locked, what was opened."""
    if draft is None or draft.supersedes is None:
        return {}
    reader = over_the_shoulder(draft)
    opened = draft.unlocked.select_related("line", "by__user")
    return {
        "older": draft.supersedes,
        "changes": since(draft.supersedes, lines, reader),
        "their_words": [*corrections(draft.supersedes), *mails(draft.supersedes)],
        "locked": [_locked(frozen_line(line), reader) for line in locked_lines(draft)],
        "unlocked": [
            {**_locked(frozen_line(one.line), reader), "reason": one.reason, "by": str(one.by.user)} for one in opened
        ],
    }


def over_the_shoulder(summary: Summary) -> writer.Reader:
    """Lines as staff read them: names instead of 'you', all detail."""
    return writer.Reader(name="", contact_id=0, detail="full", agency=summary.agency.name)


def corrections(summary: Summary) -> list[dict[str, Any]]:
    """Each correction with its line, and what became of it."""
    rows = Correction.objects.filter(line__summary=summary).select_related(
        "line", "copy__contact__person", "copy__request", "settled_by__user"
    )
    return [correction_row(row) for row in rows.order_by("line__number", "id")]


def correction_row(row: Correction) -> dict[str, Any]:
    kind, icon = SETTLED_SIGNS[Correction.Settled(row.settled_as)]
    return {
        "key": row.key,
        "name": row.copy.contact.person.name,
        "line": row.line.text,
        "number": row.line.number,
        "text": row.text,
        "settled_as": row.settled_as,
        "sign": {"kind": kind, "icon": icon, "words": str(Correction.Settled(row.settled_as).label)},
        "thread": row.copy.request,
    }


def mails(summary: Summary) -> list[dict[str, Any]]:
    """What was written by mail and found to correct something."""
    rows = summary.copies.filter(verdict=SummaryCopy.Verdict.CORRECTED, answered_how="mail").exclude(mail=None)
    return [
        {
            "name": copy.contact.person.name,
            "line": "",
            "text": copy.mail.text,
            "thread": copy.mail.request,
            "sign": None,
        }
        for copy in rows.select_related("contact__person", "mail__request")
        if copy.mail is not None
    ]


def _locked(line: writer.Line, reader: writer.Reader) -> dict[str, Any]:
    return {"number": line.number, "topic": line.topic, "text": version_diff.in_words(line, reader)}
