"""Summaries as they were sent, with what the client said to them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from clients.frame import client_frame
from clients.queries import clients_of
from comms import attendance, citation_pages, follows, telling
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
    rows = summaries_of(request.member).select_related("interaction__client", "interaction__member__user")
    found = reach(with_answers(rows), key=key)
    if found.state == Summary.State.DRAFT and may(request.member, "call.log", found.client):
        return redirect("call", request.agency.slug, key)
    now = timezone.now()
    quoted = citation_pages.lines("summary", [found.pk], request.member, now).get(found.pk, [])
    context = {
        **telling.summary_page(found, request.member, now),
        "follows": follows.of_call(found, request.member, now),
        "there": attendance.of_call(found.interaction, request.member, request.GET.get("heard", "")),
        "quoted": quoted,
    }
    return render(request, "comms/summary.html", context)
