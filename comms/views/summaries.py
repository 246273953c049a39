"""Summaries as they were sent, with what the client said to them, and a new version where they corrected it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.frame import client_frame
from clients.queries import clients_of
from comms import follows, telling
from comms.domain import corrections
from comms.domain.summaries import begin_correction
from comms.models import Summary
from comms.queries.calls import summaries_of, with_answers

A_PAGE = 30


@member_door("summary.read")
def client_summaries(request: MemberRequest, client_key: str) -> HttpResponse:
    client = reach(clients_of(request.member), key=client_key)
    rows = with_answers(summaries_of(request.member).filter(client=client)).order_by("-interaction__at", "-version")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **client_frame(request, client, "summaries"),
        "page": page,
        "rows": [telling.summary_row(summary, timezone.now()) for summary in page],
    }
    return render(request, "comms/client_summaries.html", context)


@member_door("summary.read")
def summary(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(with_answers(summaries_of(request.member)), key=key)
    if found.state == Summary.State.DRAFT and may(request.member, "call.log", found.client):
        return redirect("call", request.agency.slug, key)
    now = timezone.now()
    context = {
        **telling.summary_page(found, request.member, now),
        "follows": follows.of_call(found, request.member, now),
    }
    return render(request, "comms/summary.html", context)


@member_door("summary.send", writes=True)
def summary_correction(request: MemberRequest, key: str) -> HttpResponse:
    """POST takes the client's corrections over into a new version in draft, or opens one as it is."""
    found = reach(summaries_of(request.member), key=key)
    require(request.member, "summary.send", found.client)
    if request.method != "POST":
        return redirect("summary", request.agency.slug, key)
    begin: Any = corrections.take_over if request.POST.get("take_over") else begin_correction
    try:
        draft = begin(found, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("summary", request.agency.slug, key)
    messages.success(request, _("A new version is open. The one that was sent stays beside it."))
    return redirect("call", request.agency.slug, draft.key)
