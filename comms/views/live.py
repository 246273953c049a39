"""What changed while a page stands open: the list in its place, and new messages beneath those that are there."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from clients.queries.glossary import matcher_of
from comms import conversing, inbox_pages, live
from comms.forms.inbox_filter import InboxFilter
from comms.models import Interaction, Request
from comms.queries import conversation, inbox as queries
from comms.queries.inbox import Show
from comms.thread_actions import may_keep
from comms.views.inbox_list import chosen, list_context

LATELY = timedelta(hours=1)


@member_door("request.read")
def inbox_changes(request: MemberRequest) -> HttpResponse:
    """The rows as they are now; 204 if nothing has happened since."""
    show, now = chosen(request), timezone.now()
    if request.GET.get("since") == (live.unmatched_version(now) if show is Show.UNMATCHED else live.version(now)):
        return HttpResponse(status=204)
    beside = request.GET.get("beside", "")
    return render(request, "comms/inbox_changes.html", list_context(request, show, beside))


@member_door("request.read")
def inbox_list(request: MemberRequest) -> HttpResponse:
    """The whole list, for a conversation that stands already: nobody who reads it waits for the list."""
    return render(
        request, "comms/inbox_list.html", list_context(request, chosen(request), request.GET.get("beside", ""))
    )


@member_door("request.read")
def inbox_filter(request: MemberRequest) -> HttpResponse:
    """The filter, as it stands in the address. It has a choice of every client, so that no page brings it unasked;
    without scripts it is a page of its own.
    """
    form = InboxFilter(request.GET, member=request.member)
    action = reverse("inbox", args=[request.agency.slug])
    template = "components/filters.html" if request.htmx else "comms/inbox_filter.html"
    return render(request, template, {"form": form, "action": action})


@member_door("request.read")
def request_news(request: MemberRequest, key: str) -> HttpResponse:
    """What was said since the last message that the page shows, with a line that says so; 204 if nothing happened."""
    found = reach(queries.requests_of(request.member).prefetch_related("merged"), key=key)
    now = timezone.now()
    if request.GET.get("since") == live.version(now):
        return HttpResponse(status=204)
    said = conversation.everything_said(found)
    fresh = _after(found, said, request.GET.get("last", ""))
    theirs = [said for said in fresh if said.direction == Interaction.Direction.INBOUND and said.contact]
    last = live.newest(fresh) or request.GET.get("last", "")
    context = {
        "request_shown": found,
        **may_keep(found, request.member),
        "messages_shown": conversing.messages(fresh, now, matcher_of(found.client) if fresh else None),
        "messages_again": conversing.messages(_lately_ours(said, fresh, now), now),
        "thread": inbox_pages.thread(found, conversation.clock_now(found), now),
        "news_url": live.news_url(found, last),
        "line": _("%(name)s wrote just now.") % {"name": wording.first_name(theirs[0].contact.person.name)}  # type: ignore[union-attr]
        if theirs
        else "",
        "first_key": theirs[0].key if theirs else "",
    }
    return render(request, "comms/request_news.html", context)


def _lately_ours(said: list[Interaction], fresh: list[Interaction], now: datetime) -> list[Interaction]:
    """Mail of ours that stands on the page as on its way, and has perhaps left since."""
    ours = (one for one in said if one.outgoing.all() and now - LATELY < one.at <= now)
    return [one for one in ours if one not in fresh]


def _after(found: Request, said: list[Interaction], last: str) -> list[Interaction]:
    """What was said since the message of that key; nothing where it is not known, as then the page is another's."""
    thread = Interaction.objects.filter(request__in=conversation.thread_of(found))
    known = thread.filter(key=last).values_list("pk", flat=True).first()
    return [one for one in said if one.pk > known] if known is not None else []
