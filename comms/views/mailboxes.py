"""The agency's mailboxes: which are read, how they stand, connecting one and changing it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache

from agency import wording
from agency.doors import member_door
from agency.http import MemberRequest
from agency.reach import reach
from agency.sections import settings_sections
from comms.domain import mailboxes as verbs, sent_folders, token_sign_ins, tries
from comms.forms.mailbox import MailboxForm
from comms.imap import Place
from comms.models import Mailbox, MailHook

BESIDE = ("agency", "hook", "sent_folder", "token_sign_in")


@member_door("mailbox.edit")
def mailboxes(request: MemberRequest) -> HttpResponse:
    now, zone = timezone.now(), timezone.get_current_timezone()
    rows = Mailbox.objects.select_related("triage__user", *BESIDE).order_by("address")
    context = {
        "rows": [_in_words(row, now, zone) for row in rows],
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/mailboxes.html", context)


def _in_words(mailbox: Mailbox, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    kind, words = _standing(mailbox, now, zone)
    hooked = hasattr(mailbox, "hook")
    return {
        "address": mailbox.address,
        "url": reverse("mailbox_hook" if hooked else "mailbox", args=[mailbox.agency.slug, mailbox.key]),
        "triage": str(mailbox.triage),
        "sign_kind": kind,
        "sign": words,
        "way": mailbox.hook.get_provider_display() if hooked else _("by IMAP"),
        "problem": mailbox.hook.problem if hooked else mailbox.problem or _sent_problem(mailbox),
    }


def _sent_problem(mailbox: Mailbox) -> str:
    return mailbox.sent_folder.problem if hasattr(mailbox, "sent_folder") else ""


def _standing(mailbox: Mailbox, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if not mailbox.active:
        return "", _("Not read")
    if hasattr(mailbox, "hook"):
        return _posted(mailbox.hook, now, zone)
    if mailbox.problem and mailbox.problem_since:
        return "late", _("Cannot be read since %(when)s") % {"when": wording.moment(mailbox.problem_since, zone, now)}
    if mailbox.polled_at:
        return "good", _("Read %(when)s") % {"when": wording.moment(mailbox.polled_at, zone, now)}
    return "info", _("Is read for the first time in a moment")


def _posted(hook: MailHook, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if hook.problem and hook.problem_since:
        return "late", _("Posts are refused since %(when)s") % {"when": wording.moment(hook.problem_since, zone, now)}
    if hook.confirm_url:
        return "attention", _("Waits for your confirmation")
    if hook.received_at:
        return "good", _("The last message came %(when)s") % {"when": wording.moment(hook.received_at, zone, now)}
    return "info", _("Waits for the first message")


def ways(request: MemberRequest, here: str) -> list[dict[str, Any]]:
    """The two ways in which a new mailbox's mail can come, as tabs."""
    named = {"mailbox_new": _("Rapport reads it (IMAP)"), "mailbox_hook_new": _("A provider posts it (webhook)")}
    return [
        {"label": label, "url": reverse(name, args=[request.agency.slug]), "current": name == here}
        for name, label in named.items()
    ]


@member_door("mailbox.edit", writes=True)
@never_cache
def mailbox_new(request: MemberRequest) -> HttpResponse:
    """POST connects it if its server lets us in; with `test` it only tries."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tried = _tried(request, form)
        if _is_test(request, form, tried) or tried.place is None:
            return _form_page(request, form, tried)
        try:
            _connect(request, form, tried.place)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return _form_page(request, form)
        messages.success(request, _("%(address)s is read from now on.") % {"address": form.instance.address})
        return redirect("mailboxes", request.agency.slug)
    return _form_page(request, form)


@member_door("mailbox.edit", writes=True)
@never_cache
def mailbox(request: MemberRequest, key: str) -> HttpResponse:
    known = reach(Mailbox.objects.select_related(*BESIDE), key=key)
    if hasattr(known, "hook"):
        return redirect("mailbox_hook", request.agency.slug, key)
    form = MailboxForm(request.POST or None, mailbox=known)
    if request.method == "POST" and form.is_valid():
        tried = _tried(request, form) if form.instance.active or "test" in request.POST else None
        if tried is not None and (_is_test(request, form, tried) or tried.problem):
            return _form_page(request, form, tried, known)
        try:
            _change(request, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return _form_page(request, form, None, known)
        messages.success(request, _("Saved."))
        return redirect("mailboxes", request.agency.slug)
    return _form_page(request, form, None, known)


@transaction.atomic
def _connect(request: MemberRequest, form: MailboxForm, place: Place) -> None:
    read_old = form.cleaned_data["read_old"]
    who: dict[str, Any] = {"by": request.member, "at": timezone.now()}
    _keep_beside(form, verbs.connect(form.instance, password=form.secret(), place=place, read_old=read_old, **who), who)


@transaction.atomic
def _change(request: MemberRequest, form: MailboxForm) -> None:
    who: dict[str, Any] = {"by": request.member, "at": timezone.now()}
    _keep_beside(form, verbs.change(form.instance, password=form.secret(), **who), who)


def _keep_beside(form: MailboxForm, mailbox: Mailbox, who: dict[str, Any]) -> None:
    """How it signs in, and whether sent mail is looked at."""
    if form.by_token:
        token_sign_ins.use(mailbox, **form.token(), **who)
    else:
        token_sign_ins.use_no_longer(mailbox)
    name = form.sent_folder()
    if name is None:
        sent_folders.follow_no_longer(mailbox, **who)
    else:
        sent_folders.follow(mailbox, name, **who)


def _tried(request: MemberRequest, form: MailboxForm) -> verbs.Tried:
    try:
        tries.count(request.member, at=timezone.now())
    except tries.TooManyTries as refusal:
        return verbs.Tried(problem=" ".join(refusal.messages))
    token = form.token_row()
    tried = verbs.try_out(form.instance, form.secret(), token, form.sent_folder())
    form.take_over(token)
    return tried


def _is_test(request: MemberRequest, form: MailboxForm, tried: verbs.Tried) -> bool:
    """Whether the button was the one that only tries. A mailbox that cannot be read is not saved as one that is."""
    if tried.problem:
        form.add_error(None, tried.problem)
    return "test" in request.POST


def _form_page(
    request: MemberRequest, form: MailboxForm, tried: verbs.Tried | None = None, known: Mailbox | None = None
) -> HttpResponse:
    found = ""
    if tried is not None and tried.place is not None:
        count = tried.place.messages
        found = ngettext(
            "It works: %(count)d message lies there.", "It works: %(count)d messages lie there.", count
        ) % {"count": count}
    context = {
        "form": form,
        "known": known,
        "works": found,
        "mailboxes_url": reverse("mailboxes", args=[request.agency.slug]),
        "hook_url": reverse("mailbox_hook", args=[request.agency.slug, known.key]) if known else "",
        "ways": ways(request, "mailbox_new"),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/mailbox.html", context, status=422 if form.errors else 200)
