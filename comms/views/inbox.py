"""The Inbox: requests at the left, the conversation in the middle, the person at the right."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may
from agency.reach import reach
from clients.frame import client_frame
from clients.queries import clients_of, person_card
from clients.queries.glossary import matcher_of
from comms import asking_pages, composing, conversing, drafts, flagging, inbox_pages, letters, live
from comms.drafts import Recalled
from comms.forms.channels import ChatAnswerForm
from comms.forms.composer import NoteForm, ReplyForm
from comms.models import Episode, Request
from comms.queries import conversation, inbox as queries
from comms.queries.channels import open_to_clients
from comms.queries.inbox import Show
from comms.thread_actions import thread_actions
from comms.views.inbox_list import beside, chosen, clocks_before, further, keyset, list_context

MOST_ALSO = 20


@member_door("request.read")
def inbox(request: MemberRequest) -> HttpResponse:
    show = chosen(request)
    context = {**list_context(request, show), "title": "", "reading": False}
    return render(request, "comms/inbox_unmatched.html" if show is Show.UNMATCHED else "comms/inbox.html", context)


@member_door("request.read")
def request(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(queries.requests_of(request.member).prefetch_related("merged"), key=key)
    if found.merged_into is not None:
        return redirect("request", request.agency.slug, found.merged_into.key)
    return render(request, "comms/inbox.html", request_context(request, found))


def request_context(
    request: MemberRequest, found: Request, form: ReplyForm | None = None, note: NoteForm | None = None
) -> dict[str, Any]:
    """Everything that the page of one request shows; with a form that came back, what was typed stands in it."""
    now = timezone.now()
    found.contact.client = found.client
    episode, said = conversation.clock_now(found), conversation.everything_said(found)
    thread = inbox_pages.thread(found, episode, now)
    also = list(conversation.other_open(found)[:MOST_ALSO]) if thread["open"] else []
    kept = drafts.recall_all(request.member, drafts.reply_place(found), drafts.note_place(found))
    reply, other_words = kept[drafts.reply_place(found)]
    waits = episode if thread["open"] and conversation.spoke_last(said) else None
    form = form or reply_form(request, found, reply, also, waits)
    return {
        **beside(request, found, now),
        **thread_actions(found, request.member, now),
        "news_url": live.news_url(found, live.newest(said)),
        "reading": True,
        "request_shown": found,
        "thread": thread,
        "episode": episode,
        "messages_shown": conversing.messages(said, now, matcher_of(found.client)),
        "person": person_card(found.contact, request.member, now),
        "form": form,
        "based": form.data.get("once", "") if form.is_bound else form.initial.get("based", ""),
        "composer": composing.around(
            found, request.member, now, text=str(form["text"].value() or ""), said=said, also=also
        ),
        "other_words": other_words,
        "draft_url": reverse("draft", args=[request.agency.slug, drafts.reply_place(found)]),
        **notes(request, found, note, kept[drafts.note_place(found)]),
        "follows": conversation.follows(request.member, found),
        "may": {
            verb: may(request.member, f"request.{verb}", found.client)
            for verb in ("answer", "dismiss", "assign", "note", "flag", "follow")
        },
        "chat_form": chat_form(found),
        "bearing": flagging.bearing(found),
        "asking": asking_pages.beside_conversation(found, said, request.member, now),
    }


def chat_form(found: Request) -> ChatAnswerForm | None:
    """For clients who read one of their channels."""
    places = open_to_clients(found.client_id)
    return ChatAnswerForm(places=places) if places else None


def reply_form(
    request: MemberRequest, found: Request, kept: QueryDict | None, also: list[Episode], waits: Episode | None
) -> ReplyForm:
    """With the draft that was `kept` in it, or an acknowledgement of what `waits` for one, or how a letter begins."""
    now, template, words = timezone.now(), request.GET.get("template", ""), ""
    if waits is not None:
        words = letters.acknowledgement(found, found.contact, by=request.member, at=now, episode=waits)
    fields = composing.begun(found, request.member, kept, template=template, acknowledges=words, now=now)
    return ReplyForm(initial=fields, also=also)


def notes(request: MemberRequest, found: Request, form: NoteForm | None, recalled: Recalled) -> dict[str, Any]:
    """The form of a note among us, with its draft in it; `form` came back, and what was typed stands in it."""
    kept = recalled.fields if form is None else form.data
    return {
        "note_form": form or NoteForm(initial={"text": kept.get("text", "") if kept is not None else ""}),
        "note_based": kept.get("once", "") if kept is not None else "",
        "note_other_words": recalled.beside,
        "note_draft_url": reverse("draft", args=[request.agency.slug, drafts.note_place(found)]),
    }


@member_door("request.read")
def client_requests(request: MemberRequest, client_key: str) -> HttpResponse:
    """The requests of one client, as a tab of its page: running clocks first, then the newest."""
    client = reach(clients_of(request.member), key=client_key)
    rows = queries.requests_of(request.member).filter(client=client, merged_into=None)
    running = queries.running(request.member, client=client)
    page = queries.page(rows, running, keyset(request), clocks=clocks_before(request))
    here = reverse("client_requests", args=[request.agency.slug, client.key])
    context = {
        **client_frame(request, client, "requests"),
        "rows": inbox_pages.rows(page.requests, Show.ALL, timezone.now()),
        **further(page, here, {}),
    }
    return render(request, "comms/client_requests.html", context)
