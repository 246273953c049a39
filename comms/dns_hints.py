"""What DNS says about a domain that sends mail, and what is missing: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

Pure: records in, findings out. A finding is kept as JSON and put into words by `dns_words`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

MOST_LOOKUPS: Final = 10
"""Mechanisms that ask DNS in one SPF record; a receiver gives up beyond (RFC 7208, 4.6.4)."""
LEAST_BITS: Final = 1024

INCLUDES: Final = {
    "mailgun": "mailgun.org",
    "sendgrid": "sendgrid.net",
    "mailjet": "spf.mailjet.com",
    "brevo": "spf.brevo.com",
}
"""What a provider asks to be included. Postmark and Resend have a return path of their own and ask for none."""

INCLUDES_OF_HOSTS: Final = {
    "gmail.com": "_spf.google.com",
    "google.com": "_spf.google.com",
    "office365.com": "spf.protection.outlook.com",
    "outlook.com": "spf.protection.outlook.com",
    "amazonaws.com": "amazonses.com",
    "mailgun.org": "mailgun.org",
    "sendgrid.net": "sendgrid.net",
    "mailjet.com": "spf.mailjet.com",
    "brevo.com": "spf.brevo.com",
}
"""SMTP servers that are known by the end of their name."""

Finding = dict[str, Any]
"""{'about', 'state', 'weight', …facts}: `state` names a sentence of `dns_words`; weights: good, attention, late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What was found. `exists`: the domain is known at all. `dmarc_at`: the domain whose DMARC record counts."""

    domain: str
    exists: bool = True
    mx: Sequence[str] = ()
    txt: Sequence[str] = ()
    selector: str = ""
    dkim: Sequence[str] = ()
    dmarc: Sequence[str] = ()
    dmarc_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How the domain's mail leaves: `way` as in SendingAccount.Way or '' for our own server, `host` with SMTP, and the
    domain of the return path.
    """

    way: str = ""
    host: str = ""
    return_domain: str = ""


@dataclass
class _Notes:
    found: list[Finding] = field(default_factory=list)

    def add(self, about: str, weight: str, state: str, **facts: Any) -> None:
        self.found.append({"about": about, "weight": weight, "state": state, **facts})


def findings(records: Records, sending: Sending) -> list[Finding]:
    """In the order in which a page tells them."""
    notes = _Notes()
    if not records.exists:
        notes.add("domain", "late", "unknown")
        return notes.found
    notes.add("mx", "good" if records.mx else "late", "there" if records.mx else "missing", value=", ".join(records.mx))
    _spf(notes, records, sending)
    _dkim(notes, records)
    _dmarc(notes, records)
    _alignment(notes, records, sending)
    return notes.found


def include_for(sending: Sending) -> str:
    """The domain that the SPF record should include for this way of sending; '' where none is known or needed."""
    if sending.way == "smtp":
        host = sending.host.lower()
        return next((name for end, name in INCLUDES_OF_HOSTS.items() if host == end or host.endswith("." + end)), "")
    return INCLUDES.get(sending.way, "")


def _spf(notes: _Notes, records: Records, sending: Sending) -> None:
    found = [text for text in records.txt if re.match(r"v=spf1(\s|$)", text, re.I)]
    wanted = include_for(sending)
    if len(found) > 1:
        notes.add("spf", "late", "several", value="\n".join(found))
        return
    if not found:
        proposal = " ".join(filter(None, ("v=spf1", "mx", wanted and f"include:{wanted}", "~all")))
        notes.add("spf", "attention", "missing", add=proposal, at=records.domain)
        return
    (text,) = found
    terms = text.lower().split()[1:]
    if {"+all", "all"} & set(terms):
        notes.add("spf", "late", "everybody", value=text)
    elif len([term for term in terms if _asks(term)]) > MOST_LOOKUPS:
        notes.add("spf", "late", "too_many", value=text)
    elif wanted and f"include:{wanted}" not in [term.lstrip("+") for term in terms]:
        words = text.split()
        proposal = " ".join([words[0], f"include:{wanted}", *words[1:]])
        notes.add("spf", "attention", "not_included", value=text, add=proposal, at=records.domain, include=wanted)
    else:
        notes.add("spf", "good", "there", value=text)


def _asks(term: str) -> bool:
    return bool(re.match(r"[+~?-]?(include:|a(?=[:/]|$)|mx(?=[:/]|$)|ptr|exists:)|redirect=", term))


def _dkim(notes: _Notes, records: Records) -> None:
    at = f"{records.selector}._domainkey.{records.domain}"
    if not records.selector:
        notes.add("dkim", "attention", "no_selector")
        return
    keys = [tags for text in records.dkim if "p" in (tags := _tags(text))]
    if not keys:
        notes.add("dkim", "late", "missing", at=at)
    elif len(keys) > 1:
        notes.add("dkim", "late", "several", at=at)
    elif not keys[0]["p"]:
        notes.add("dkim", "late", "revoked", at=at)
    else:
        bits = _bits(keys[0])
        state, weight = ("weak", "attention") if bits is not None and bits < LEAST_BITS else ("there", "good")
        if bits == 0:
            state, weight = "unreadable", "late"
        notes.add("dkim", weight, state, at=at, bits=bits or 0)


def _bits(tags: dict[str, str]) -> int | None:
    """The length of an RSA key; None for another kind, 0 for what is no key."""
    if tags.get("k", "rsa").lower() != "rsa":
        return None
    try:
        key = load_der_public_key(base64.b64decode("".join(tags["p"].split()), validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return 0
    return key.key_size if isinstance(key, RSAPublicKey) else None


def _dmarc(notes: _Notes, records: Records) -> None:
    found = [text for text in records.dmarc if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text, re.I)]
    at = f"_dmarc.{records.dmarc_at or records.domain}"
    if len(found) > 1:
        notes.add("dmarc", "late", "several", at=at)
        return
    if not found:
        notes.add("dmarc", "attention", "missing", at=at, add="v=DMARC1; p=none")
        return
    policy = _tags(found[0]).get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        notes.add("dmarc", "late", "no_policy", at=at, value=found[0])
    elif policy == "none":
        notes.add("dmarc", "attention", "watching", at=at, value=found[0])
    else:
        notes.add("dmarc", "good", "there", at=at, value=found[0], policy=policy)


def _alignment(notes: _Notes, records: Records, sending: Sending) -> None:
    """SPF counts for DMARC only where the return path is at the sender's own domain; else DKIM has to do it alone."""
    signed = any(one["about"] == "dkim" and one["weight"] == "good" for one in notes.found)
    strict = _tags(next(iter(records.dmarc), "")).get("aspf", "r").lower() == "s"
    back = sending.return_domain.lower()
    if back and (back == records.domain or (not strict and _akin(back, records.domain))):
        notes.add("alignment", "good", "by_return_path", back=back)
    elif signed:
        notes.add("alignment", "good", "by_signature", back=back)
    else:
        notes.add("alignment", "attention", "neither", back=back)


def _akin(one: str, other: str) -> bool:
    return one.endswith("." + other) or other.endswith("." + one)


def _tags(text: str) -> dict[str, str]:
    """'v=DKIM1; p=…' by name, in small letters."""
    parts = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _equals, value in parts}
