"""Letting a provider post a mailbox's mail: which one, the address to give it, and another address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
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
from agency.reach import reach
from agency.sections import settings_sections
from comms import sealing
from comms.domain import mail_hooks as verbs, mailboxes
from comms.forms.mailbox_hook import MailboxHookForm
from comms.models import Mailbox, MailHook
from comms.views.mailboxes import ways


@member_door("mailbox.edit", writes=True)
@never_cache
def hook_new(request: MemberRequest) -> HttpResponse:
    form = MailboxHookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook = verbs.connect(form.instance, **_chosen(form), by=request.member, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Now give the address below to %(provider)s.") % {
                "provider": hook.get_provider_display()
            })  # fmt: skip
            return redirect("mailbox_hook", request.agency.slug, hook.mailbox.key)
    return _page(request, form)


@member_door("mailbox.edit", writes=True)
@never_cache
def mailbox_hook(request: MemberRequest, key: str) -> HttpResponse:
    """POST lets a provider post, or changes it; with `undo` Rapport signs in by IMAP again."""
    known = reach(Mailbox.objects.select_related("hook", "agency"), key=key)
    hook: MailHook | None = getattr(known, "hook", None)
    if request.method == "POST" and hook is not None and "undo" in request.POST:
        return _close(request, hook)
    form = MailboxHookForm(request.POST or None, mailbox=known, hook=hook)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("mailbox_hook", request.agency.slug, key)
    return _page(request, form, known, hook)


@transaction.atomic
def _save(request: MemberRequest, form: MailboxHookForm) -> None:
    who: dict[str, Any] = {"by": request.member, "at": timezone.now()}
    mailbox = mailboxes.change(form.instance, **who)
    verbs.open_to(mailbox, **_chosen(form), **who)


@require_POST
@member_door("mailbox.edit", writes=True)
def hook_secret(request: MemberRequest, key: str) -> HttpResponse:
    """Another address; what is posted to the old one is refused."""
    hook = reach(MailHook.objects.select_related("mailbox"), mailbox__key=key)
    verbs.renew(hook, by=request.member, at=timezone.now())
    messages.success(request, _("The old address is void. Give the new one to your provider."))
    return redirect("mailbox_hook", request.agency.slug, key)


def _close(request: MemberRequest, hook: MailHook) -> HttpResponse:
    try:
        verbs.close(hook, by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("mailbox_hook", request.agency.slug, hook.mailbox.key)
    messages.success(request, _("Rapport signs in to %(address)s again.") % {"address": hook.mailbox.address})
    return redirect("mailbox", request.agency.slug, hook.mailbox.key)


def _chosen(form: MailboxHookForm) -> dict[str, Any]:
    return {"provider": form.cleaned_data["provider"], "signing_key": form.cleaned_data["signing_key"]}


def _page(
    request: MemberRequest, form: MailboxHookForm, known: Mailbox | None = None, hook: MailHook | None = None
) -> HttpResponse:
    slug = request.agency.slug
    context = {
        "form": form,
        "known": known,
        "hook": _in_words(hook) if hook else None,
        "mailboxes_url": reverse("mailboxes", args=[slug]),
        "imap_url": reverse("mailbox", args=[slug, known.key]) if known else "",
        "ways": ways(request, "mailbox_hook_new"),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/mailbox_hook.html", context, status=422 if form.errors else 200)


def _in_words(hook: MailHook) -> dict[str, Any]:
    now, zone = timezone.now(), timezone.get_current_timezone()
    try:
        addresses = verbs.addresses_of(hook)
    except sealing.Unreadable:
        addresses = {}
    received = _("No message has come by this way yet.")
    if hook.received_at:
        received = _("The last message came %(when)s.") % {"when": wording.moment(hook.received_at, zone, now)}
    return {
        "provider": hook.get_provider_display(),
        "addresses": addresses,
        "received": received,
        "problem": hook.problem,
        "confirm_url": hook.confirm_url,
        "secret_url": reverse("mailbox_hook_secret", args=[hook.agency.slug, hook.mailbox.key]),
        "undo_url": reverse("mailbox_hook", args=[hook.agency.slug, hook.mailbox.key]) if hook.mailbox.host else "",
    }
