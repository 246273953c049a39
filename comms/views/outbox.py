"""Mail that left, and what a person decides about what did not."""

from collections.abc import Callable

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
from agency.permissions import require
from agency.reach import reach
from agency.sections import settings_sections
from clients.keyset import page_of
from comms.domain import answers, outbox as verbs
from comms.forms.engine import OutboxForm
from comms.models import OutboxMessage
from comms.queries import outbox as queries

A_PAGE = 50
NEWEST_FIRST = (("queued_at", True),)


@member_door("outbox.read")
def outbox(request: MemberRequest) -> HttpResponse:
    """`before` and `after` are keys of mails; everything else in the address filters."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    form = OutboxForm(request.GET)
    chosen = form.chosen()
    rows = queries.standing(queries.outbox_rows(request.member), chosen["state"], chosen["lane"])
    page = page_of(
        rows,
        NEWEST_FIRST,
        size=A_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    here = reverse("outbox", args=[request.agency.slug])
    context = {
        "form": form,
        "rows": [queries.in_words(row, request.member, now, zone) for row in page.rows],
        "older_url": _address(request, here, after=page.after),
        "newer_url": _address(request, here, before=page.before),
        "filtered": any(chosen.values()),
        "here": here,
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/outbox.html", context)


def _address(request: MemberRequest, here: str, **edge: str) -> str:
    """The address with its filters and another edge of the page; '' when there is no more."""
    if not any(edge.values()):
        return ""
    parts = request.GET.copy()
    for name in ("before", "after"):
        parts.pop(name, None)
    parts.update(edge)
    return f"{here}?{parts.urlencode()}"


@require_POST
@member_door("outbox.settle", writes=True)
def outbox_retry(request: MemberRequest, key: str) -> HttpResponse:
    return _decide(request, key, verbs.retry, _("It is sent again."))


@require_POST
@member_door("outbox.settle", writes=True)
def outbox_arrival(request: MemberRequest, key: str) -> HttpResponse:
    return _decide(request, key, verbs.mark_arrived, _("Noted: it did arrive."))


@require_POST
@member_door("outbox.settle", writes=True)
def outbox_withdrawal(request: MemberRequest, key: str) -> HttpResponse:
    """A person's answer is taken back as a whole, and its text is a draft again."""
    return _decide(request, key, _withdraw, _("Withdrawn. It does not leave."))


def _withdraw(message: OutboxMessage, **who: object) -> None:
    answer = message.interaction if message.lane == OutboxMessage.Lane.PERSON else None
    if answer is not None and answer.request_id is not None:
        answers.take_back(answer, **who)  # type: ignore[arg-type]
    else:
        verbs.withdraw(message, **who)  # type: ignore[arg-type]


def _decide(request: MemberRequest, key: str, verb: Callable[..., object], words: str) -> HttpResponse:
    message = reach(queries.outbox_rows(request.member), key=key)
    require(request.member, "outbox.settle", message.client)
    try:
        verb(message, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return redirect("outbox", request.agency.slug)
