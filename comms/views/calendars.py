"""Calendar addresses: a member's own, the agency's for owners, and what a calendar program fetches there."""

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door, open_door
from agency.http import READS, MemberRequest
from agency.models import Membership
from agency.sections import settings_sections
from clients.views.answers import said
from comms import calendar_contents
from comms.domain import feeds
from comms.models import CalendarFeed

MOST_READS, SPAN = 60, 600
"""So many reads of one address in so many seconds; programs fetch a few times in an hour."""
FRESH = 300


@member_door("calendar.own", writes=True)
@never_cache
def my_calendar(request: MemberRequest) -> HttpResponse:
    """POST makes an address, and the one before is void; only the page that answers shows it."""
    return _page(request, request.member)


@member_door("calendar.agency", writes=True)
@never_cache
def agency_calendar(request: MemberRequest) -> HttpResponse:
    """The same for all meetings of the agency."""
    return _page(request, None)


@require_POST
@member_door("calendar.own", writes=True)
def my_calendar_revocation(request: MemberRequest) -> HttpResponse:
    return _revoke(request, request.member, "my_calendar")


@require_POST
@member_door("calendar.agency", writes=True)
def agency_calendar_revocation(request: MemberRequest) -> HttpResponse:
    return _revoke(request, None, "agency_calendar")


def _revoke(request: MemberRequest, of: Membership | None, page: str) -> HttpResponse:
    feed = feeds.current(of)
    if feed is not None:
        feeds.revoke(feed, by=request.member, at=timezone.now())
        said(request, _("The address is void. Calendars that fetch from it find nothing any more."))
    return redirect(page, request.agency.slug)


def _page(request: MemberRequest, of: Membership | None) -> HttpResponse:
    address, with_tasks = "", of is not None and "with_tasks" in request.POST
    if request.method == "POST":
        _feed, address = feeds.make(of=of, with_tasks=with_tasks, by=request.member, at=timezone.now())
    slug = request.agency.slug
    context = {
        "address": address,
        "own": of is not None,
        "feed": _in_words(feeds.current(of)),
        "revocation_url": reverse("my_calendar_revocation" if of else "agency_calendar_revocation", args=[slug]),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/calendar_address.html", context)


def _in_words(feed: CalendarFeed | None) -> dict[str, Any] | None:
    if feed is None:
        return None
    now, zone = timezone.now(), timezone.get_current_timezone()
    read = _("No calendar has fetched from it yet.")
    if feed.last_read_at is not None:
        read = _("Last fetched %(when)s.") % {"when": wording.moment(feed.last_read_at, zone, now)}
    made = {"when": wording.moment(feed.made_at, zone, now), "name": feed.made_by.user}
    return {
        "made": _("Made %(when)s by %(name)s.") % made,
        "read": read,
        "with_tasks": feed.with_tasks,
    }


@open_door("link")
def calendar_feed(request: HttpRequest, agency_slug: str, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds the address. Unchanged, it is not sent again."""
    now, feed = timezone.now(), feeds.found(token)
    if feed is None:
        raise Http404("no such page")
    if request.method not in READS:
        return HttpResponseNotAllowed(READS)
    if _too_often(feed):
        return HttpResponse(status=429, headers={"Retry-After": str(SPAN)})
    content = calendar_contents.contents(feed, now)
    feed = feeds.note_read(feed, content, at=now)
    mark, changed = f'"{feed.content_digest[:32]}"', int((feed.changed_at or now).timestamp())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"], response["Last-Modified"] = mark, http_date(changed)
    patch_cache_control(response, private=True, max_age=FRESH)
    answer = get_conditional_response(request, etag=mark, last_modified=changed, response=response)
    return answer if isinstance(answer, HttpResponseNotModified) else response


def _too_often(feed: CalendarFeed) -> bool:
    key = f"calendar-reads:{feed.agency_id}:{feed.pk}"
    cache.add(key, 0, SPAN)
    return cache.incr(key) > MOST_READS
