"""The page on which the clocks of a request are replayed. Staff only: no client ever sees it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from comms.clock_page import Teller
from comms.inbox_pages import zone_of
from comms.queries import inbox as queries
from comms.queries.clock_history import histories, people_in


@member_door("request.read")
def request_clock(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(queries.requests_of(request.member), key=key)
    told, older = histories(found)
    teller = Teller(timezone.get_current_timezone(), zone_of(found), timezone.now(), people_in(told))
    context = {"request_shown": found, "clocks": [teller.told(history) for history in told], "older": older}
    return render(request, "comms/request_clock.html", context)
