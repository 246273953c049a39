"""Log a call: one desk, the form at the left, at the right the mail as the client will read it (ui.md, practices V4,
O5).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import Reach, reach_of, require
from agency.reach import reach
from clients.models import Client
from clients.queries import clients_of, person_card
from comms import drafts, follows, sheet, unlocking
from comms.domain import calls, checked_sending, corrections
from comms.domain.checked_sending import NeedsReason
from comms.forms import locks
from comms.forms.calls import CallForm, Cast, TopicFormSet, call_notes
from comms.forms.initial import of_call, with_one_more
from comms.forms.why import WhyForm, why_at_first
from comms.models import Summary
from comms.queries.calls import cast_of, summaries_of

MOST_SHOWN = 200


@dataclass
class Desk:
    """The two forms over one client, with the draft summary once there is one."""

    client: Client
    cast: Cast
    form: CallForm
    topics: Any
    why: WhyForm
    summary: Summary | None = None

    def valid(self) -> bool:
        answers = [self.topics.is_valid(), self.why.is_valid(), self.form.is_valid()]
        return all(answers)

    @property
    def parts(self) -> list[Any]:
        """All that can be wrong, in the order of the page."""
        return [self.form, *(part for topic in self.topics.forms for part in (topic, topic.actions)), self.why]

    @property
    def place(self) -> str:
        return f"call:{self.summary.key}" if self.summary else f"call:new:{self.client.key}"


@member_door("call.log")
def call_new(request: MemberRequest) -> HttpResponse:
    """Whom did you talk with? The member's own clients first; the only one that was looked for is the answer."""
    words = request.GET.get("q", "").strip()
    found = clients_of(request.member).filter(archived_at=None).select_related("lead__user", "backup__user")
    if words:
        found = found.filter(name__icontains=words)
    looked_after = Q(lead=request.member) | Q(backup=request.member)
    own = list(found.filter(looked_after).order_by("name")[:MOST_SHOWN])
    others = list(found.exclude(looked_after).order_by("name")[:MOST_SHOWN]) if _sees_all(request) else []
    if words and len(hits := own + others) == 1:
        return redirect("client_call_new", request.agency.slug, hits[0].key)
    return render(request, "comms/call_new.html", {"own": own, "others": others, "q": words})


@member_door("call.log", writes=True)
def client_call_new(request: MemberRequest, client_key: str) -> HttpResponse:
    """What is typed of a client that is archived meanwhile comes back with the reason."""
    clients = clients_of(request.member)
    client = reach(clients if request.method == "POST" else clients.filter(archived_at=None), key=client_key)
    require(request.member, "call.log", client)
    return desk(request, client, None)


@member_door("call.log", writes=True)
def call(request: MemberRequest, key: str) -> HttpResponse:
    """A call that was logged and whose summary is still a draft; a sent one is shown as it was sent."""
    summary = reach(summaries_of(request.member), key=key)
    if summary.state != Summary.State.DRAFT:
        return redirect("summary", request.agency.slug, summary.key)
    require(request.member, "call.log", summary.client)
    return desk(request, summary.client, summary)


@member_door("call.log", writes=True)
def call_preview(request: MemberRequest, client_key: str) -> HttpResponse:
    """The sheet at the right, for what is typed so far. Saves nothing."""
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, "call.log", client)
    written = summaries_of(request.member).filter(client=client, key=request.GET.get("summary", "")).first()
    filled = _desk(request, client, written, request.POST)
    return render(request, "comms/call_sheet.html", sheet.of_desk(filled, request.member, timezone.now()))


