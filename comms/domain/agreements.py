"""What the client says to a summary: agrees, or corrects line by line; by signed link or by mail (practice V4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from agency.domain.events import record
from agency.models import Membership
from clients.domain.clients import touch
from comms.domain import links, notices
from comms.domain.episodes import open_request
from comms.domain.summaries import settle
from comms.models import Correction, SignedLink, Summary, SummaryCopy, SummaryLine


@transaction.atomic
def answer(
    link: SignedLink,
    *,
    corrections: Mapping[int, str],
    remark: str = "",
    at: datetime,
    address: str | None = None,
    agent: str = "",
) -> SummaryCopy:
    """One form, one POST. `corrections` maps line numbers to what the line should say; empty means all are right.

    Raises LinkClosed if the link has expired, was revoked or used. A correction or a remark opens a request with its
    clock; any correction wins, over silence too; otherwise the decision-maker's agreement, or everybody's, confirms the
    summary.
    """
    link = links.decide(link, at=at, address=address, agent=agent)
    touch(link.client, at)
    summary = Summary.objects.select_for_update().select_related("client", "interaction").get(pk=link.object_id)
    copy = SummaryCopy.objects.select_related("contact__person").get(summary=summary, contact=link.contact)
    lines = {line.number: line for line in SummaryLine.objects.filter(summary=summary)}
    wrong = {lines[number]: text.strip() for number, text in corrections.items() if number in lines and text.strip()}
    copy.verdict = SummaryCopy.Verdict.CORRECTED if wrong else SummaryCopy.Verdict.AGREED
    copy.remark, copy.answered_at, copy.answered_how = remark.strip(), at, "link"
    copy.save()
    for line, text in wrong.items():
        Correction.objects.create(client_id=summary.client_id, copy=copy, line=line, text=text)
    if wrong:
        dispute(summary, copy, wrong, at=at)
    else:
        agree(summary, copy, at=at)
    if copy.remark and not wrong:
        _open_request(summary, copy, copy.remark, at=at)
    return copy


def agree(
    summary: Summary, copy: SummaryCopy, *, at: datetime, how: str = "link", judged_by: Membership | None = None
) -> None:
    """One contact agrees. Whoever has judged a mail to say so is not told of it."""
    facts: dict[str, Any] = {"how": how, **({"judged_by": str(judged_by.user)} if judged_by else {})}
    record("summary.agreed", summary, by=copy.contact, at=at, shown=True, version=summary.version, **facts)
    if summary.state == Summary.State.SENT and (copy.contact.decision_maker or not _still_waiting(summary)):
        settle(summary, Summary.State.CONFIRMED, at=at)
        record("summary.confirmed", summary, by=copy.contact, at=at, shown=True, version=summary.version)
    if judged_by is not None and judged_by.pk == summary.written_by_id:
        return
    notices.tell(
        summary.written_by,
        kind="summary.agreed",
        facts={"summary": summary.key, "contact": copy.contact.key},
        purpose_key=f"agreed:{copy.pk}",
        at=at,
        client=summary.client,
    )


def disputed(summary: Summary, copy: SummaryCopy, *, at: datetime, lines: int, how: str = "link") -> None:
    """Any correction wins, after an agreement and over silence too."""
    if summary.state in (Summary.State.SENT, Summary.State.CONFIRMED, Summary.State.AGREED_BY_SILENCE):
        settle(summary, Summary.State.DISPUTED, at=at)
    facts: dict[str, Any] = {"version": summary.version, "lines": lines, "how": how}
    record("summary.disputed", summary, by=copy.contact, at=at, shown=True, **facts)


def dispute(summary: Summary, copy: SummaryCopy, wrong: Mapping[SummaryLine, str], *, at: datetime) -> None:
    disputed(summary, copy, at=at, lines=len(wrong))
    words = "\n\n".join(f"{line.text}\n→ {text}" for line, text in wrong.items())
    _open_request(summary, copy, "\n\n".join(filter(None, (words, copy.remark))), at=at)


def _open_request(summary: Summary, copy: SummaryCopy, text: str, *, at: datetime) -> None:
    """A correction is a message from the client and gets its clock like any other."""
    copy.request = open_request(
        contact=copy.contact,
        subject=summary.subject or summary.interaction.subject,
        text=text,
        at=at,
        origin=summary,
    )
    copy.save(update_fields=["request"])


def _still_waiting(summary: Summary) -> bool:
    return summary.copies.filter(verdict=SummaryCopy.Verdict.WAITING).exists()
