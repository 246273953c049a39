"""Mail that a provider posts to us: the address it posts to, and taking in what it posts."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import digest, is_key, matches, new_token
from agency.models import Agency, Membership
from agency.tenancy.scope import everywhere, within
from comms import sealing
from comms.domain import addressees, inbound, mailboxes
from comms.instants import database_time
from comms.mail.parse import parse
from comms.models import InboundMessage, Mailbox, MailHook
from comms.posts.providers import PROVIDERS, Incoming

logger = logging.getLogger(__name__)

STAMP_EVERY = timedelta(minutes=1)


class KeyMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            {"signing_key": _("This provider signs what it posts. Its key tells that it is really theirs.")}, code="key"
        )


class NothingToReturnTo(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Say first on the mailbox’s own page how Rapport signs in to it."), code="no_server")


@transaction.atomic
def connect(mailbox: Mailbox, *, provider: str, signing_key: str = "", by: Membership, at: datetime) -> MailHook:
    """A new mailbox of which no more is known than its address and who posts its mail. Raises ValidationError."""
    mailboxes.check_address(mailbox)
    mailbox.save()
    record("mailbox.connected", mailbox, by=by, at=at, way=provider)
    return open_to(mailbox, provider=provider, signing_key=signing_key, by=by, at=at)


@transaction.atomic
def open_to(mailbox: Mailbox, *, provider: str, signing_key: str = "", by: Membership, at: datetime) -> MailHook:
    """From now on a provider posts this mailbox's mail, and nobody signs in to it; for one that is posted already, the
    provider changes and its address stays. An empty key keeps the stored one. Raises KeyMissing.
    """
    hook = MailHook.objects.filter(mailbox=mailbox).first() or MailHook(mailbox=mailbox)
    if signing_key or (hook.pk and hook.provider != provider):
        hook.signing_key = sealing.seal(signing_key) if signing_key else b""
    if PROVIDERS[provider].signs and not hook.signing_key:
        raise KeyMissing
    hook.provider, hook.problem, hook.problem_since, hook.confirm_url = provider, "", None, ""
    if not hook.secret_digest:
        _new_secret(hook, at)
    hook.save()
    Mailbox.objects.filter(pk=mailbox.pk).update(problem="", problem_since=None)
    record("mailbox.hooked", mailbox, by=by, at=at, way=provider)
    return hook


@transaction.atomic
def renew(hook: MailHook, *, by: Membership, at: datetime) -> MailHook:
    """Another secret: what is posted to the old address is refused from now on."""
    _new_secret(hook, at)
    hook.save(update_fields=["secret", "secret_digest", "renewed_at"])
    record("mailbox.hook_renewed", hook.mailbox, by=by, at=at)
    return hook


@transaction.atomic
def close(hook: MailHook, *, by: Membership, at: datetime) -> Mailbox:
    """Rapport signs in again and reads from where it was. Raises NothingToReturnTo if it never did."""
    mailbox = hook.mailbox
    if not mailbox.host:
        raise NothingToReturnTo
    hook.delete()
    mailbox.next_poll_at = at
    mailbox.save(update_fields=["next_poll_at"])
    record("mailbox.unhooked", mailbox, by=by, at=at)
    return mailbox


def _new_secret(hook: MailHook, at: datetime) -> None:
    token = new_token()
    hook.secret, hook.secret_digest, hook.renewed_at = sealing.seal(token), digest(token), at


def addresses_of(hook: MailHook) -> dict[str, str]:
    """Where the provider posts mail, and what became of ours. Raises Unreadable when the secret was sealed with another
    key: then it must be renewed to be seen, and what is posted to it works on.
    """
    parts = [hook.mailbox.key, sealing.unseal(hook.secret)]
    return {
        "mail": urljoin(settings.BASE_URL, reverse("hook_mail", args=parts)),
        "reports": urljoin(settings.BASE_URL, reverse("hook_reports", args=parts)),
    }


def found(key: str, secret: str) -> MailHook | None:
    """The hook that this address belongs to, if its secret is right and its mailbox is in use."""
    if not is_key(key):
        return None
    with everywhere():
        rows = MailHook.objects.filter(mailbox__key=key, mailbox__active=True, agency__closed_at=None)
        candidates = list(rows.values_list("agency_id", "pk", "secret_digest"))
    right = [(agency_id, pk) for agency_id, pk, stored in candidates if matches(secret, stored)]
    if not right:
        return None
    agency = Agency.objects.get(pk=right[0][0])
    with within(agency):
        return MailHook.objects.select_related("mailbox__triage", "agency").get(pk=right[0][1])


def key_of(hook: MailHook) -> str:
    """The key of the provider's signature. Raises Unreadable."""
    return sealing.unseal(hook.signing_key) if hook.signing_key else ""


def take(hook: MailHook, incoming: Incoming) -> InboundMessage:
    """Stores one message; see `inbound.receive`. Its recipient is an address of this agency, or the mailbox itself."""
    return inbound.receive(
        incoming.raw,
        agency=hook.agency,
        recipient=_recipient(hook, incoming),
        door=InboundMessage.Door.HOOK,
        mailbox=hook.mailbox,
        at=database_time(),
    )


def _recipient(hook: MailHook, incoming: Incoming) -> str:
    """Signed addresses count before all; another agency's are not this provider's to name."""
    for to in addressees.of_each_agency(incoming.recipients):
        if to.agency.pk == hook.agency_id:
            return to.recipient
    with within(hook.agency):
        to = addressees.in_mailbox(hook.mailbox, parse(incoming.raw))
    return to.recipient if to.agency.pk == hook.agency_id else hook.mailbox.address.lower()


def worked(hook: MailHook, *, reports: bool = False) -> None:
    """It was posted to, and all was well. Written at most once a minute."""
    now, field = database_time(), "reported_at" if reports else "received_at"
    before = getattr(hook, field)
    if hook.problem or hook.confirm_url or before is None or now - before > STAMP_EVERY:
        with within(hook.agency):
            rows = MailHook.objects.filter(pk=hook.pk)
            rows.update(**{field: now}, problem="", problem_since=None, confirm_url="")


def failed(hook: MailHook, problem: str) -> None:
    """For the owner, on the mailbox's page. What is wrong must not hinder the answer to the provider."""
    now = database_time()
    with within(hook.agency):
        rows = MailHook.objects.filter(pk=hook.pk)
        rows.update(
            problem=problem[:300], problem_since=models.functions.Coalesce(models.F("problem_since"), models.Value(now))
        )


def asks_for_confirmation(hook: MailHook, url: str) -> None:
    with within(hook.agency):
        MailHook.objects.filter(pk=hook.pk).update(confirm_url=url)
