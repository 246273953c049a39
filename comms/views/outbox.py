"""Mail that left, and what a person decides about what did not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from agency.doors import member_door
from agency.http import MemberRequest
from agency.keys import is_key
from agency.permissions import may, require
from agency.reach import reach
from agency.sections import settings_sections
from agency.spreadsheet import as_csv
from clients.keyset import page_of
from clients.views.answers import back
from comms import outbox_pages
from comms.domain import answers, outbox as verbs, readdressing
from comms.forms.outbox import STANDING_WORDS, AddressForm, OutboxForm
from comms.models import OutboxMessage
from comms.queries import outbox as queries
from comms.queries.outbox import Standing

A_PAGE = 50
MOST_AT_ONCE = 200
NEWEST_FIRST = (("queued_at", True),)


@member_door("outbox.read")
def outbox(request: MemberRequest) -> HttpResponse:
    """`before` and `after` are keys of mails; everything else in the address filters. `only` is one mail's key, by
    which a row that is on its way asks for itself again.
    """
    now, zone = timezone.now(), timezone.get_current_timezone()
    form = OutboxForm(request.GET)
    chosen = form.chosen()
    found = _found(request, chosen)
    rows = queries.standing(found, chosen["state"])
    only = request.GET.get("only", "")
    page = page_of(
        rows if not is_key(only) else found.filter(key=only),
        NEWEST_FIRST,
        size=A_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    here = reverse("outbox", args=[request.agency.slug])
    shown = [queries.in_words(row, request.member, now, zone) for row in page.rows]
    context = {
        "form": form,
        "tabs": _tabs(request, here, chosen["state"], {} if is_key(only) else queries.counts(found)),
        "rows": shown,
        "may_pick": "pick" in request.GET if is_key(only) else any(row["may_pick"] for row in shown),
        "older_url": _address(request, here, after=page.after),
        "newer_url": _address(request, here, before=page.before),
        "filtered": any(chosen.values()),
        "here": here,
        "stays_at": _address(request, here, pick=""),
        "csv_url": _address(request, reverse("outbox_csv", args=[request.agency.slug]), page=""),
        "retries_url": reverse("outbox_retries", args=[request.agency.slug]),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/outbox.html", context)


def _found(request: MemberRequest, chosen: dict[str, str]) -> QuerySet[OutboxMessage]:
    return queries.standing(queries.searched(queries.outbox_rows(request.member), chosen["q"]), "", chosen["lane"])


def _tabs(request: MemberRequest, here: str, current: str, counts: dict[Standing, int]) -> list[dict[str, Any]]:
    tabs = [{"label": _("All"), "url": _address(request, here, state=""), "current": not current}]
    for group, words in STANDING_WORDS.items():
        tabs.append(
            {
                "label": words,
                "url": _address(request, here, state=group.value),
                "count": counts.get(group, 0),
                "current": current == group,
            }
        )
    return tabs


def _address(request: MemberRequest, here: str, **edge: str) -> str:
    """The address with its filters and another edge of the page, or another standing; '' when there is no more. With
    an empty `pick` it is that of the very page.
    """
    if not any(edge.values()) and not {"state", "page", "pick"} & set(edge):
        return ""
    parts = request.GET.copy()
    for name in ("only",) if "pick" in edge else ("before", "after", "only", "pick"):
        parts.pop(name, None)
    for name, value in edge.items():
        parts.pop(name, None)
        if value:
            parts[name] = value
    return f"{here}?{parts.urlencode()}" if parts else here


@member_door("outbox.read")
def outbox_csv(request: MemberRequest) -> HttpResponse:
    """What the page shows by its filters, all of it."""
    chosen = OutboxForm(request.GET).chosen()
    rows = queries.standing(_found(request, chosen), chosen["state"]).order_by("-queued_at", "pk")
    return as_csv(queries.csv_rows(rows, timezone.get_current_timezone()), f"mail-{timezone.localdate():%Y-%m-%d}.csv")


@member_door("outbox.read", writes=True)
def outbox_message(request: MemberRequest, key: str) -> HttpResponse:
    """One mail with its story. POST puts the address right and sends it again."""
    message = reach(queries.outbox_rows(request.member), key=key)
    form = AddressForm(request.POST or None, initial={"email": message.recipient})
    if request.method == "POST":
        require(request.member, "outbox.settle", message.client)
        require(request.member, "person.edit", message.client)
        if form.is_valid():
            try:
                email = form.cleaned_data["email"]
                readdressing.send_to(message, email=email, by=request.member, at=timezone.now())
            except ValidationError as refusal:
                form.add_error("email", refusal.messages)
            else:
                messages.success(request, _("It is sent again, to %(address)s.") % {"address": email})
                return redirect("outbox_message", request.agency.slug, key)
    return render(
        request, "comms/outbox_message.html", _one(request, message, form), status=422 if form.errors else 200
    )


def _one(request: MemberRequest, message: OutboxMessage, form: AddressForm) -> dict[str, Any]:
    now, zone = timezone.now(), timezone.get_current_timezone()
    correctable = message.contact is not None and message.state in ("dead", "bounced")
    allowed = may(request.member, "outbox.settle", message.client) and may(
        request.member, "person.edit", message.client
    )
    return {
        "message_shown": message,
        "row": queries.in_words(message, request.member, now, zone),
        "facts": outbox_pages.facts(message, zone, now),
        "story": outbox_pages.story(message, zone, now),
        "letter": outbox_pages.letter(message),
        "form": form if correctable and allowed else None,
        "list_url": reverse("outbox", args=[request.agency.slug]),
        "settings_sections": settings_sections(request),
    }


@require_POST
@member_door("outbox.settle", writes=True)
def outbox_retries(request: MemberRequest) -> HttpResponse:
    """Sends all mails again whose keys are ticked (`mail`), as far as the member may and they wait for that."""
    keys = [key for key in request.POST.getlist("mail")[:MOST_AT_ONCE] if is_key(key)]
    again, now = 0, timezone.now()
    for message in queries.outbox_rows(request.member).filter(key__in=keys).order_by("queued_at"):
        if may(request.member, "outbox.settle", message.client):
            try:
                verbs.retry(message, by=request.member, at=now)
            except ValidationError:
                continue
            again += 1
    words = ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", again) % {"count": again}
    if again:
        messages.success(request, words)
    else:
        messages.error(request, _("None of these mails waits for you."))
    return back(request, reverse("outbox", args=[request.agency.slug]))


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
    return back(request, reverse("outbox", args=[request.agency.slug]))
