"""Today, and search over everything the member may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agency import registry, today as gathered, wording
from agency.doors import member_door
from agency.http import MemberRequest

MOST_HITS = 8
MOST_DRAWN = 25
"""Rows that Today draws at once, the most pressing first: nobody does more before looking again."""


@member_door("member.self")
def today(request: MemberRequest) -> HttpResponse:
    """The list; asked by htmx for `counts`, what the page says of it around its rows, which then changes in place; for
    `count`, the number in the navigation of any page.
    """
    now = timezone.now()
    rows = gathered.rows_of(request.member, now)
    gathered.keep_count(request.member, len(rows), now)
    if request.htmx and "count" in request.GET:
        return render(request, "frames/nav_count.html", {"count": len(rows)})
    chosen = gathered.group_named(request.GET.get("show", ""))
    here = reverse("today", args=[request.agency.slug])
    around = {"lead": gathered.lead(rows, now), "tabs": gathered.tabs(rows, chosen, here), "chosen": chosen}
    if request.htmx and "counts" in request.GET:
        return render(request, "agency/today_counts.html", around)
    shown = [row for row in rows if not chosen or row.group.value == chosen]
    drawn = shown if "all" in request.GET else shown[:MOST_DRAWN]
    context = {
        **around,
        "day": wording.long_day(timezone.localdate(now)),
        "sections": gathered.sections(drawn),
        "left_out": len(shown) - len(drawn),
        "everything_url": f"?show={chosen}&all",
        "counts_url": f"{here}?show={chosen}&counts",
        "first_steps": [] if chosen else gathered.first_steps(request.member),
        "rail": [block for provider in registry.today_rail if (block := provider(request.member, now))],
    }
    return render(request, "agency/today.html", context)


@member_door("member.self")
def search(request: MemberRequest) -> HttpResponse:
    """Grouped by kind, within one's rights. The palette under the search field asks here as one types."""
    words = request.GET.get("q", "").strip()[:100]
    groups: dict[str, list[dict[str, str]]] = {}
    if len(words) > 1:
        for source in registry.search_sources:
            for hit in source(request.member, words):
                links = groups.setdefault(str(hit.kind), [])
                if len(links) < MOST_HITS:
                    links.append({"label": hit.title, "about": hit.about, "url": hit.url, "icon": hit.icon})
    context = {"groups": [{"label": kind, "links": links} for kind, links in groups.items()], "query": words}
    return render(request, "components/palette.html" if request.htmx else "agency/search.html", context)
