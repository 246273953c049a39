"""What could be put on a meeting's agenda: a list to tick, by itself a page, within the meeting's page a part."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import wording
from agency.addresses import address
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from clients.domain.refusals import Refusal
from clients.views.answers import back, said
from comms.domain import proposals as verbs
from comms.models import AgendaItem, Meeting
from comms.proposing_agenda import Proposal
from comms.queries.meetings import meetings_of
from comms.queries.proposals import proposals


@member_door("agenda.propose", writes=True)
def meeting_proposals(request: MemberRequest, key: str) -> HttpResponse:
    """GET lists them; POST takes those that are ticked (`take`), or with `all` what there is time for. To htmx the list
    alone is the answer, with the event agenda:changed when something was taken.
    """
    meeting = reach(meetings_of(request.member), key=key)
    require(request.member, "agenda.propose", meeting.client)
    if request.method != "POST":
        return _list(request, meeting)
    wanted = None if request.POST.get("all") else request.POST.getlist("take")[: verbs.MOST_CHOSEN]
    try:
        taken = len(verbs.take(meeting, by=request.member, at=timezone.now(), wanted=wanted))
    except Refusal as refusal:
        return _list(request, meeting, refused=refusal.words, status=422)
    if wanted is not None and not wanted:
        return _list(request, meeting, refused=_("Tick what you want to speak of."), status=422)
    if request.htmx:
        response = _list(request, meeting)
        response["HX-Trigger"] = "agenda:changed"
        return response
    words = ngettext("%(count)s item is on the agenda.", "%(count)s items are on the agenda.", taken)
    said(request, words % {"count": taken} if taken else _("These stand on the agenda already."))
    here = reverse("meeting_proposals", args=[request.agency.slug, key])
    return back(request, address("meeting", request.agency.slug, key) or here)


def _list(request: MemberRequest, meeting: Meeting, *, refused: str = "", status: int = 200) -> HttpResponse:
    found = proposals(meeting) if meeting.state == Meeting.State.PLANNED else []
    zone = timezone.get_current_timezone()
    context = {
        "meeting": meeting,
        "when": wording.moment(meeting.starts_at, zone, timezone.now()),
        "proposals": [_row(one) for one in found],
        "fitting": sum(1 for one in found if one.fits),
        "planned": meeting.state == Meeting.State.PLANNED,
        "refused": refused,
        "meeting_url": address("meeting", request.agency.slug, meeting.key),
        "client_url": reverse("client", args=[request.agency.slug, meeting.client.key]),
    }
    page = "comms/proposals.html" if request.htmx else "comms/proposals_page.html"
    return render(request, page, context, status=status)


def _row(one: Proposal) -> dict[str, Any]:
    owner = str(one.owner.user) if one.owner else one.contact.person.name if one.contact else ""
    minutes = ngettext("%(count)s min", "%(count)s min", one.minutes) % {"count": wording.number(one.minutes)}
    return {
        "value": one.key,
        "title": one.title,
        "why": one.why,
        "fits": one.fits,
        "about": " · ".join(filter(None, (str(AgendaItem.Aim(one.aim).label), minutes, owner))),
    }
