"""What this room tells the house about itself: navigation, the client's tab, the timeline's words, Today."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from agency import registry, wording
from agency.models import Event, Membership
from agency.registry import ClientTab, NavEntry, TimelineLine, TodayGroup, TodayOutline, TodayRow, TodaySection
from agency.today import outlines
from clients.days import day_of
from comms import notice_words
from reports import words
from reports.demo.story import report as write_reports
from reports.models import Report
from reports.months import month_of, shifted
from reports.promise_block import promise_block
from reports.queries.reports import waiting_for
from reports.queries.talking import without_call
from reports.verb_words import VERB_WORDS

MOST_CALLS = 12
"""Today names no more of them at once."""


def register() -> None:
    registry.verb_words.update(VERB_WORDS)
    notice_words.put_in(
        "report.drafted",
        lambda: _("The report for %(client)s is ready to review"),
        lambda: _("Add a line on what went well and what did not, then approve it."),
    )
    notice_words.put_in(
        "report.waits",
        lambda: _("The report for %(client)s still waits for you"),
        lambda: _("Nobody has reviewed it yet."),
    )
    registry.nav_entries += [
        NavEntry(
            "reports",
            gettext_lazy("Reports"),
            "reports",
            "report",
            50,
            "report.read",
            phone=False,
            count=to_review,
            go="r",
        ),
        NavEntry("overview", gettext_lazy("Overview"), "overview", "chart", 60, "overview.read", phone=False, go="o"),
    ]
    registry.nav_places["promise"] = "reports"
    registry.client_tabs.append(ClientTab("reports", gettext_lazy("Reports"), "client_reports", 70, "report.read"))
    registry.timeline_tellers["report"] = timeline
    registry.today_rows += [today, calls_to_plan]
    registry.today_rail.append(promise_block)
    registry.demo_stories.append((40, write_reports))


def to_review(member: Membership, now: datetime) -> int:
    return waiting_for(member).count()


def today(member: Membership, now: datetime) -> Iterable[TodayOutline]:
    """Reports in review (lessons.md 21: the review gate chases)."""
    rows = waiting_for(member).defer("snapshot")
    found = rows.values_list("pk", "release_at")[:20]
    soon = now + timedelta(hours=12)
    places = ((pk, TodaySection.TODAY if at < soon else TodaySection.WEEK, at) for pk, at in found)
    return outlines(rows, places, partial(_to_review, now), group=TodayGroup.REPORTS)


def _to_review(now: datetime, report: Report, place: TodayOutline) -> TodayRow:
    return TodayRow(
        row_id=f"report-{report.key}",
        section=place.section,
        group=place.group,
        at=place.at,
        lead=_("The report for %(month)s is ready to review.") % {"month": wording.month(report.month)},
        rest=words.release_words(report, now),
        client=report.client.name,
        client_url=reverse("client", args=[report.agency.slug, report.client.key]),
        icon="report",
        template="comms/today_link.html",
        data={"label": _("Review"), "url": reverse("report", args=[report.agency.slug, report.key])},
    )


def calls_to_plan(member: Membership, now: datetime) -> Iterable[TodayRow]:
    """In the first working days of a month: say the month before aloud (practice T5)."""
    slug = member.agency.slug
    month = shifted(month_of(day_of(now, member.agency)), -1)
    for client in without_call(member, now)[:MOST_CALLS]:
        url = reverse("talking_points", args=[slug, client.key])
        yield TodayRow(
            row_id=f"month-call-{client.key}",
            section=TodaySection.WEEK,
            group=TodayGroup.REPORTS,
            at=now,
            lead=_("The month’s call with %(client)s is not planned yet.") % {"client": client.name},
            about=_("What to say of %(month)s is ready.") % {"month": wording.month(month)},
            client=client.name,
            client_url=reverse("client", args=[slug, client.key]),
            icon="calendar",
            template="comms/today_link.html",
            data={"label": _("Talking points"), "url": f"{url}?month={month:%Y-%m}"},
        )


def timeline(events: Sequence[Event], member: Membership) -> dict[int, TimelineLine]:
    rows = Report.objects.defer("pdf", "snapshot").filter(pk__in=[e.object_id for e in events])
    found = {report.pk: report for report in rows}
    lines = {event.pk: _line(found[event.object_id], event) for event in events if event.object_id in found}
    return {pk: line for pk, line in lines.items() if line is not None}


def _line(report: Report, event: Event) -> TimelineLine | None:
    month = {"month": wording.month(report.month)}
    said = {
        "report.drafted": _("Report for %(month)s drafted"),
        "report.approved": _("Report for %(month)s approved"),
        "report.released_unreviewed": _("Report for %(month)s released without review"),
        "report.sent": _("Report for %(month)s sent"),
    }.get(event.verb)
    if said is None:
        return None
    row = words.report_row(report, timezone.now())
    return TimelineLine(icon="report", strong=said % month, url=row["url"], inside=event.verb != "report.sent")
