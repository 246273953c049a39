"""Behind a signed link: GET shows what was said, POST decides. Mail scanners that follow links change nothing."""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agency.doors import open_door
from agency.http import client_address
from comms import confirming
from comms.domain import agreements, links
from comms.forms.agreement import AgreementForm
from comms.models import SignedLink


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_door("link", writes=True)
def signed_link(request: HttpRequest, agency_slug: str, token: str) -> HttpResponse:
    link = links.find(token)
    if link is None:
        raise Http404("no such page")
    page = confirming.page(link, timezone.now())
    with translation.override(page.profile.language.value), timezone.override(page.zone):
        return _show_or_decide(request, link, page, token)


def _show_or_decide(request: HttpRequest, link: SignedLink, page: confirming.Page, token: str) -> HttpResponse:
    now = timezone.now()
    if not links.open_at(link, now):
        return render(request, "comms/link_closed.html", confirming.closed_context(page, now))
    form = AgreementForm(request.POST or None, lines=page.lines)
    if request.method == "POST" and form.is_valid():
        with suppress(links.LinkClosed):  # somebody was quicker with the same link: the page shows what was decided
            agreements.answer(
                link,
                corrections=form.corrections(),
                remark=form.cleaned_data["remark"],
                at=now,
                address=client_address(request),
                agent=request.headers.get("User-Agent", ""),
            )
        return redirect("signed_link", link.agency.slug, token)
    context: dict[str, Any] = {**confirming.open_context(page, form, now), "title": _("Did we understand you?")}
    return render(request, "comms/link_open.html", context, status=422 if form.is_bound else 200)
