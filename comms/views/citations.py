"""Quoting what was agreed: looking for it beside the composer, putting it into the letter, the page behind its link."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from agency.doors import member_door, open_door
from agency.http import READS, MemberRequest
from agency.keys import new_key
from agency.reach import reach
from agency.search.words import LONGEST_QUESTION
from clients.profile import effective_profile
from comms import citation_pages, drafts, filling, quoting
from comms.domain import citations as verbs
from comms.forms.composer import LONGEST
from comms.models import Request
from comms.queries import citations as queries
from comms.views.requests import found_for

BY_SCRIPT = "X-Quotes"
"""Sent by static/js/quote.js, which puts the words where the cursor stands."""


@member_door("request.answer", writes=True)
def quoting_page(request: MemberRequest, key: str) -> HttpResponse:
    """What may be quoted to whom one writes to, by `q`; without it what is near to what they wrote. POST keeps what is
    being typed and comes back here.
    """
    found, now = found_for(request, key, "request.answer"), timezone.now()
    if request.method == "POST":
        drafts.keep(request.member, drafts.reply_place(found), request.POST, at=now)
        return redirect("quoting", request.agency.slug, found.key)
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    offers = quoting.found(found.contact, words, now) if words else quoting.near(found, queries.said_last(found), now)
    context = {
        "request_shown": found,
        "query": words,
        "offers": [citation_pages.offer(offer, found.contact, now) for offer in offers],
        "near": not words,
        "quiet": "quiet" in request.GET,
    }
    return render(request, "comms/quotes.html" if request.htmx else "comms/quoting.html", context)


@require_POST
@member_door("request.answer", writes=True)
def citation_list(request: MemberRequest, key: str) -> HttpResponse:
    """Quotes the `thing` ('decision:<key>') to whom one writes to: into the draft, or as words for the script."""
    found, now = found_for(request, key, "request.answer"), timezone.now()
    kind, _colon, thing_key = request.POST.get("thing", "").partition(":")
    words = request.POST.get("words", "")[:LONGEST_QUESTION]
    try:
        object_id = queries.id_of(kind, thing_key, found.client_id)
        _citation, text = verbs.cite(
            found.contact, kind, object_id, by=request.member, at=now, words=words, request=found
        )
    except ValidationError as refusal:
        if BY_SCRIPT in request.headers:
            return JsonResponse({"error": " ".join(refusal.messages)}, status=422)
        messages.error(request, " ".join(refusal.messages))
        return redirect("quoting", request.agency.slug, found.key)
    if BY_SCRIPT in request.headers:
        return JsonResponse({"text": text})
    _into_the_draft(request, found, text, now)
    messages.success(request, _("The quotation is in the box."))
    return redirect("request", request.agency.slug, found.key)


def _into_the_draft(request: MemberRequest, found: Request, text: str, now: datetime) -> None:
    place = drafts.reply_place(found)
    kept = drafts.recall(request.member, place)
    typed = kept.get("text", "").replace("\r\n", "\n") if kept is not None else ""
    said = filling.put_words_in(text, typed, found.contact)[:LONGEST]
    based = kept.get("once", "") if kept is not None else ""
    also = kept.getlist("also") if kept is not None else []
    fields = {"text": said, "once": new_key(), "based": based, "also": also}
    drafts.give_back(request.member, place, fields, at=now)


@require_GET
@member_door("request.read")
def citation(request: MemberRequest, key: str) -> HttpResponse:
    """What was quoted to whom, with which message, and how its link stands."""
    found = reach(queries.citations_of(request.member), key=key)
    return render(request, "comms/citation.html", citation_pages.page(found, request.member, timezone.now()))


@require_POST
@member_door("request.answer", writes=True)
def citation_revocation(request: MemberRequest, key: str) -> HttpResponse:
    """Closes the link; `undo` opens it again."""
    found = reach(queries.citations_of(request.member), key=key)
    citation_pages.require_reach(found, request.member)
    if request.POST.get("undo"):
        verbs.restore(found, by=request.member, at=timezone.now())
    else:
        verbs.revoke(found, by=request.member, at=timezone.now())
        undo = reverse("citation_revocation", args=[request.agency.slug, found.key])
        messages.success(request, _("The link shows nothing any more."), extra_tags=f"undo:{undo}")
    return redirect("citation", request.agency.slug, found.key)


@never_cache
@open_door("link")
def citation_link(request: HttpRequest, agency_slug: str, token: str) -> HttpResponse:
    """The thing itself, as its reader may see it now. It decides nothing: mail scanners may open it as they like."""
    found = verbs.find(token)
    if found is None:
        raise Http404("no such page")
    if request.method not in READS:
        return HttpResponseNotAllowed(READS)
    profile = effective_profile(found.contact, found.contact.client, found.agency)
    with translation.override(profile.language.value), timezone.override(ZoneInfo(profile.zone.value)):
        now = timezone.now()
        context: dict[str, Any] = citation_pages.letter(found, profile, now)
        return render(request, "comms/citation_link.html", context)
