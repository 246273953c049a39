"""Mail from somebody unknown, and mail that could not be read: a person says whose it is (clock.md)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import may, require
from agency.reach import reach
from clients.domain import people
from comms import inbox_pages
from comms.domain import matching, triage
from comms.forms.inbox import AttachForm
from comms.models import InboundMessage, Interaction
from comms.queries import inbox as queries
from comms.queries.inbox import Show
from comms.views.inbox_list import list_context


@member_door("request.read")
def unmatched(request: MemberRequest, key: str) -> HttpResponse:
    return _page(request, key, None)


@require_POST
@member_door("unmatched.settle", writes=True)
def unmatched_contact(request: MemberRequest, key: str) -> HttpResponse:
    """Attaches the message to a contact, known or new: it becomes a request with its original time."""
    message = reach(queries.unmatched(), key=key)
    form = AttachForm(request.POST, clients=queries.clients_for_attaching(request.member))
    if not form.is_valid():
        return _page(request, key, form, status=422)
    client = form.cleaned_data["client"]
    require(request.member, "request.answer", client)
    try:
        filed = _attach(message, form, request)
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return _page(request, key, form, status=422)
    messages.success(request, _("Attached. Its clock runs from the moment it arrived."))
    if filed.request is None:
        return to_list(request)
    return redirect("request", request.agency.slug, filed.request.key)


@transaction.atomic
def _attach(message: InboundMessage, form: AttachForm, request: MemberRequest) -> Interaction:
    """To the chosen contact, who learns the address; or to a new one. What else waits from this sender comes along."""
    now, contact = timezone.now(), form.cleaned_data["contact"]
    if contact is None:
        contact = people.create(
            form.cleaned_data["client"],
            by=request.member,
            at=now,
            name=form.cleaned_data["name"],
            addresses=[message.sender] if message.sender else [],
        )
    elif message.sender and triage.is_news(message, contact):
        known = list(contact.person.addresses.order_by("-first").values_list("email", flat=True))
        people.edit(
            contact.person, by=request.member, at=now, client=contact.client, addresses=[*known, message.sender]
        )
    filed = triage.attach(message, contact, by=request.member, at=now)
    triage.attach_others_of(message, contact, by=request.member, at=now)
    return filed


@require_POST
@member_door("unmatched.settle", writes=True)
def unmatched_dismissal(request: MemberRequest, key: str) -> HttpResponse:
    message = reach(queries.unmatched(), key=key)
    try:
        message = triage.dismiss(message, by=request.member, at=timezone.now(), block=bool(request.POST.get("block")))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        undo = reverse("unmatched_return", args=[request.agency.slug, key])
        words = [_("Not from a client. The message is kept.")]
        if message.blocks_sender:
            words.append(_("What %(sender)s writes from now on is put with it.") % {"sender": message.sender})
        messages.success(request, " ".join(words), extra_tags=f"undo:{undo}")
    return to_list(request)


def to_list(request: MemberRequest) -> HttpResponse:
    return redirect(f"{reverse('inbox', args=[request.agency.slug])}?show=unmatched")


@require_POST
@member_door("unmatched.settle", writes=True)
def unmatched_dismissals(request: MemberRequest) -> HttpResponse:
    """The same for all that were ticked; `undo` brings those back that the address names. What is not there, or was
    settled meanwhile, is left as it is.
    """
    now, undo = timezone.now(), bool(request.POST.get("undo"))
    keys = list(dict.fromkeys(request.GET.getlist("of") if undo else request.POST.getlist("chosen")))
    keys = keys[: triage.MOST_AT_ONCE]
    if undo:
        for message in queries.of_nobody().filter(key__in=keys):
            triage.undo_dismissal(message, by=request.member, at=now)
        return to_list(request)
    if not keys:
        messages.error(request, _("Choose a message first."))
        return to_list(request)
    found = queries.unmatched().filter(key__in=keys)
    done = triage.dismiss_all(found, by=request.member, at=now, block=bool(request.POST.get("block")))
    words = ngettext(
        "%(count)s message is from no client. It is kept.",
        "%(count)s messages are from no client. They are kept.",
        len(done),
    )
    address = f"{reverse('unmatched_dismissals', args=[request.agency.slug])}?{urlencode({'of': done}, doseq=True)}"
    messages.success(request, words % {"count": len(done)}, extra_tags=f"undo:{address}" if done else "")
    return to_list(request)


@require_POST
@member_door("unmatched.settle", writes=True)
def unmatched_return(request: MemberRequest, key: str) -> HttpResponse:
    """Undo: the message waits for triage again."""
    message = reach(queries.of_nobody(), key=key)
    triage.undo_dismissal(message, by=request.member, at=timezone.now())
    return redirect("unmatched", request.agency.slug, key)


def _places(request: MemberRequest, message: InboundMessage) -> list[dict[str, str]]:
    """Where somebody known works whose message is of one of several clients: a click each."""
    found = matching.contacts_at(message.sender).filter(client__archived_at=None)
    return [
        {
            "client": place.client.key,
            "contact": place.key,
            "label": _("It is about %(client)s") % {"client": place.client},
        }
        for place in found
        if may(request.member, "request.answer", place.client)
    ]


def _page(request: MemberRequest, key: str, form: AttachForm | None, status: int = 200) -> HttpResponse:
    message = reach(queries.unmatched(), key=key)
    now = timezone.now()
    context: dict[str, Any] = {
        **list_context(request, Show.UNMATCHED, key),
        "reading": True,
        "message_shown": inbox_pages.unmatched_row(message, now, key),
        "places": _places(request, message),
        "form": form
        or AttachForm(clients=queries.clients_for_attaching(request.member), initial={"name": message.sender_name}),
    }
    return render(request, "comms/inbox_unmatched.html", context, status=status)
