"""Monthly reports: the grid, the review screen with the report beside the words, approval, and the PDF."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.models import Membership
from agency.permissions import may, require
from agency.reach import reach
from clients.frame import client_frame
from clients.models import Client
from clients.queries import clients_of
from clients.queries.briefing import expected_of
from clients.queries.client_list import default_whose
from reports import layout, words
from reports.domain import reports as verbs
from reports.forms import WordsForm
from reports.models import Report
from reports.months import month_of, parse, shifted
from reports.queries.reports import grid, reports_of

MONTHS_SHOWN = 6


@member_door("report.read")
def reports(request: MemberRequest) -> HttpResponse:
    """Months by clients, with the state of each report."""
    last = parse(request.GET.get("until", "")) or shifted(month_of(timezone.localdate()), -1)
    months = [shifted(last, -back) for back in reversed(range(MONTHS_SHOWN))]
    whose = request.GET.get("whose", "")
    mine = (whose if whose in {"mine", "all"} else default_whose(request.member)) == "mine"
    rows = grid(request.member, months, mine=mine)
    here = reverse("reports", args=[request.agency.slug])
    context = {
        "months": [wording.month(month) for month in months],
        "rows": [words.grid_row(client, found, months, request.member) for client, found in rows],
        "mine": mine,
        "tabs": [
            {"label": _("Yours"), "url": f"{here}?whose=mine", "current": mine},
            {"label": _("All"), "url": f"{here}?whose=all", "current": not mine},
        ],
        "promise_url": reverse("promise", args=[request.agency.slug]) if may(request.member, "promise.read") else "",
        "earlier_url": f"{here}?until={shifted(last, -MONTHS_SHOWN):%Y-%m}" + f"&whose={'mine' if mine else 'all'}",
    }
    return render(request, "reports/grid.html", context)


@member_door("report.read")
def client_reports(request: MemberRequest, client_key: str) -> HttpResponse:
    client = reach(clients_of(request.member), key=client_key)
    rows = reports_of(request.member).filter(client=client).order_by("-month", "-revision")[:60]
    context = {
        **client_frame(request, client, "reports"),
        "promise_url": promise_of(client, request.member),
        "talking_url": talking_of(client, request.member),
        "rows": [words.report_row(report, timezone.now()) for report in rows],
        "missing": words.missing_month(client, rows) if may(request.member, "report.review", client) else None,
    }
    return render(request, "reports/client_reports.html", context)


def talking_of(client: Client, member: Membership) -> str:
    """Where stands what to say of a month."""
    return reverse("talking_points", args=[member.agency.slug, client.key])


def promise_of(client: Client, member: Membership) -> str:
    """Where this client's rates stand; '' for whom they are closed."""
    if not may(member, "promise.read"):
        return ""
    return f"{reverse('promise', args=[member.agency.slug])}?client={client.key}"


@require_POST
@member_door("report.review", writes=True)
def report_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """Drafts the report of a month that is over, if the clock has not done so yet."""
    client = reach(clients_of(request.member).select_related("lead"), key=client_key)
    require(request.member, "report.review", client)
    month = parse(request.POST.get("month", ""))
    if month is None:
        raise Http404("no such month")
    try:
        report = verbs.draft(client, month, at=timezone.now(), by=request.member)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("client_reports", request.agency.slug, client.key)
    return redirect("report", request.agency.slug, report.key)


@member_door("report.read")
def report(request: MemberRequest, key: str) -> HttpResponse:
    """The review screen. POST keeps the manager's words, and then may approve it, or gather the month anew."""
    found = reach(reports_of(request.member), key=key)
    reviewable = found.state == Report.State.IN_REVIEW and may(request.member, "report.review", found.client)
    form = WordsForm(request.POST or None, instance=found)
    if request.method == "POST":
        require(request.member, "report.review", found.client)
        if found.state not in (Report.State.DRAFT, Report.State.IN_REVIEW):
            return _too_late(request, found, form, verbs.NotInReview())
        if form.is_valid() and not _unread(request, form):
            return _keep(request, found, form)
        return _screen(request, found, form, reviewable, 422)
    return _screen(request, found, form, reviewable)


def _unread(request: MemberRequest, form: WordsForm) -> bool:
    """Whether somebody else's words would be approved that were not on the page; then the form shows them."""
    if request.POST.get("do") != "approve" or not form.kept:
        return False
    form.show_kept(_("Somebody has changed this meanwhile. Read it, then approve again."))
    return True


def _keep(request: MemberRequest, found: Report, form: WordsForm) -> HttpResponse:
    try:
        found = verbs.write(found, by=request.member, at=timezone.now(), **form.cleaned_data)
    except verbs.NotInReview as refusal:
        return _too_late(request, reach(reports_of(request.member), key=found.key), form, refusal)
    try:
        if request.POST.get("do") == "approve":
            require(request.member, "report.approve", found.client)
            verbs.approve(found, by=request.member, at=timezone.now())
            messages.success(request, _("Approved. It is printed and sent in a moment."))
        elif request.POST.get("do") == "gather":
            verbs.refresh(found, by=request.member, at=timezone.now())
            messages.success(request, _("Gathered anew from the month’s records."))
        else:
            messages.success(request, _("Your words are kept."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("report", request.agency.slug, found.key)


def _too_late(request: MemberRequest, found: Report, form: WordsForm, refusal: verbs.NotInReview) -> HttpResponse:
    """The report as it was approved, and what was typed since, to be copied."""
    return _screen(request, found, form, False, 422, refused=refusal.messages[0])


def _screen(
    request: MemberRequest, found: Report, form: WordsForm, reviewable: bool, status: int = 200, refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "report": found,
        "row": words.report_row(found, timezone.now()),
        "form": form if reviewable else None,
        "refused": refused,
        "typed": form.typed() if refused else [],
        "may_approve": may(request.member, "report.approve", found.client),
        "sheet": layout.fragment(verbs.with_words(found)),
        "release": words.release_words(found, timezone.now()),
        "expected": expected_of(found.client),
        "talking_url": f"{talking_of(found.client, request.member)}?month={found.month:%Y-%m}",
    }
    return render(request, "reports/review.html", context, status=status)


@member_door("report.read")
def report_pdf(request: MemberRequest, key: str) -> HttpResponse:
    """The very bytes that were sent."""
    found = reach(reports_of(request.member), key=key)
    if found.pdf is None:
        raise Http404("not printed yet")
    name = f"{found.month:%Y-%m}.pdf"
    return HttpResponse(
        bytes(found.pdf), content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
