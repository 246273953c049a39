"""Today: what needs the member, and what stands beside every page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agency import at_hand as beside, registry, today as gathered, wording
from agency.doors import member_door
from agency.http import MemberRequest

MOST_DRAWN = 15
"""Rows that Today draws at once, the most pressing first: two screens of them. The rest comes when asked for."""


@member_door("member.self")
def today(request: MemberRequest) -> HttpResponse:
    """The list; asked by htmx for `counts`, what the page says of it around its rows, which then changes in place."""
    now = timezone.now()
    places = gathered.places_of(request.member, now)
    chosen = gathered.group_named(request.GET.get("show", ""))
    here = reverse("today", args=[request.agency.slug])
    around = {"lead": gathered.lead(places, now), "tabs": gathered.tabs(places, chosen, here), "chosen": chosen}
    if request.htmx and "counts" in request.GET:
        clients = beside.look_again(request.member, now, today=len(places)).clients
        return render(request, "agency/today_counts.html", {**around, "clients": clients})
    beside.keep_count(request.member, now, today=len(places))
    shown = [place for place in places if not chosen or place.group.value == chosen]
    drawn = shown if "all" in request.GET else shown[:MOST_DRAWN]
    context = {
        **around,
        "day": wording.long_day(timezone.localdate(now)),
        "sections": gathered.sections(gathered.rows_at(drawn)),
        "left_out": len(shown) - len(drawn),
        "everything_url": f"?show={chosen}&all",
        "counts_url": f"{here}?show={chosen}&counts",
        "first_steps": [] if chosen else gathered.first_steps(request.member),
        "rail": [block for provider in registry.today_rail if (block := provider(request.member, now))],
    }
    return render(request, "agency/today.html", context)


@member_door("member.self")
def at_hand(request: MemberRequest) -> HttpResponse:
    """What stands beside every page, looked at again: a page asks for it once it stands."""
    found = beside.look_again(request.member, timezone.now())
    return render(request, "frames/at_hand.html", {"counts": found.numbers, "clients": found.clients})
