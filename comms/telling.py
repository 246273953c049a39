"""Summaries and decisions in words, for pages: everything formatted before it reaches a template."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.languages import announced
from agency.models import Membership
from agency.permissions import may
from clients.promise import silence_days
from comms import agreement_words, changes, writer
from comms.models import Decision, Summary, SummaryCopy
from comms.spoken import frozen_lines

STATE_SIGNS = {
    Summary.State.DRAFT: ("attention", "edit"),
    Summary.State.SENT: ("info", "clock"),
    Summary.State.CONFIRMED: ("good", ""),
    Summary.State.DISPUTED: ("attention", ""),
    Summary.State.AGREED_BY_SILENCE: ("", "check"),
    Summary.State.SUPERSEDED: ("", "undo"),
}


def state_words(summary: Summary, now: datetime) -> str:
    """How a summary stands: 'Sent yesterday 16:40, counts as agreed after Monday 9 November 18:00'."""
    zone = timezone.get_current_timezone()

    def when(moment: datetime | None) -> str:
        return wording.moment(moment, zone, now) if moment else ""

    match summary.state:
        case Summary.State.DRAFT:
            return _("Not sent yet")
        case Summary.State.SENT:
            return _waiting_words(summary, when(summary.silence_at))
        case Summary.State.CONFIRMED:
            return _("Agreed, %(when)s") % {"when": when(summary.settled_at)}
        case Summary.State.DISPUTED:
            count = sum(len(copy.corrections.all()) for copy in summary.copies.all())
            if not count:
                return _("Corrected by mail")
            return ngettext("%(count)s line corrected", "%(count)s lines corrected", count) % {"count": count}
        case Summary.State.AGREED_BY_SILENCE:
            return _("Agreed, as nothing was heard")
        case _:
            return _("Replaced by a newer version")


def _waiting_words(summary: Summary, until: str) -> str:
    if any(copy.to_read for copy in summary.copies.all()):
        return _("Answered by mail, to be read")
    if summary.accepted_at is None:
        return _("On its way")
    if summary.reminded_at is not None:
        return _("Reminded; awaits their word until %(when)s") % {"when": until}
    return _("Awaits their word until %(when)s") % {"when": until}


def sign_of(summary: Summary, now: datetime) -> dict[str, str]:
    kind, icon = STATE_SIGNS[Summary.State(summary.state)]
    if summary.state == Summary.State.SENT and any(copy.to_read for copy in summary.copies.all()):
        kind, icon = "attention", "mail"
    return {"kind": kind, "icon": icon, "words": state_words(summary, now)}


def summary_row(summary: Summary, now: datetime) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    return {
        "title": summary.subject or summary.interaction.subject or _("Call without a topic"),
        "url": reverse("summary", args=[summary.agency.slug, summary.key]),
        "when": wording.moment(summary.interaction.at, zone, now),
        "datetime": summary.interaction.at.isoformat(),
        "version": summary.version,
        "sign": sign_of(summary, now),
        "readers": wording.listing([copy.contact.person.name for copy in summary.copies.all()]),
    }


def listed(summary: Summary, now: datetime) -> dict[str, Any]:
    """A row of the list over all clients: with whose it is, and its age while somebody has to do something."""
    waits_for_us = summary.state in (Summary.State.DRAFT, Summary.State.DISPUTED)
    since = summary.settled_at if summary.state == Summary.State.DISPUTED else summary.interaction.at
    return {
        **summary_row(summary, now),
        "client": summary.client.name,
        "client_url": reverse("client", args=[summary.agency.slug, summary.client.key]),
        "writer": str(summary.written_by.user),
        "age": _("for %(span)s") % {"span": wording.span(now - since)} if waits_for_us and since else "",
    }


def line_dicts(summary: Summary, reader: writer.Reader) -> list[dict[str, Any]]:
    """The frozen lines in words, with what was corrected beside each."""
    fixes: dict[int, str] = {}
    for copy in summary.copies.all():
        for correction in copy.corrections.all():
            fixes[correction.line.number] = _("%(name)s: “%(text)s”") % {
                "name": wording.isolated(copy.contact.person.name),
                "text": wording.isolated(correction.text),
            }
    return [
        {
            "title": block.title,
            "lines": [
                {
                    "number": line.number,
                    "kind": line.kind.value,
                    "label": announced(writer.label(line, reader)),
                    "text": writer.told(line, reader.detail),
                    "fix": fixes.get(line.number, ""),
                }
                for line in block.lines
            ],
        }
        for block in writer.blocks(frozen_lines(summary.lines.all()))
    ]


def summary_page(summary: Summary, member: Membership, now: datetime) -> dict[str, Any]:
    newer, older = Summary.objects.filter(supersedes=summary).first(), summary.supersedes
    reader, said = changes.over_the_shoulder(summary), changes.corrections(summary)
    may_send, drafted = may(member, "summary.send", summary.client), newer is None or newer.state == Summary.State.DRAFT
    return {
        "summary": summary,
        **summary_row(summary, now),
        "blocks": line_dicts(summary, reader),
        "changes": changes.since(older, frozen_lines(summary.lines.all()), reader) if older else [],
        "corrections": said,
        "may_settle": may_send and drafted and any(row["settled_as"] != "accepted" for row in said),
        "copies": [copy_row(copy, now) for copy in summary.copies.all()],
        "older": older,
        "newer": newer,
        "may_judge": may_send,
        "may_correct": newer is None and may_send,
        "silence_words": silence_words(summary),
    }


def silence_words(summary: Summary) -> str:
    """After how many working days silence counts here, and by whose wish."""
    days = silence_days(summary.client)
    words = ngettext(
        "Silence counts as agreed after %(count)s working day.",
        "Silence counts as agreed after %(count)s working days.",
        days,
    )
    return words % {"count": days}


def copy_row(copy: SummaryCopy, now: datetime) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    said = wording.moment(copy.answered_at, zone, now) if copy.answered_at else ""
    words = {
        SummaryCopy.Verdict.AGREED: ("good", "", _("agreed, %(when)s") % {"when": said}),
        SummaryCopy.Verdict.CORRECTED: ("attention", "", _("corrected it, %(when)s") % {"when": said}),
        SummaryCopy.Verdict.WAITING: ("", "clock", _("has not answered")),
    }
    kind, icon, text = words[SummaryCopy.Verdict(copy.verdict)]
    if copy.to_read:
        kind, icon, text = "attention", "mail", _("answered by mail, to be read")
    return {
        "name": copy.contact.person.name,
        "kind": kind,
        "icon": icon,
        "words": text,
        "remark": copy.remark,
        "text": copy.text,
        "mail": {**agreement_words.mail_row(copy, now), **_their_mail(copy)} if copy.mail else None,
    }


def _their_mail(copy: SummaryCopy) -> dict[str, str]:
    mail = copy.mail
    if mail is None or mail.request is None:
        return {"text": mail.text if mail else "", "thread_url": ""}
    return {"text": mail.text, "thread_url": reverse("request", args=[copy.agency.slug, mail.request.key])}


def decision_row(decision: Decision, today: date) -> dict[str, Any]:
    newer = getattr(decision, "superseded_by", None)
    return {
        "key": decision.key,
        "what": decision.what,
        "why": decision.why,
        "by": decision.name,
        "day": wording.day(decision.decided_on, today),
        "datetime": decision.decided_on.isoformat(),
        "replaced_by": newer.what if newer else "",
        "replaces": decision.supersedes.what if decision.supersedes else "",
        "withdrawn": decision.withdrawn_at is not None,
    }
