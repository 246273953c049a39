"""Chat channels: those of all clients on one page, and connecting or changing one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from agency.sections import settings_sections
from clients.frame import client_frame
from clients.queries import clients_of
from comms.domain import channels as verbs, posts, tries
from comms.forms.channels import ChannelForm
from comms.models import ChatChannel, ChatPost
from comms.queries.channels import channels_of, last_trial

VERB = "channel.edit"


@member_door(VERB)
def channels(request: MemberRequest) -> HttpResponse:
    """All that the member may change, by client."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    context = {
        "rows": [in_words(row, now, zone) for row in channels_of(request.member, VERB)],
        "clients_url": reverse("clients", args=[request.agency.slug]),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/channels.html", context)


def in_words(channel: ChatChannel, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    kind, words = _standing(channel, now, zone)
    heard = wording.moment(channel.heard_at, zone, now) if channel.heard_at else ""
    return {
        "name": channel.name,
        "client": channel.client.name,
        "url": reverse("channel", args=[channel.agency.slug, channel.key]),
        "service": channel.service,
        "readers": channel.get_readers_display(),
        "heard": heard,
        "sign_kind": kind,
        "sign": words,
        "problem": channel.problem,
    }


def _standing(channel: ChatChannel, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if not channel.active:
        return "", _("Not in use")
    if channel.problem and channel.problem_since:
        return "late", _("Takes nothing since %(when)s") % {"when": wording.moment(channel.problem_since, zone, now)}
    if channel.service:
        return "good", _("Posts to %(service)s") % {"service": channel.service}
    return "info", _("Only takes in what is written there")


def _trial(post: ChatPost | None, now: datetime, zone: ZoneInfo) -> dict[str, Any] | None:
    """What became of the last trial line; `moves` while it is on its way."""
    if post is None:
        return None
    when = {"when": wording.moment(post.queued_at, zone, now)}
    if post.state == ChatPost.State.SENT:
        return {"sign_kind": "good", "sign": _("The trial line of %(when)s was taken by the service") % when}
    if post.state == ChatPost.State.DEAD:
        return {"sign_kind": "late", "sign": _("The trial line of %(when)s was not taken") % when}
    return {"sign_kind": "info", "sign": _("The trial line of %(when)s is on its way") % when, "moves": True}


@member_door(VERB, writes=True)
@never_cache
def channel_new(request: MemberRequest, client_key: str) -> HttpResponse:
    client = reach(clients_of(request.member), key=client_key)
    require(request.member, VERB, client)
    form = ChannelForm(request.POST or None, channel=ChatChannel(client=client))
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.connect(
                form.instance, address=form.cleaned_data["address"], by=request.member, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(name)s is connected.") % {"name": made.name})
            return redirect("channel", request.agency.slug, made.key)
    context = {**client_frame(request, client, ""), "form": form}
    return render(request, "comms/channel_new.html", context, status=422 if form.errors else 200)


@member_door(VERB, writes=True)
@never_cache
def channel(request: MemberRequest, key: str) -> HttpResponse:
    """GET shows how it stands, with the address and the secret for what comes in; POST changes it."""
    known = found_for(request, key)
    form = ChannelForm(request.POST or None, channel=known)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.change(
                form.instance, address=said["address"], forget=said.get("forget", False), by=request.member,
                at=timezone.now(),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("channel", request.agency.slug, known.key)
    context = {
        **client_frame(request, known.client, ""),
        "form": form,
        "known": known,
        "standing": in_words(known, timezone.now(), timezone.get_current_timezone()),
        "trial": _trial(last_trial(known), timezone.now(), timezone.get_current_timezone()),
        "hook_url": hook_url(known),
        "secret": verbs.secret_of(known),
    }
    return render(request, "comms/channel.html", context, status=422 if form.errors else 200)


def found_for(request: MemberRequest, key: str) -> ChatChannel:
    """Raises Http404 for a channel that the member may not see, Refused for one that they may not change."""
    known = reach(channels_of(request.member), key=key)
    require(request.member, VERB, known.client)
    return known


def hook_url(channel: ChatChannel) -> str:
    return settings.BASE_URL + reverse("channel_hook", args=[channel.key])


@member_door(VERB, writes=True)
@require_POST
def channel_trial(request: MemberRequest, key: str) -> HttpResponse:
    """Posts one line, so that somebody can look whether it arrived; the page says what became of it."""
    known, now = found_for(request, key), timezone.now()
    try:
        tries.count(request.member, at=now)
        posts.try_out(known, by=request.member, at=now)
    except tries.TooManyTries as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("channel", request.agency.slug, known.key)


@member_door(VERB, writes=True)
@require_POST
def channel_secret(request: MemberRequest, key: str) -> HttpResponse:
    known = found_for(request, key)
    verbs.renew_secret(known, by=request.member, at=timezone.now())
    messages.success(request, _("There is a new secret. What is signed with the old one is refused."))
    return redirect("channel", request.agency.slug, known.key)
