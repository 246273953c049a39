"""The filtered list as a file: all of it, or a refusal in words."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.spreadsheet import as_csv
from comms import clock_words
from comms.forms.inbox_filter import InboxFilter
from comms.models import Request
from comms.queries.inbox import clock_of, with_clock
from comms.queries.inbox_filter import narrowed
from comms.views.inbox_list import chosen

MOST_ROWS, AT_A_TIME = 50_000, 1000


@member_door("request.export")
def inbox_csv(request: MemberRequest) -> HttpResponse:
    """Every request of the filter, also what is put off, the newest first. More than MOST_ROWS are refused, not cut."""
    now = timezone.now()
    rows = narrowed(InboxFilter(request.GET, member=request.member).choice(chosen(request)), request.member, now)
    count = rows.count()
    if count > MOST_ROWS:
        words = _("These are %(count)s requests; a file holds at most %(most)s. Narrow the filter first.")
        messages.error(request, words % {"count": wording.number(count, 0), "most": wording.number(MOST_ROWS, 0)})
        return redirect(f"{reverse('inbox', args=[request.agency.slug])}?{request.GET.urlencode()}")
    found = with_clock(rows).order_by("-last_at", "-id").iterator(chunk_size=AT_A_TIME)
    return as_csv(_table(found, now), f"inbox-{now:%Y-%m-%d}.csv")


def _table(rows: Iterator[Request], now: datetime) -> Iterator[list[object]]:
    zone = timezone.get_current_timezone()
    yield [
        *(_("Client"), _("Person"), _("Subject"), _("State"), _("Looked after by"), _("Opened"), _("Last word")),
        *(_("Clock"), _("Promise ends"), _("Next step"), _("On"), _("Put off until")),
    ]
    for row in rows:
        clock = clock_of(row)
        running = clock is not None and clock.closed_at is None
        words = clock_words.running(clock, now, zone) if clock and running else clock_words.settled(row, clock)
        yield [
            *(row.client.name, row.contact.person.name, row.subject, row.get_state_display()),
            *(str(row.assignee.user) if row.assignee else "", _iso(row.opened_at), _iso(row.last_at)),
            *(words["words"], _iso(clock.promise_at) if clock and running else ""),
            *(row.next_step, row.next_step_on.isoformat() if row.next_step_on else "", _iso(row.snoozed_until)),
        ]


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
