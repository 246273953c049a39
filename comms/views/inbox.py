"""The Inbox: requests at the left, the conversation in the middle, the person at the right."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.models import Membership
from agency.permissions import may
from agency.reach import reach
from clients.frame import client_frame
from clients.queries import clients_of, person_card
from clients.queries.client_list import default_whose
from comms import asking_pages, composing, conversing, drafts, flagging, inbox_pages, letters
from comms.forms.channels import ChatAnswerForm
from comms.forms.composer import NoteForm, ReplyForm
from comms.models import Episode, Follower, Request
from comms.queries import inbox as queries
from comms.queries.channels import open_to_clients
from comms.queries.inbox import Show

LONGEST_NUMBER = 18
MOST_ALSO = 20


@member_door("request.read")
def inbox(request: MemberRequest) -> HttpResponse:
    show = chosen(request)
    context = {**list_context(request, show), "title": "", "reading": False}
    return render(request, "comms/inbox_unmatched.html" if show is Show.UNMATCHED else "comms/inbox.html", context)


@member_door("request.read")
def request(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(queries.requests_of(request.member), key=key)
    return render(request, "comms/inbox.html", request_context(request, found))


def request_context(
    request: MemberRequest, found: Request, form: ReplyForm | None = None, note: NoteForm | None = None
) -> dict[str, Any]:
    """Everything that the page of one request shows; with a form that came back, what was typed stands in it."""
    now = timezone.now()
    episode = found.episodes.select_related("responsible__user", "covers__user").order_by("-number").first()
    thread = inbox_pages.thread(found, episode, now)
    also = list(queries.other_open(found)[:MOST_ALSO]) if thread["open"] else []
    form = form or reply_form(request, found, thread["open"], also)
    return {
        **list_context(request, chosen(request), found.key),
        "reading": True,
        "request_shown": found,
        "thread": thread,
        "episode": episode,
        "messages_shown": conversing.messages(queries.conversation(found), now),
        "person": person_card(found.contact, request.member, now),
        "form": form,
        "based": form.data.get("once", "") if form.is_bound else form.initial.get("based", ""),
        "composer": composing.around(found, request.member, str(form["text"].value() or ""), also, now),
        "draft_url": reverse("draft", args=[request.agency.slug, drafts.reply_place(found)]),
        "note_form": note or note_form(request, found),
        "note_draft_url": reverse("draft", args=[request.agency.slug, f"note:{found.key}"]),
        "follows": Follower.objects.filter(request=found, member=request.member).exists(),
        "may": {
            verb: may(request.member, f"request.{verb}", found.client)
            for verb in ("answer", "dismiss", "assign", "note", "flag", "follow")
        },
        "chat_form": chat_form(found),
        "members": members(),
        "bearing": flagging.bearing(found),
        "asking": asking_pages.beside_conversation(found, request.member, now),
    }


def chat_form(found: Request) -> ChatAnswerForm | None:
    """For clients who read one of their channels."""
    places = open_to_clients(found.client_id)
    return ChatAnswerForm(places=places) if places else None


def reply_form(request: MemberRequest, found: Request, is_open: bool, also: list[Episode]) -> ReplyForm:
    """With the draft in it, or with how a letter to this reader begins."""
    now, acknowledges = timezone.now(), ""
    if is_open and queries.client_spoke_last(found):
        acknowledges = letters.acknowledgement(found, found.contact, by=request.member, at=now)
    template = request.GET.get("template", "")
    fields = composing.begun(found, request.member, template=template, acknowledges=acknowledges, now=now)
    return ReplyForm(initial=fields, also=also)


def note_form(request: MemberRequest, found: Request) -> NoteForm:
    kept = drafts.recall(request.member, f"note:{found.key}")
    return NoteForm(initial={"text": kept.get("text", "") if kept is not None else ""})


def list_context(request: MemberRequest, show: Show, current: str = "") -> dict[str, Any]:
    now = timezone.now()
    counts = queries.counts(request.member)
    context: dict[str, Any] = {"tabs": inbox_pages.tabs(request.agency, show, counts), "show": show.value}
    if show is Show.UNMATCHED:
        waiting = queries.unmatched().order_by("received_at")[: queries.MOST_WAITING]
        return {**context, "unmatched": [inbox_pages.unmatched_row(message, now) for message in waiting]}
    rows = queries.shown(queries.requests_of(request.member), show, request.member)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(subject__icontains=words) | rows.filter(client__name__icontains=words)
    size = queries.BESIDE if current else queries.A_PAGE
    page = queries.page(
        rows, keyset(request), size=size, clocks=clocks_before(request), settled=show is not Show.WAITING
    )
    here = reverse("inbox", args=[request.agency.slug])
    return {
        **context,
        "q": words,
        "rows": inbox_pages.rows(page.requests, show, now, current),
        **further(page, here, {"show": show.value, "q": words}),
    }


def further(page: queries.Page, here: str, asked: dict[str, str]) -> dict[str, Any]:
    """Where what found no place on a page stands: the clocks that run, too, and what is older."""

    def url(**where: object) -> str:
        return f"{here}?{urlencode({name: value for name, value in (asked | where).items() if value})}"

    return {
        "hidden": page.hidden,
        "clocks_url": url(clocks=page.clocks) if page.hidden else "",
        "older_url": url(before=f"{page.older[0].isoformat()},{page.older[1]}") if page.older else "",
    }


def chosen(request: MemberRequest) -> Show:
    """The tab that was asked for; a manager begins with their own requests, everybody else with all."""
    try:
        return Show(request.GET.get("show", ""))
    except ValueError:
        return Show.MINE if default_whose(request.member) == "mine" else Show.ALL


def keyset(request: MemberRequest) -> tuple[datetime, int] | None:
    """(last_at, id) after which the page begins; anything unreadable begins at the start."""
    at, _comma, pk = request.GET.get("before", "").partition(",")
    try:
        return datetime.fromisoformat(at).astimezone(UTC), bounded(pk)
    except (ValueError, OverflowError):
        return None


def clocks_before(request: MemberRequest) -> int:
    """How many running clocks stand on the pages before; anything unreadable is none."""
    try:
        return max(bounded(request.GET.get("clocks", "0")), 0)
    except ValueError:
        return 0


def bounded(pk: str) -> int:
    """A number that the database can compare with. Raises ValueError."""
    if len(pk) > LONGEST_NUMBER:
        raise ValueError("no row has such a number")
    return int(pk)


def members() -> list[dict[str, str]]:
    rows = Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name")
    return inbox_pages.holders(list(rows))


@member_door("request.read")
def client_requests(request: MemberRequest, client_key: str) -> HttpResponse:
    """The requests of one client, as a tab of its page: running clocks first, then the newest."""
    client = reach(clients_of(request.member), key=client_key)
    rows = queries.requests_of(request.member).filter(client=client)
    page = queries.page(rows, keyset(request), clocks=clocks_before(request))
    here = reverse("client_requests", args=[request.agency.slug, client.key])
    context = {
        **client_frame(request, client, "requests"),
        "rows": inbox_pages.rows(page.requests, Show.ALL, timezone.now()),
        **further(page, here, {}),
    }
    return render(request, "comms/client_requests.html", context)
