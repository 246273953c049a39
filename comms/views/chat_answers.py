"""Answering in the client's chat channel, and taking it back while it waits."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.reach import reach
from comms.domain import chatting
from comms.forms.channels import ChatAnswerForm
from comms.models import ChatChannel, Interaction
from comms.queries.channels import open_to_clients
from comms.queries.inbox import requests_of
from comms.views.inbox import request_context
from comms.views.requests import done, found_for, refused


@require_POST
@member_door("request.answer", writes=True)
def chat_answer(request: MemberRequest, key: str) -> HttpResponse:
    found = found_for(request, key, "request.answer")
    places = open_to_clients(found.client_id)
    form = ChatAnswerForm(request.POST, places=places)
    if form.is_valid():
        channel: ChatChannel = form.cleaned_data["channel"]
        try:
            said = chatting.answer(
                found, channel, form.cleaned_data["chat_text"], by=request.member, at=timezone.now(),
                key=request.POST.get("once", ""),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            undo = reverse("chat_withdrawal", args=[request.agency.slug, said.key])
            words = _("Your answer stands in %(channel)s in 20 seconds.") % {"channel": channel.name}
            return done(request, found, words, undo)
    context = {**request_context(request, found), "chat_form": form}
    return render(request, "comms/inbox.html", context, status=422)


@require_POST
@member_door("request.answer", writes=True)
def chat_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    found = reach(requests_of(request.member).filter(interactions__key=key), interactions__key=key)
    require(request.member, "request.answer", found.client)
    said = Interaction.objects.get(request=found, key=key)
    try:
        chatting.take_back(said, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        return refused(request, found, refusal)
    return done(request, found, _("Taken back. The text waits in the conversation."))