@member_door("call.log", writes=True)
def call_discard(request: MemberRequest, key: str) -> HttpResponse:
    summary = reach(summaries_of(request.member), key=key)
    require(request.member, "call.log", summary.client)
    if request.method == "POST":
        try:
            corrections.discard(summary, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("summary", request.agency.slug, key)
        drafts.forget(request.member, f"call:{key}")
        messages.success(request, _("The draft is gone."))
    return redirect("client", request.agency.slug, summary.client.key)


def desk(request: MemberRequest, client: Client, summary: Summary | None) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _show(
            request, _desk(request, client, summary, drafts.recall(request.member, _place(client, summary))), now
        )
    data = with_one_more(request.POST, more) if (more := request.POST.get("more")) else request.POST
    turned = unlocking.asked(request, summary, now)
    filled = _desk(request, client, summary, data)
    if more or turned:
        return _show(request, filled, now)
    if not filled.valid():
        return _show(request, filled, now, status=422)
    try:
        saved = _save(filled, request, now)
    except NeedsReason as refusal:
        filled.why.add_error("because", refusal.messages[0])
        return _show(request, filled, now, status=422)
    except ValidationError as refusal:
        for words in refusal.messages:
            filled.form.add_error(None, words)
        return _show(request, filled, now, status=422)
    return _answer(request, saved)


@transaction.atomic
def _save(filled: Desk, request: MemberRequest, now: datetime) -> Summary:
    """Keeps the call and, if asked to, sends its summary: both or neither, so that a second try logs no second call."""
    notes = call_notes(filled.form, filled.topics)
    if filled.summary is None:
        saved = calls.log_call(filled.client, notes, by=request.member, at=now)
    else:
        saved = calls.rewrite_call(filled.summary, notes, by=request.member, at=now)
    saved.subject, why = request.POST.get("subject", "").strip()[:200], filled.why.cleaned_data
    saved.purpose, saved.value, saved.because = why["purpose"], why["value"], why["because"]
    saved.save(update_fields=["subject", "purpose", "value", "because"])
    if request.POST.get("do") == "send":
        to = sheet.recipients(saved, request.POST.getlist("to"))
        checked_sending.send(saved, by=request.member, at=now, to=to, **why)
    drafts.forget(request.member, filled.place)
    return saved


def _answer(request: MemberRequest, saved: Summary) -> HttpResponse:
    saved.refresh_from_db()
    if saved.state == Summary.State.DRAFT:
        messages.success(request, _("Kept as a draft. The summary has not been sent."))
        return redirect("call", request.agency.slug, saved.key)
    messages.success(request, _("The summary is on its way."))
    return redirect("summary", request.agency.slug, saved.key)


def _desk(request: MemberRequest, client: Client, summary: Summary | None, data: QueryDict | None) -> Desk:
    cast = cast_of(client)
    initial_call: dict[str, Any] = {"at": timezone.localtime(), "contacts": list(cast.contacts)[:1]}
    initial_topics: list[dict[str, Any]] = []
    if summary is not None:
        initial_call, initial_topics = of_call(summary.interaction, calls.topics_of(summary.interaction))
    return Desk(
        client=client,
        cast=cast,
        form=CallForm(data, cast=cast, initial=initial_call),
        topics=locks.held(
            TopicFormSet(data, prefix="topics", form_kwargs={"cast": cast}, initial=initial_topics), summary
        ),
        why=WhyForm(data, initial=why_at_first(summary)),
        summary=summary,
    )


def _show(request: MemberRequest, filled: Desk, now: datetime, status: int = 200) -> HttpResponse:
    context = {
        "desk": filled,
        "title": sheet.title(filled),
        "when": wording.moment(filled.summary.interaction.at, timezone.get_current_timezone(), now)
        if filled.summary
        else "",
        "draft_url": reverse("draft", args=[request.agency.slug, filled.place]),
        "preview_url": preview_url(request, filled),
        "person": person_card(next(iter(filled.cast.contacts.values())), request.member, now)
        if filled.cast.contacts
        else None,
        **sheet.of_desk(filled, request.member, now),
        "follows": follows.of_call(filled.summary, request.member, now) if filled.summary else None,
    }
    template = "comms/call_desk.html" if request.htmx else "comms/call.html"
    return render(request, template, context, status=status)


def preview_url(request: MemberRequest, filled: Desk) -> str:
    of = urlencode({"summary": filled.summary.key}) if filled.summary else ""
    return f"{reverse('call_preview', args=[request.agency.slug, filled.client.key])}?{of}".rstrip("?")


def _place(client: Client, summary: Summary | None) -> str:
    return f"call:{summary.key}" if summary else f"call:new:{client.key}"


def _sees_all(request: MemberRequest) -> bool:
    return reach_of(request.member, "call.log") is Reach.ALL
