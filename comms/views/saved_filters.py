"""Filters of the Inbox by name: the list of them, keeping one, changing, removing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import Refused, may
from agency.reach import reach
from comms import inbox_pages
from comms.domain import saved_filters as verbs
from comms.forms.inbox_filter import InboxFilter, SavedFilterForm
from comms.models import SavedFilter
from comms.queries.inbox import Show
from comms.queries.inbox_filter import filters_of, kept_of, seen_by
from comms.views.inbox_list import chosen, filters_now


@member_door("filter.save", writes=True)
def saved_filters(request: MemberRequest) -> HttpResponse:
    """All that one sees; with a filter in the address, the form that keeps it under a name."""
    asked = asked_here(request)
    form = SavedFilterForm(request.POST or None, may_share=may(request.member, "filter.share"))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            saved = verbs.keep(
                by=request.member,
                at=timezone.now(),
                name=clean["name"],
                asked=asked,
                shared=clean.get("shared", False),
            )
        except ValidationError as refusal:
            form.add_error("name", " ".join(refusal.messages))
        else:
            words = _("“%(name)s” stands in the head of the Inbox.") % {"name": saved.name}
            undo = reverse("saved_filter_removal", args=[request.agency.slug, saved.key])
            messages.success(request, words, extra_tags=f"undo:{undo}?made=1")
            return redirect(f"{reverse('inbox', args=[request.agency.slug])}?{urlencode(saved.asked)}")
    context = {
        "form": form if asked else None,
        "asked_words": asked_words(request, asked),
        "rows": [row(saved, request) for saved in filters_of(request.member)],
        "action": f"{reverse('saved_filters', args=[request.agency.slug])}?{urlencode(asked)}",
    }
    return render(request, "comms/saved_filters.html", context, status=422 if form.errors else 200)


def asked_here(request: MemberRequest) -> dict[str, str]:
    """The filter in the address, without what makes no sense in it; {} where there is none."""
    if not kept_of(request.GET.dict()):
        return {}
    return InboxFilter(request.GET, member=request.member).choice(chosen(request)).asked


def asked_words(request: MemberRequest, asked: dict[str, str]) -> str:
    """'All · Solvang Cycles · Waiting for us'"""
    if not asked:
        return ""
    form = InboxFilter(asked, member=request.member)
    form.is_valid()
    tab = next(tab["label"] for tab in inbox_pages.tabs(request.agency, Show(asked["show"]), {}) if tab["current"])
    return " · ".join([str(tab), *(one["label"] for one in filters_now(form, "", asked))])


def row(saved: SavedFilter, request: MemberRequest) -> dict[str, Any]:
    slug = request.agency.slug
    return {
        "name": saved.name,
        "url": f"{reverse('inbox', args=[slug])}?{urlencode(saved.asked)}",
        "shared": saved.shared,
        "by": "" if saved.member_id == request.member.pk else str(saved.member.user),
        "change_url": reverse("saved_filter", args=[slug, saved.key])
        if verbs.may_change(saved, request.member)
        else "",
    }


def _mine(request: MemberRequest, key: str, rows: Any = None) -> SavedFilter:
    """Raises Http404 for what one does not see, Refused for what one sees and may not change."""
    saved = reach(filters_of(request.member) if rows is None else rows, key=key)
    if not verbs.may_change(saved, request.member):
        raise Refused("filter.change")
    return saved


@member_door("filter.save", writes=True)
def saved_filter(request: MemberRequest, key: str) -> HttpResponse:
    """Its name, and who sees it."""
    saved = _mine(request, key)
    form = SavedFilterForm(request.POST or None, instance=saved, may_share=may(request.member, "filter.share"))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            shared = clean.get("shared", saved.shared)
            verbs.change(saved, by=request.member, at=timezone.now(), name=clean["name"], shared=shared)
        except ValidationError as refusal:
            form.add_error("name", " ".join(refusal.messages))
        else:
            messages.success(request, _("Saved."))
            return redirect("saved_filters", request.agency.slug)
    removal_url = reverse("saved_filter_removal", args=[request.agency.slug, key])
    context = {"form": form, "saved": saved, "removal_url": removal_url}
    return render(request, "comms/saved_filter.html", context, status=422 if form.errors else 200)


@require_POST
@member_door("filter.save", writes=True)
def saved_filter_removal(request: MemberRequest, key: str) -> HttpResponse:
    """POST removes it; `undo` brings it back, or with `made` in the address takes back that it was made."""
    undo = bool(request.POST.get("undo")) and "made" not in request.GET
    saved = _mine(request, key, seen_by(request.member).filter(removed_at__isnull=not undo))
    try:
        (verbs.restore if undo else verbs.remove)(saved, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("saved_filters", request.agency.slug)
    if undo:
        messages.success(request, _("“%(name)s” is back.") % {"name": saved.name})
    else:
        here = reverse("saved_filter_removal", args=[request.agency.slug, key])
        messages.success(request, _("“%(name)s” is removed.") % {"name": saved.name}, extra_tags=f"undo:{here}")
    return redirect("saved_filters", request.agency.slug)
