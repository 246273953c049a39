"""The Inbox: requests at the left, the conversation in the middle, the person at the right."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from clients.frame import client_frame
from clients.queries import clients_of, person_card
from comms import asking_pages, composing, conversing, drafts, flagging, inbox_pages, letters, live
from comms.domain import following
from comms.forms.channels import ChatAnswerForm
from comms.forms.composer import NoteForm, ReplyForm
from comms.models import Episode, Request
from comms.queries import inbox as queries
from comms.queries.channels import open_to_clients
from comms.queries.inbox import Show
from comms.thread_actions import thread_actions
from comms.views.inbox_list import chosen, clocks_before, further, keyset, list_context

MOST_ALSO = 20


@member_door("request.read")
def inbox(request: MemberRequest) -> HttpResponse:
    show = chosen(request)
    context = {**list_context(request, show), "title": "", "reading": False}
    return render(request, "comms/inbox_unmatched.html" if show is Show.UNMATCHED else "comms/inbox.html", context)


@member_door("request.read")
def request(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(queries.requests_of(request.member), key=key)
    if found.merged_into is not None:
        return redirect("request", request.agency.slug, found.merged_into.key)
    return render(request, "comms/inbox.html", request_context(request, found))


def request_context(
    request: MemberRequest, found: Request, form: ReplyForm | None = None, note: NoteForm | None = None
) -> dict[str, Any]:
    """Everything that the page of one request shows; with a form that came back, what was typed stands in it."""
    now = timezone.now()
    episode = queries.clock_now(found)
    thread = inbox_pages.thread(found, episode, now)
    also = list(queries.other_open(found)[:MOST_ALSO]) if thread["open"] else []
    form, said = form or reply_form(request, found, thread["open"], also), queries.conversation(found)
    return {
        **list_context(request, chosen(request), found.key),
        **thread_actions(found, request.member, now),
        "news_url": live.news_url(found, live.newest(said)),
        "reading": True,
        "request_shown": found,
        "thread": thread,
        "episode": episode,
        "messages_shown": conversing.messages(said, now),
        "person": person_card(found.contact, request.member, now),
        "form": form,
        "based": form.data.get("once", "") if form.is_bound else form.initial.get("based", ""),
        "composer": composing.around(found, request.member, str(form["text"].value() or ""), also, now),
        "draft_url": reverse("draft", args=[request.agency.slug, drafts.reply_place(found)]),
        **notes(request, found, note),
        "follows": following.in_thread(found).filter(member=request.member).exists(),
        "may": {
            verb: may(request.member, f"request.{verb}", found.client)
            for verb in ("answer", "dismiss", "assign", "note", "flag", "follow")
        },
        "chat_form": chat_form(found),
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


def notes(request: MemberRequest, found: Request, form: NoteForm | None) -> dict[str, Any]:
    """The form of a note among us, with its draft in it; `form` came back, and what was typed stands in it."""
    place = drafts.note_place(found)
    kept = drafts.recall(request.member, place) if form is None else form.data
    return {
        "note_form": form or NoteForm(initial={"text": kept.get("text", "") if kept is not None else ""}),
        "note_based": kept.get("once", "") if kept is not None else "",
        "note_other_words": drafts.beside(request.member, place),
        "note_draft_url": reverse("draft", args=[request.agency.slug, place]),
    }


@member_door("request.read")
def client_requests(request: MemberRequest, client_key: str) -> HttpResponse:
    """The requests of one client, as a tab of its page: running clocks first, then the newest."""
    client = reach(clients_of(request.member), key=client_key)
    rows = queries.requests_of(request.member).filter(client=client, merged_into=None)
    page = queries.page(rows, keyset(request), clocks=clocks_before(request))
    here = reverse("client_requests", args=[request.agency.slug, client.key])
    context = {
        **client_frame(request, client, "requests"),
        "rows": inbox_pages.rows(page.requests, Show.ALL, timezone.now()),
        **further(page, here, {}),
    }
    return render(request, "comms/client_requests.html", context)
