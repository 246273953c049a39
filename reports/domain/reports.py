"""A monthly report from draft to the client's inbox: drafted from the month's records, reviewed, approved, printed,
sent once.

Drafting and sending each have their row's unique key (client, month, revision; purpose key), so that a crash, a second
scheduler or a second click never makes a second report (product.md, 3).
"""

import hashlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.calendar import hours_of
from agency.domain.events import SYSTEM, Actor, record
from agency.models import Agency, Membership
from agency.worktime import working_days_after
from clients.domain.refusals import require_active
from clients.models import Client
from comms.bell import ring
from comms.domain import notices
from reports.gathering import gather, zone_of
from reports.models import Report
from reports.months import begins, shifted
from reports.snapshot import Snapshot

DRAFTING_HOUR, RELEASE_HOUR = time(6), time(9)
REVIEW_DAYS = 3
RETRY = timedelta(minutes=15)


class NotInReview(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This report was approved already. What was sent is never edited."))


def drafting_moment(client: Client, agency: Agency, month: date) -> datetime:
    """When the report of `month` is drafted: early on the first of the next month, where the client lives."""
    zone = zone_of(client, agency)
    return begins(shifted(month, 1), zone) + timedelta(hours=DRAFTING_HOUR.hour)


@transaction.atomic
def draft(client: Client, month: date, *, at: datetime, by: Actor = SYSTEM) -> Report:
    """The report of the month; the existing one, if there is one. Raises ValidationError for a month that is
    not over.
    """
    if at < begins(shifted(month, 1), zone_of(client, client.agency)):
        raise ValidationError(_("This month is not over yet."))
    existing = Report.objects.filter(client=client, month=month).order_by("-revision").first()
    if existing is not None:
        return existing
    snapshot = gather(client, month, at=at)
    release_at = release_moment(client, at)
    report = Report.objects.create(
        client=client,
        month=month,
        snapshot=snapshot.to_json(),
        language=snapshot.language,
        state=Report.State.IN_REVIEW,
        drafted_at=at,
        release_at=release_at,
        next_check_at=release_at,
    )
    record("report.drafted", report, by=by, at=at, month=month.isoformat())
    if by == SYSTEM:
        notices.tell(
            client.lead,
            kind="report.drafted",
            facts={"report": report.key, "month": month.isoformat()},
            purpose_key=f"report.drafted:{report.key}",
            at=at,
            client=client,
        )
    return report


def release_moment(client: Client, drafted: datetime) -> datetime:
    """Three working days after the draft, in the morning: then it goes out, or is held, as the agency chose."""
    hours = hours_of(client.agency, drafted.date())
    day = working_days_after(drafted.astimezone(hours.zone).date(), REVIEW_DAYS, hours)
    return datetime.combine(day, RELEASE_HOUR, hours.zone)


@transaction.atomic
def refresh(report: Report, *, by: Membership, at: datetime) -> Report:
    """Gathers the month anew while nobody has approved it; the manager's own words stay. Raises NotInReview."""
    report = _locked(report)
    _require_review(report)
    report.snapshot = gather(report.client, report.month, at=at).to_json()
    report.save(update_fields=["snapshot"])
    record("report.refreshed", report, by=by, at=at)
    return report


@transaction.atomic
def write(report: Report, *, by: Membership, at: datetime, headline: str, went_well: str, went_wrong: str) -> Report:
    """The manager's words: one sentence on the month, and points, one a line. Raises NotInReview."""
    report = _locked(report)
    _require_review(report)
    report.headline, report.went_well, report.went_wrong = headline.strip(), went_well.strip(), went_wrong.strip()
    report.save(update_fields=["headline", "went_well", "went_wrong"])
    record("report.written", report, by=by, at=at)
    return report


@transaction.atomic
def approve(report: Report, *, by: Membership, at: datetime) -> Report:
    """From here on nothing changes: the words are frozen into the snapshot, and a worker prints and sends it."""
    report = _locked(report)
    _require_review(report)
    require_active(report.client)
    _freeze(report, written_by=str(by.user), at=at)
    report.approved_by, report.approved_at = by, at
    report.state, report.next_check_at = Report.State.APPROVED, at
    report.save()
    record("report.approved", report, by=by, at=at, shown=False)
    ring("advance_report", report.agency_id, report.pk, room="reports")
    return report


@transaction.atomic
def release_unreviewed(report_id: int, *, at: datetime) -> bool:
    """Nobody reviewed it in time: it goes out without commentary, or is held and its lead told again each
    working day.
    """
    report = Report.objects.select_for_update().select_related("client__lead").get(pk=report_id)
    if report.state != Report.State.IN_REVIEW or report.release_at > at or report.client.archived:
        return False
    if report.client.agency.unreviewed_reports == Agency.Unreviewed.HOLD:
        return _chase(report, at)
    _freeze(report, written_by="", at=at)
    report.unreviewed, report.approved_at = True, at
    report.state, report.next_check_at = Report.State.APPROVED, at
    report.save()
    record("report.released_unreviewed", report, by=SYSTEM, at=at)
    return True


def _chase(report: Report, at: datetime) -> bool:
    report.next_check_at = at + timedelta(days=1)
    report.save(update_fields=["next_check_at"])
    notices.tell(
        report.client.lead,
        kind="report.waits",
        facts={"report": report.key, "month": report.month.isoformat()},
        purpose_key=f"report.waits:{report.key}:{at.date().isoformat()}",
        at=at,
        client=report.client,
    )
    return False


@transaction.atomic
def keep_pdf(report: Report, pdf: bytes, pages: int) -> Report:
    """The printed report. A second printing of the same report is dropped: the first stands."""
    report = _locked(report)
    if report.pdf is None:
        report.pdf, report.pdf_digest, report.pages, report.problem = pdf, hashlib.sha256(pdf).hexdigest(), pages, ""
        report.save(update_fields=["pdf", "pdf_digest", "pages", "problem"])
    return report


@transaction.atomic
def postpone(report: Report, problem: str, *, at: datetime) -> None:
    """Printing failed: it is tried again later, and the page says why."""
    Report.objects.filter(pk=report.pk).update(problem=problem[:500], next_check_at=at + RETRY)


def with_words(report: Report) -> Snapshot:
    """The snapshot with the manager's words, as the review screen shows it and as approval freezes it; once frozen, it
    holds them.
    """
    snapshot = Snapshot.from_json(report.snapshot)
    if report.state not in (Report.State.DRAFT, Report.State.IN_REVIEW):
        return snapshot
    return replace(
        snapshot,
        headline=report.headline or snapshot.headline,
        went_well=(*points(report.went_well), *snapshot.went_well),
        went_wrong=(*points(report.went_wrong), *snapshot.went_wrong),
    )


def points(text: str) -> tuple[str, ...]:
    """One point a line; blank lines and leading dashes do not count."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip().lstrip("-•– ").strip()))


def _freeze(report: Report, *, written_by: str, at: datetime) -> None:
    """What the client reads from now on, dated where the client lives."""
    written_on = at.astimezone(zone_of(report.client, report.client.agency)).date()
    report.snapshot = replace(with_words(report), written_by=written_by, written_on=written_on).to_json()


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().select_related("client__lead").get(pk=report.pk)


def _require_review(report: Report) -> None:
    if report.state not in (Report.State.DRAFT, Report.State.IN_REVIEW):
        raise NotInReview
