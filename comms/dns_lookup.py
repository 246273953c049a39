"""Asking name servers about a domain that sends mail. Slow, so never within a request or a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

from comms.dns_hints import Records
from comms.mail.charset import one_line

SECONDS = 6.0
"""For one question, all name servers together."""
MOST_LABELS = 7


class NoAnswer(Exception):
    """The name servers could not be asked, in a sentence."""


def records_of(domain: str, selector: str = "") -> Records:
    """Everything that receivers look at. Raises NoAnswer when the servers keep silent or fail."""
    resolver = _resolver()
    try:
        exists = _exists(resolver, domain)
        dmarc_at, dmarc = _dmarc(resolver, domain)
        return Records(
            domain=domain,
            exists=exists,
            mx=sorted(str(row.exchange).rstrip(".").lower() for row in _rows(resolver, domain, "MX")),
            txt=_texts(resolver, domain),
            selector=selector,
            dkim=_texts(resolver, f"{selector}._domainkey.{domain}") if selector else (),
            dmarc=dmarc,
            dmarc_at=dmarc_at,
        )
    except (dns.exception.Timeout, dns.resolver.NoNameservers, dns.resolver.NoResolverConfiguration):
        raise NoAnswer(_("The name servers did not answer. Ask again in a while.")) from None
    except dns.exception.DNSException:
        raise NoAnswer(_("“%(domain)s” cannot be looked up.") % {"domain": domain}) from None


def _resolver() -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=not settings.DNS_SERVERS)
    if settings.DNS_SERVERS:
        resolver.nameservers = list(_servers())
    resolver.lifetime = SECONDS
    return resolver


def _servers() -> Iterator[dns.nameserver.Nameserver]:
    for place in settings.DNS_SERVERS:
        host, _colon, port = place.rpartition(":")
        yield dns.nameserver.Do53Nameserver(host or port, int(port) if host else 53)


def _exists(resolver: dns.resolver.Resolver, domain: str) -> bool:
    try:
        resolver.resolve(domain, "SOA", raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return False
    return True


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> tuple[str, list[str]]:
    """The domain's own record, else that of the domain above, down to two labels (RFC 7489, 6.6.3). Of a long name only
    the last labels are asked about, or its owner's slow servers would hold us up for a quarter of an hour.
    """
    labels = domain.split(".")
    for count in (len(labels), *range(min(len(labels) - 1, MOST_LABELS), 1, -1)):
        place = ".".join(labels[-count:])
        if found := _texts(resolver, f"_dmarc.{place}"):
            return place, found
    return domain, []


def _texts(resolver: dns.resolver.Resolver, name: str) -> list[str]:
    return [one_line(b"".join(row.strings).decode("utf-8", "replace")) for row in _rows(resolver, name, "TXT")]


def _rows(resolver: dns.resolver.Resolver, name: str, kind: str) -> list[Any]:
    try:
        return list(resolver.resolve(name, kind, raise_on_no_answer=False).rrset or ())
    except dns.resolver.NXDOMAIN:
        return []
