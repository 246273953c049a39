"""Answers to a summary that come by mail: found by what they answer to, and judged for what they say (practice V4).

A plain yes is taken as agreement by itself. Everything else waits for a person, and until then silence does not count.
The message has its clock like any other.
"""

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from comms.domain import agreements, corrections, proofs, summaries
from comms.mail import tokens
from comms.mail.parsed import Parsed
from comms.models import InboundMessage, Interaction, OutboxMessage, Summary, SummaryCopy
from comms.plain_yes import is_plain_yes

BY_MAIL = "mail"
MOST_NAMED = 20
Saying = Literal["agreed", "corrected", "neither"]
State, Verdict = Summary.State, SummaryCopy.Verdict


class NothingToJudge(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("No answer by mail waits to be judged here."), code="nothing_to_judge")


class TooLateToUndo(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("More has happened since: this can no longer be undone."), code="too_late")


@transaction.atomic
def heard(message: InboundMessage, parsed: Parsed, said: Interaction) -> SummaryCopy | None:
    """Ties a client's mail to the copy that it answers, if it answers one that stands. Called where mail is filed."""
    found = _answered(message, parsed, said)
    if found is None:
        return None
    summary = Summary.objects.select_for_update(of=("self",)).select_related("client", "written_by").get(
        pk=found.summary_id
    )  # fmt: skip
    if summary.state in (State.DRAFT, State.SUPERSEDED):
        return None
    copy = summary.copies.select_related("contact__person").get(pk=found.pk)
    copy.mail, copy.judged_at, copy.judged_by, copy.judged_from = said, None, None, ""
    if _says_yes(copy, parsed, said):
        copy.verdict, copy.answered_at, copy.answered_how = Verdict.AGREED, said.at, BY_MAIL
        copy.judged_at, copy.judged_from = said.at, summary.state
        copy.save()
        agreements.agree(summary, copy, at=said.at, how=BY_MAIL)
    else:
        copy.save()
        facts: dict[str, Any] = {"version": summary.version, "message": said.key}
        record("summary.answered_by_mail", summary, by=copy.contact, at=said.at, shown=True, **facts)
    return copy


def _answered(message: InboundMessage, parsed: Parsed, said: Interaction) -> SummaryCopy | None:
    """By the signed address, else by the mail of ours that it refers to, the nearest first; among the copies of that
    summary the writer's own comes before the one that was passed on to them.
    """
    copies = SummaryCopy.objects.filter(client_id=said.client_id)
    key = tokens.read_summary(message.recipient, settings.SECRET_KEY, agency_slug=message.agency.slug)
    found = copies.filter(key=key).first() if key else None
    if found is None:
        named = list(dict.fromkeys(name for name in (parsed.in_reply_to, *reversed(parsed.references)) if name))
        found = _of_mail(named[:MOST_NAMED], copies)
    if found is None or said.contact_id is None or found.contact_id == said.contact_id:
        return found
    return copies.filter(summary_id=found.summary_id, contact=said.contact).first() or found


def _of_mail(named: list[str], copies: QuerySet[SummaryCopy]) -> SummaryCopy | None:
    """The copy that the first of these mails carried which is one of a summary."""
    sent = OutboxMessage.objects.filter(message_id__in=named, object_kind="summary").select_related("contact")
    carried = {mail.message_id: mail for mail in sent.defer("mime") if mail.object_id and mail.contact}
    mail = next((carried[name] for name in named if name in carried), None)
    if mail is None or mail.object_id is None or mail.contact is None:
        return None
    return copies.filter(summary_id=mail.object_id, contact=mail.contact).first()


def _says_yes(copy: SummaryCopy, parsed: Parsed, said: Interaction) -> bool:
    """Only from the very contact, with nothing attached, and not while a server says that the sender is false."""
    return (
        copy.verdict == Verdict.WAITING
        and copy.contact_id == said.contact_id
        and not parsed.attachments
        and is_plain_yes(said.text, copy.contact.person.name)
        and proofs.authenticated(parsed) is not False
    )


@transaction.atomic
def judge(copy: SummaryCopy, saying: Saying, *, by: Membership, at: datetime) -> Summary:
    """A person has read the mail. 'corrected' opens the next version in draft, which is given then; 'neither' lets the
    time to answer begin anew with that mail. Raises NothingToJudge, ClientIsArchived.
    """
    summary = _locked(copy)
    require_active(summary.client)
    if copy.mail is None or copy.judged_at is not None or summary.state in (State.DRAFT, State.SUPERSEDED):
        raise NothingToJudge
    if saying != "corrected" and copy.verdict != Verdict.WAITING:
        raise NothingToJudge
    copy.judged_at, copy.judged_by, copy.judged_from = at, by, summary.state
    if saying == "neither":
        copy.save(update_fields=["judged_at", "judged_by", "judged_from"])
        _begin_anew(summary, copy.mail.at)
        record("summary.mail_said_neither", summary, by=by, at=at, contact=copy.contact.person.name)
        return summary
    copy.verdict, copy.answered_how, copy.answered_at = Verdict(saying), BY_MAIL, copy.mail.at
    copy.save()
    if saying == "agreed":
        agreements.agree(summary, copy, at=at, how=BY_MAIL, judged_by=by)
        return summary
    agreements.disputed(summary, copy, at=at, lines=0, how=BY_MAIL)
    newer = Summary.objects.filter(supersedes=summary).first()
    return newer or summaries.begin_correction(summary, by=by, at=at)


@transaction.atomic
def undo(copy: SummaryCopy, *, by: Membership, at: datetime) -> Summary:
    """The mail waits to be read again, as if nobody had judged it. Raises NothingToJudge, TooLateToUndo."""
    summary = _locked(copy)
    if copy.mail is None or copy.judged_at is None or (copy.verdict and copy.answered_how != BY_MAIL):
        raise NothingToJudge
    if copy.verdict == Verdict.CORRECTED:
        draft = Summary.objects.filter(supersedes=summary).first()
        if draft is not None and not corrections.drop(draft, by=by, at=at):
            raise TooLateToUndo
    if summary.state == State.SUPERSEDED or summary.settled_at not in (None, copy.judged_at):
        if summary.state != copy.judged_from:
            raise TooLateToUndo
    elif summary.state != copy.judged_from:
        _stands_as_before(summary, copy.judged_from, at)
    if copy.verdict:
        copy.verdict, copy.answered_at, copy.answered_how = Verdict.WAITING, None, ""
    copy.judged_at, copy.judged_by, copy.judged_from = None, None, ""
    copy.save()
    record("summary.judgement_undone", summary, by=by, at=at, contact=copy.contact.person.name)
    return summary


def _stands_as_before(summary: Summary, state: str, at: datetime) -> None:
    waits = state == State.SENT
    summary.state, summary.settled_at = state, None if waits else at
    if waits:
        summary.next_check_at = summary.silence_at if summary.reminded_at else summary.remind_at
    summary.save(update_fields=["state", "settled_at", "next_check_at"])


def _locked(copy: SummaryCopy) -> Summary:
    summary = Summary.objects.select_for_update(of=("self",)).select_related("client", "written_by__user").get(
        pk=copy.summary_id
    )  # fmt: skip
    lock(copy)
    return summary


def _begin_anew(summary: Summary, heard_at: datetime) -> None:
    if summary.state == State.SENT and summary.accepted_at is not None and summary.silence_at is not None:
        summary.silence_at = max(summary.silence_at, summaries.silence_at(summary, heard_at))
        summary.next_check_at = summary.silence_at
        summary.save(update_fields=["silence_at", "next_check_at"])
