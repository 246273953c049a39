"""The doors at which providers post: the secret in the address is the lock. What is stored is answered with 200, what
is not with words that tell a stranger nothing.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agency.doors import open_door
from agency.keys import same
from comms.domain import arrivals, mail_hooks as verbs, provider_reports
from comms.instants import database_time
from comms.models import InboundMessage, MailHook
from comms.posts import reports
from comms.posts.posted import Malformed, Post, TooLarge, read
from comms.posts.providers import PROVIDERS, Forged, Provider, confirmation
from comms.sealing import Unreadable

logger = logging.getLogger("rapport.hooks")

Take = Callable[..., HttpResponse]


def hook_door(view: Take) -> Take:
    """Open to the world, for machines: no cookie counts here, and no form's token."""

    @wraps(view)
    def in_plain_words(request: HttpRequest, **parts: str) -> HttpResponse:
        with translation.override("en"):
            response = view(request, **parts)
        response["Content-Type"] = "text/plain; charset=utf-8"
        return response

    guarded = require_http_methods(["GET", "HEAD", "POST"])(never_cache(in_plain_words))
    return csrf_exempt(open_door("machine", writes=True)(guarded))


@hook_door
def hook_mail(request: HttpRequest, key: str, secret: str) -> HttpResponse:
    """Messages for one mailbox."""
    hook = verbs.found(key, secret)
    if hook is None:
        return unknown()
    if request.method != "POST":
        return HttpResponse("ready")
    return _with_problems(hook, lambda: _take_mail(request, hook))


@hook_door
def hook_reports(request: HttpRequest, key: str, secret: str) -> HttpResponse:
    """What became of mail that left by an agency's own account at the provider."""
    hook = verbs.found(key, secret)
    if hook is None:
        return unknown()
    if request.method != "POST":
        return HttpResponse("ready")
    return _with_problems(hook, lambda: _take_reports(request, hook))


@hook_door
def house_mail(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """Messages for any address at our own domain; the recipient says whose."""
    known = _house(provider, secret)
    if known is None:
        return unknown()
    if request.method != "POST":
        return HttpResponse("ready")
    return _answered(lambda: _take_house_mail(known, request))


@hook_door
def house_reports(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """What became of mail that left by the account of whoever runs Rapport."""
    known = _house(provider, secret)
    if known is None:
        return unknown()
    if request.method != "POST":
        return HttpResponse("ready")

    def settle() -> HttpResponse:
        post = read(request)
        return _settle(provider, request, post, settings.HOOK_KEY, provider_reports.settle_for_whomever)

    return _answered(settle)


def unknown() -> HttpResponse:
    return HttpResponse("no such page", status=404)


def _house(provider: str, secret: str) -> Provider | None:
    right = bool(settings.HOOK_SECRET) and same(secret, settings.HOOK_SECRET)
    return PROVIDERS.get(provider) if right else None


def _answered(work: Callable[[], HttpResponse]) -> HttpResponse:
    """200 only for what is stored. What can never be read is refused for good, what could not be stored is asked for
    again.
    """
    try:
        return work()
    except TooLarge:
        return HttpResponse("too large", status=413)
    except Forged:
        return HttpResponse("not signed", status=403)
    except Malformed as reason:
        logger.warning("a provider's post makes no sense: %s", str(reason)[:300])
        return HttpResponse("not understood", status=400)
    except provider_reports.NotYet:
        return HttpResponse("not yet", status=503)
    except (DatabaseError, OSError, Unreadable):
        logger.exception("what a provider posted could not be stored")
        return HttpResponse("not stored, post it again", status=503)


def _with_problems(hook: MailHook, work: Callable[[], HttpResponse]) -> HttpResponse:
    """As `_answered`, and the owner sees what is wrong."""
    response = _answered(work)
    words = {
        403: lambda: _("What was posted is not signed with the key that is stored here."),
        400: lambda: _("What was posted is not what %(provider)s posts. Is the right provider chosen?"),
        413: lambda: _("A message was larger than 40 MB and was refused."),
        503: lambda: _("A message could not be stored. The provider posts it again."),
    }.get(response.status_code)
    if words is not None:
        try:
            with translation.override(hook.mailbox.triage.user.language):
                verbs.failed(hook, words() % {"provider": hook.get_provider_display()})
        except DatabaseError:
            logger.exception("a problem could not be written down either", extra={"hook": hook.pk})
    return response


def _take_mail(request: HttpRequest, hook: MailHook) -> HttpResponse:
    post = read(request)
    if hook.provider == MailHook.Provider.SES and (url := confirmation(post)):
        verbs.asks_for_confirmation(hook, url)
        return HttpResponse("a person will confirm")
    found = PROVIDERS[hook.provider].messages(request, post, verbs.key_of(hook))
    for incoming in found:
        verbs.take(hook, incoming)
    if found:
        verbs.worked(hook)
    return HttpResponse("stored" if found else "there was no message in it")


def _take_reports(request: HttpRequest, hook: MailHook) -> HttpResponse:
    post = read(request)
    if hook.provider == MailHook.Provider.SES and (url := confirmation(post)):
        verbs.asks_for_confirmation(hook, url)
        return HttpResponse("a person will confirm")

    def ours(report: reports.Report, at: object) -> bool:
        return provider_reports.settle(hook.agency, report, database_time())

    response = _settle(hook.provider, request, post, verbs.key_of(hook), ours)
    verbs.worked(hook, reports=True)
    return response


def _settle(name: str, request: HttpRequest, post: Post, key: str, settle: Callable[..., bool]) -> HttpResponse:
    """All of them, though one must be said again."""
    late = False
    for event in PROVIDERS[name].events(request, post, key):
        report = reports.read(event, name)
        try:
            if report is not None:
                settle(report, database_time())
        except provider_reports.NotYet:
            late = True
    if late:
        raise provider_reports.NotYet
    return HttpResponse("noted")


def _take_house_mail(provider: Provider, request: HttpRequest) -> HttpResponse:
    """One post may hold several messages, and one message be for several agencies: what is for nobody here does not
    stop the rest.
    """
    messages = provider.messages(request, read(request), settings.HOOK_KEY)
    taken = [arrivals.take_in(one.raw, one.recipients, door=InboundMessage.Door.HOOK) for one in messages]
    if taken and not any(taken):
        return HttpResponse("nobody here has this address", status=406)
    return HttpResponse("stored")
