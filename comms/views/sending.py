"""How the agency's mail leaves: its account and sender, a trial, and what DNS says about its domain."""

from datetime import datetime
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
from agency.domain import agencies
from agency.doors import member_door
from agency.http import MemberRequest
from agency.sections import settings_sections
from comms import dns_words
from comms.domain import domain_checks, senders, sending as verbs, sending_trial, tries
from comms.domain.sending_trial import Tried
from comms.forms.sending import SelectorForm, SendingForm
from comms.models import DomainCheck, SendingAccount


@member_door("sending.edit", writes=True)
@never_cache
def sending(request: MemberRequest) -> HttpResponse:
    """POST saves the account; with `test` it only sends a mail by it, to whoever asks."""
    known = SendingAccount.objects.first()
    form = SendingForm(request.POST or None, agency=request.agency, account=known)
    if request.method == "POST" and form.is_valid():
        if "test" in request.POST:
            return _page(request, form, known, _tried(request, form))
        try:
            _save(request, form)
        except ValidationError as refusal:
            form.add_error("mail_address", refusal.messages)
        else:
            own, house = _("What waits leaves by it now."), _("Mail leaves by the server of this Rapport.")
            messages.success(request, f"{_('Saved.')} {own if form.instance.active else house}")
            return redirect("sending", request.agency.slug)
    return _page(request, form, known)


@transaction.atomic
def _save(request: MemberRequest, form: SendingForm) -> None:
    now = timezone.now()
    agencies.change(request.agency, by=request.member, at=now, mail_address=form.cleaned_data["mail_address"])
    account = form.instance
    if account.active or account.sender_name or form.known is not None:
        verbs.save(account, secret=form.cleaned_data["password"], by=request.member, at=now)


def _tried(request: MemberRequest, form: SendingForm) -> Tried:
    now = timezone.now()
    if not form.instance.active:
        form.add_error("way", _("Choose the server or provider that is to be tried."))
        return Tried()
    try:
        tries.count(request.member, at=now)
    except tries.TooManyTries as refusal:
        tried = Tried(problem=" ".join(refusal.messages))
    else:
        secret, sender = form.cleaned_data["password"], form.cleaned_data["mail_address"]
        tried = sending_trial.try_out(form.instance, secret, to=request.member, sender=sender, at=now)
    if tried.problem:
        form.add_error(None, tried.problem)
    return tried


@require_POST
@member_door("sending.edit", writes=True)
def sending_domain(request: MemberRequest) -> HttpResponse:
    """Has the sender's domain looked up; a worker does it."""
    try:
        domain_checks.ask(selector=request.POST.get("selector", ""), by=request.member, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The domain is being looked up. It takes a few seconds."))
    return redirect("sending", request.agency.slug)


def _page(
    request: MemberRequest, form: SendingForm, known: SendingAccount | None, tried: Tried | None = None
) -> HttpResponse:
    now, agency = timezone.now(), request.agency
    context = {
        "form": form,
        "known": known,
        "standing": _standing(known, now),
        "works": _works(tried),
        "worked_at_address": request.member.user.email,
        "usual": senders.usual_address(agency),
        "domain": domain_checks.sender_domain(agency),
        **_check(request, now),
        "settings_sections": settings_sections(request),
    }
    return render(request, "comms/sending.html", context, status=422 if form.errors else 200)


def _works(tried: Tried | None) -> str:
    if tried is None or not tried.reply:
        return ""
    return _("The mail was taken. The server said: %(reply)s") % {"reply": tried.reply}


def _standing(account: SendingAccount | None, now: datetime) -> dict[str, str]:
    zone = timezone.get_current_timezone()
    if account is None or not account.active:
        return {"kind": "", "words": _("Mail leaves by the server of this Rapport")}
    if account.problem_since:
        since = wording.moment(account.problem_since, zone, now)
        return {"kind": "late", "words": _("Cannot be used since %(when)s") % {"when": since}}
    if account.worked_at:
        return {
            "kind": "good",
            "words": _("Last used %(when)s") % {"when": wording.moment(account.worked_at, zone, now)},
        }
    return {"kind": "info", "words": _("Is used from now on")}


def _check(request: MemberRequest, now: datetime) -> dict[str, Any]:
    check = DomainCheck.objects.first()
    zone = timezone.get_current_timezone()
    return {
        "selector_form": SelectorForm(check=check),
        "domain_url": reverse("sending_domain", args=[request.agency.slug]),
        "check": check,
        "checked": wording.moment(check.checked_at, zone, now) if check and check.checked_at else "",
        "looking": bool(check and check.asked_at),
        "findings": dns_words.told(check.findings) if check else [],
        "here": reverse("sending", args=[request.agency.slug]),
    }
