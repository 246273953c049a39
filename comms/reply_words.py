"""What a mail server meant, in a sentence. Pure: by the codes of RFC 5321 and RFC 3463, and by what servers write."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

_CODES = re.compile(r"^\s*(?P<code>[245]\d\d)?[ -]*(?:#?(?P<status>[245]\.\d{1,3}\.\d{1,3}))?")
_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")

_MEANINGS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    (
        r"[45]\.7\.(20|21|22|23|24|25|26|27|29)\b",
        r"\b(spf|dkim|dmarc)\b",
        lambda: _(
            "The receiving server does not believe that the mail is from us: the sender’s "
            "domain has to name our server. See Settings, Sending."
        ),
    ),
    (r"[45]\.2\.2\b", r"(mailbox|quota|storage).{0,20}(full|exceed)|over ?quota", lambda: _("The mailbox is full.")),
    (
        r"[45]\.(2\.3|3\.4)\b",
        r"(message|size).{0,30}(too (large|big)|exceed)",
        lambda: _("The mail is larger than the receiving server takes."),
    ),
    (
        r"5\.1\.(1|6|10)\b|5\.2\.1\b",
        (
            r"(user|recipient|mailbox|address).{0,25}(unknown|not found|does ?n.t exist|unavailable|disabled)"
            r"|no such (user|mailbox|recipient)"
        ),
        lambda: _("There is nobody at this address."),
    ),
    (
        r"[45]\.1\.2\b|5\.4\.4\b",
        r"(host|domain).{0,20}(unknown|not found|does ?n.t exist)",
        lambda: _("The part of the address after the @ does not exist."),
    ),
    (
        r"4\.7\.1\b",
        r"gr[ae]y ?list|try again later|come (back|again)",
        lambda: _(
            "The receiving server wants us to come again later, as careful servers do with "
            "senders they do not know yet."
        ),
    ),
    (
        r"4\.7\.28\b|4\.4\.5\b|4\.3\.2\b",
        r"too many|\brate\b|throttl|too busy",
        lambda: _("The receiving server takes no more mail for the moment."),
    ),
    (
        r"[45]\.7\.\d+\b",
        r"spam|block(ed|list)|blacklist|reputation|policy|spamhaus",
        lambda: _("The receiving server does not want the mail, by a rule of its own."),
    ),
    (r"[45]\.[56]\.\d+\b", r"smtputf8|non-?ascii", lambda: _("The receiving server does not understand the mail.")),
)


def meant(reply: str) -> str:
    """The meaning of a server's answer, for people; empty where nothing is known beyond its own words."""
    found = _CODES.match(reply)
    status = found["status"] if found else None
    if status is None and (within := _STATUS.search(reply)):
        status = within[0]
    code = (found and found["code"]) or (status[0] + "00" if status else "")
    if not code or code[0] == "2":
        return ""
    low = reply.lower()
    for by_status, by_words, words in _MEANINGS:
        if (status and re.match(by_status, status)) or re.search(by_words, low):
            return words()
    return (
        _("The receiving server refused the mail for now.")
        if code[0] == "4"
        else _("The receiving server refused the mail for good.")
    )
