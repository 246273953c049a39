"""The audit log as a page and as a table."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agency import audit as log
from agency.doors import member_door
from agency.forms.audit import AuditForm
from agency.http import MemberRequest
from agency.sections import settings_sections
from agency.spreadsheet import as_csv

PAGING = ("before", "after")


@member_door("audit.read")
def audit(request: MemberRequest) -> HttpResponse:
    """`before` and `after` are keys of events; everything else in the address filters."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    form = AuditForm(request.GET)
    rows = log.events(form.chosen(), zone)
    page = log.page(rows, zone, now, **{name: request.GET.get(name, "") for name in PAGING})
    here = reverse("audit", args=[request.agency.slug])
    context = {
        "form": form,
        "page": page,
        "older_url": f"{here}?{query(request, before=page.older)}" if page.older else "",
        "newer_url": f"{here}?{query(request, after=page.newer)}" if page.newer else "",
        "csv_url": f"{reverse('audit_csv', args=[request.agency.slug])}?{query(request)}",
        "filtered": any(request.GET.get(name) for name in form.fields),
        "here": here,
        "settings_sections": settings_sections(request),
    }
    return render(request, "agency/audit.html", context)


def query(request: MemberRequest, **edge: str) -> str:
    """The filters of the address with another edge of the page."""
    parts = request.GET.copy()
    for name in PAGING:
        parts.pop(name, None)
    parts.update(edge)
    return parts.urlencode()


@member_door("audit.read")
def audit_csv(request: MemberRequest) -> HttpResponse:
    now, zone = timezone.now(), timezone.get_current_timezone()
    rows = log.events(AuditForm(request.GET).chosen(), zone)
    return as_csv(log.csv_rows(rows, zone, now), f"audit-{request.agency.slug}-{timezone.localdate().isoformat()}.csv")
