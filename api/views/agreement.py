"""What goes before a summary is sent, and what follows from the client's word."""

from typing import Any

from agency.reach import reach
from api.fields import among
from api.operations import operation
from api.serializers.agreement import (
    AcceptingBody,
    ChecksAnswer,
    DiscussionAnswer,
    JudgementBody,
    LineQuery,
    LocksAnswer,
    UnlockingBody,
)
from api.serializers.calls import SummaryAnswer, VerdictAnswer
from api.views.base import ApiView
from api.views.calls import SummaryView
from comms import checking, presend, sheet
from comms.domain import corrections, line_locks, mail_agreement, summaries
from comms.domain.calls import topics_of
from comms.models import Correction, Summary, SummaryCopy
from comms.queries.calls import copies_of, corrections_of


class Checks(SummaryView):
    verbs = {"GET": "summary.read"}

    @operation("Look at a summary before it is sent", gives=ChecksAnswer)
    def get(self, summary: Summary) -> dict[str, Any]:
        """For everybody who gets it unless you choose. What wants attention is sent only with a reason."""
        to = sheet.recipients(summary, [])
        found = checking.of_summary(summary, topics_of(summary.interaction), to)
        return {"checks": found, "needs_reason": bool(presend.attention(found))}


class Versions(SummaryView):
    verbs = {"POST": "summary.send"}

    @operation("Begin the next version of a summary", gives=SummaryAnswer, status=201, once=True)
    def post(self, summary: Summary, key: str) -> Summary:
        """In draft, with the notes of the call as they are. What was sent stays beside it."""
        draft = summaries.begin_correction(summary, by=self.member, at=self.now)
        return self.found(key=draft.key)[0]


class Accepting(SummaryView):
    verbs = {"POST": "summary.send"}

    @operation("Accept corrections of a summary", takes=AcceptingBody, gives=SummaryAnswer, status=201, once=True)
    def post(self, summary: Summary, body: dict[str, Any], key: str) -> Summary:
        """Into the next version in draft, begun or gone on with. Of several for one line the newest counts."""
        rows = {row.key: row for row in Correction.objects.filter(line__summary=summary)}
        only = among("corrections", body["corrections"], rows) if "corrections" in body else None
        draft = corrections.take_over(summary, by=self.member, at=self.now, only=only)
        return self.found(key=draft.key)[0]


class Discussion(ApiView):
    tag = "Summaries"
    verbs = {"POST": "summary.send", "DELETE": "summary.send"}

    def found(self, key: str) -> tuple[Correction]:  # type: ignore[override]
        return (reach(corrections_of(self.member), key=key),)

    @operation("Discuss a correction", gives=DiscussionAnswer)
    def post(self, correction: Correction) -> Correction:
        """It is not taken over as it is. Answer in the request that it opened."""
        corrections.discuss(correction, by=self.member, at=self.now)
        return correction

    @operation("Leave a correction open again", gives=DiscussionAnswer)
    def delete(self, correction: Correction) -> Correction:
        return corrections.undecide(correction, by=self.member, at=self.now)


class Judgement(ApiView):
    tag = "Summaries"
    verbs = {"POST": "summary.send", "DELETE": "summary.send"}

    def found(self, key: str) -> tuple[SummaryCopy]:  # type: ignore[override]
        return (reach(copies_of(self.member), key=key),)

    @operation("Say what a mail in answer to a summary says", takes=JudgementBody, gives=VerdictAnswer)
    def post(self, copy: SummaryCopy, body: dict[str, Any]) -> SummaryCopy:
        """Agreed; corrected, which begins the next version in draft; or neither: the time to answer begins anew."""
        mail_agreement.judge(copy, body["says"], by=self.member, at=self.now)
        return self.found(key=copy.key)[0]

    @operation("Let a mail wait to be read again", gives=VerdictAnswer)
    def delete(self, copy: SummaryCopy) -> SummaryCopy:
        mail_agreement.undo(copy, by=self.member, at=self.now)
        return self.found(key=copy.key)[0]


class Locks(SummaryView):
    verbs = {"GET": "summary.read", "POST": "summary.send", "DELETE": "summary.send"}

    @operation("Which lines are locked", gives=LocksAnswer)
    def get(self, summary: Summary) -> dict[str, Any]:
        """Of a new version in draft: lines to which the client agreed stand as they are."""
        return held(summary)

    @operation("Unlock a line", takes=UnlockingBody, gives=LocksAnswer)
    def post(self, summary: Summary, body: dict[str, Any]) -> dict[str, Any]:
        """With a reason, which the client reads in the mail of the new version."""
        line_locks.unlock(summary, body["line"], reason=body["reason"], by=self.member, at=self.now)
        return held(summary)

    @operation("Lock a line again", asks=LineQuery, gives=LocksAnswer)
    def delete(self, summary: Summary, query: dict[str, Any]) -> dict[str, Any]:
        for opened in summary.unlocked.filter(line__number=query["line"]):
            line_locks.lock_again(opened, by=self.member, at=self.now)
        return held(summary)


def held(draft: Summary) -> dict[str, Any]:
    locked = line_locks.locked_lines(draft) if draft.state == Summary.State.DRAFT else []
    return {"locked": locked, "unlocked": draft.unlocked.select_related("line")}
