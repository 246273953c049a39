"""Having the sender's domain looked up in DNS: asked for on a page, done by a worker, kept with its time."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Agency, Membership
from agency.tenancy.scope import current_agency, everywhere, within
from comms import dns_hints, dns_lookup
from comms.bell import ring
from comms.domain import senders, sending
from comms.instants import database_time
from comms.models import DomainCheck, SendingAccount


class NoSelector(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A selector has letters, digits, hyphens and dots only."), code="no_selector")


@transaction.atomic
def ask(*, selector: str, by: Membership, at: datetime) -> DomainCheck:
    """Has the domain of the agency's sender address looked up. Raises NoSelector."""
    agency, selector = current_agency(), selector.strip().lower()
    if not all(label.replace("-", "").replace("_", "").isalnum() and label.isascii() for label in _labels(selector)):
        raise NoSelector
    domain = sender_domain(agency)
    check, _made = DomainCheck.objects.get_or_create(agency=agency, defaults={"domain": domain})
    if check.domain != domain:
        check.findings, check.checked_at = [], None
    check.domain, check.selector, check.asked_at, check.problem = domain, selector, at, ""
    check.save()
    record("domain.asked", check, by=by, at=at)
    ring("check_domain", agency.pk, check.pk)
    return check


def _labels(selector: str) -> list[str]:
    return selector.split(".") if selector else []


def sender_domain(agency: Agency) -> str:
    """As DNS knows it (xn--…)."""
    domain = senders.sender_of(agency).address.rpartition("@")[2].lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def due(limit: int = 50) -> list[tuple[int, int]]:
    """(agency id, check id) of those that were asked for and not looked up yet."""
    with everywhere():
        waiting = DomainCheck.objects.filter(asked_at__isnull=False, agency__closed_at=None)
        return list(waiting.order_by("asked_at").values_list("agency_id", "pk")[:limit])


def look(agency: Agency, check_id: int) -> bool:
    """Asks the name servers and keeps what they say. False if there was nothing to ask any more."""
    with within(agency):
        check = DomainCheck.objects.filter(pk=check_id, asked_at__isnull=False).first()
        way = way_of(agency, sending.account_of(agency)) if check else None
    if check is None or way is None:
        return False
    try:
        findings = dns_hints.findings(dns_lookup.records_of(check.domain, check.selector), way)
        found = {"findings": findings, "problem": ""}
    except dns_lookup.NoAnswer as reason:
        found = {"problem": str(reason)}
    with within(agency):
        asked = DomainCheck.objects.filter(pk=check.pk, asked_at=check.asked_at)
        return bool(asked.update(checked_at=database_time(), asked_at=None, **found))


def way_of(agency: Agency, account: SendingAccount | None) -> dns_hints.Sending:
    """How mail leaves, as far as DNS is concerned."""
    if account is None:
        return dns_hints.Sending(return_domain=settings.MAIL_DOMAIN)
    if account.way == SendingAccount.Way.SMTP:
        return dns_hints.Sending(way=account.way, host=account.host, return_domain=sender_domain(agency))
    return dns_hints.Sending(way=account.way, return_domain=account.domain)
