"""Reports in words: their state, when they leave, and the cells of the grid."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Agency, Membership
from agency.permissions import may
from clients.models import Client
from reports.models import Report
from reports.months import month_of, shifted

STATES = {
    Report.State.DRAFT: ("attention", "edit"),
    Report.State.IN_REVIEW: ("attention", "edit"),
    Report.State.APPROVED: ("info", "clock"),
    Report.State.SENT: ("good", ""),
}


def report_row(report: Report, now: datetime) -> dict[str, Any]:
    kind, icon = STATES[Report.State(report.state)]
    return {
        "month": wording.month(report.month),
        "url": reverse("report", args=[report.agency.slug, report.key]),
        "kind": "late" if report.problem and report.state == Report.State.APPROVED else kind,
        "icon": icon,
        "state": state_words(report, now),
        "pdf_url": reverse("report_pdf", args=[report.agency.slug, report.key]) if report.pdf_digest else "",
        "pages": report.pages,
        "problem": report.problem,
    }


def state_words(report: Report, now: datetime) -> str:
    zone = timezone.get_current_timezone()
    match report.state:
        case Report.State.SENT if report.sent_at:
            when = wording.moment(report.sent_at, zone, now)
            return (_("Sent unreviewed, %(when)s") if report.unreviewed else _("Sent, %(when)s")) % {"when": when}
        case Report.State.APPROVED:
            return _("Approved, being printed")
        case _:
            return _("To review")


def release_words(report: Report, now: datetime) -> str:
    """What happens if nobody reviews it."""
    if report.state != Report.State.IN_REVIEW:
        return ""
    when = wording.moment(report.release_at, timezone.get_current_timezone(), now)
    if report.client.agency.unreviewed_reports == Agency.Unreviewed.HOLD:
        return _("It is held until somebody reviews it; a reminder comes %(when)s.") % {"when": when}
    return _("It leaves %(when)s, without commentary if nobody has looked at it.") % {"when": when}


def grid_row(
    client: Client, found: Mapping[date, Report], months: Sequence[date], member: Membership
) -> dict[str, Any]:
    now = timezone.now()
    return {
        "name": client.name,
        "url": reverse("client_reports", args=[member.agency.slug, client.key]),
        "lead": str(client.lead.user),
        "cells": [
            {"month": wording.month(month), "report": report_row(found[month], now) if month in found else None}
            for month in months
        ],
        "may": may(member, "report.review", client),
    }


def missing_month(client: Client, rows: Iterable[Report]) -> dict[str, str] | None:
    """Last month, if it has no report yet: it can be drafted by hand."""
    month = shifted(month_of(timezone.localdate()), -1)
    if any(report.month == month for report in rows):
        return None
    return {"words": wording.month(month), "value": f"{month:%Y-%m}"}
