"""Delivery reports: which message of ours did not reach whom, and whether it is worth trying again.

Standard ones (RFC 3464) are read field by field; of the others, those of qmail, Exim, Postfix, Exchange and the large
providers. It takes a daemon or the null path as sender: a client who writes 'undeliverable' has written a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from comms.mail import addresses, charset, headers
from comms.mail.parsed import Parsed, Part

Action = Literal["failed", "delayed", "delivered"]

FAILED_WORDS: Final = (
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "delivery has failed",
    "delivery failed",
    "delivery incomplete",
    "delivery delayed",
    "mail delivery",
    "failure notice",
    "failed delivery",
    "returned mail",
    "returned to sender",
    "returning message",
    "could not be delivered",
    "could not send",
    "non delivery",
    "non-delivery",
    "message not delivered",
    "warning: message",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    "échec de la remise",
    "no se puede entregar",
    "no entregado",
    "não entregue",
    "falha na entrega",
    "mancato recapito",
    "recapito non riuscito",
    "недоставлен",
    "не доставлено",
    "не удалось доставить",
    "невозможно доставить",
    "退信",
    "无法送达",
    "未送达",
    "未傳遞",
    "配信不能",
    "配信できません",
    "배달 안 됨",
    "전송 실패",
    "تعذر التسليم",
    "لم يتم التسليم",
    "فشل التسليم",
    "onbestelbaar",
    "niet bezorgd",
    "nie można dostarczyć",
    "niedostarczon",
    "teslim edilemedi",
    "går inte att leverera",
    "kan ikke leveres",
    "ei voida toimittaa",
)

_FAILED = re.compile("|".join(map(re.escape, FAILED_WORDS)), re.IGNORECASE)
_DELAYED = re.compile(
    r"delayed|still undelivered|will (?:keep trying|be retried|continue)|delivery will continue|"
    r"could not be delivered for|not yet been delivered|not a fatal|warning only|задерж|verzögert|retardé",
    re.IGNORECASE,
)
_DAEMON = re.compile(
    r"(?:mail(?:er)?[-_.]?daemon|postmaster|mail-?deliver\w*|microsoftexchange\w*|bounces?)", re.IGNORECASE
)
_COPY_BELOW = re.compile(
    r"^(?:---.*(?:original|returned|copy of|below this line|undelivered).*|return-path:.*|received: from .*|"
    r"original message (?:headers|follows).*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ORIGINAL_ID = re.compile(r"^[ \t]{0,9}>?[ \t]{0,9}Message-ID:\s{0,9}(<[^<>\s]{1,900}>)", re.MULTILINE | re.IGNORECASE)
_REPORT_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_ORIGINAL_TYPES = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """status: ``5.1.1`` or empty. permanent: another attempt would be refused too, unlike by a full mailbox."""

    address: str
    status: str
    permanent: bool
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """action: the worst that befell any recipient. message_id: of the message that bounced, empty when not told."""

    action: Action
    recipients: tuple[FailedRecipient, ...]
    message_id: str

    @property
    def permanent(self) -> bool:
        """Whether at least one recipient can't be reached at all."""
        return self.action == "failed" and any(recipient.permanent for recipient in self.recipients)


def recognise(message: Parsed) -> Bounce | None:
    """The delivery report in a message, or None when it is none. Receipts of reading are none."""
    report = next((part for part in message.attachments if part.content_type in _REPORT_TYPES), None)
    if report and (_is_report(message) or _from_daemon(message)):
        return _standard(message, report)
    if not _from_daemon(message):
        return None
    listed = headers.words(message.header("X-Failed-Recipients"))
    if not listed and not _FAILED.search(message.subject) and not _FAILED.search(message.text[:600]):
        return None
    return _homemade(message, listed)


def _standard(message: Parsed, report: Part) -> Bounce:
    text = charset.decode(report.data, "utf-8")[0]
    groups = [fields_in(block) for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    each = [fields for fields in groups if "final-recipient" in fields or "original-recipient" in fields]
    recipients = tuple(_recipient(fields) for fields in each)
    actions = [fields.get("action", "failed").split(" ")[0].lower() for fields in each]
    return Bounce(_worst(actions), recipients, original_id(message))


def fields_in(block: str) -> dict[str, str]:
    """The fields of one block of a report, by their names in lower case."""
    unfolded = re.sub(r"\n[ \t]+", " ", block)
    pairs = (line.partition(":") for line in unfolded.split("\n"))
    return {name.strip().lower(): charset.one_line(value) for name, mark, value in pairs if mark}


def _recipient(fields: dict[str, str]) -> FailedRecipient:
    written = fields.get("original-recipient") or fields["final-recipient"]
    address = addresses.normal(written.rpartition(";")[2].strip(" <>"))
    diagnostic = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("diagnostic-code", "")
    return _failed_recipient(address, f"{fields.get('status', '')} {diagnostic}", diagnostic)


def _failed_recipient(address: str, evidence: str, diagnostic: str) -> FailedRecipient:
    enhanced, code = _ENHANCED.search(evidence), _REPLY_CODE.search(evidence)
    status = enhanced[1] if enhanced else ""
    first_digit = status[:1] or (code[1] if code else "")
    full = status.endswith(".2.2") or "mailbox full" in evidence.lower() or "over quota" in evidence.lower()
    return FailedRecipient(address, status, first_digit != "4" and first_digit != "2" and not full, diagnostic[:1000])


def _worst(actions: Iterable[str]) -> Action:
    seen = set(actions)
    if not seen or seen & {"failed", "failure"}:
        return "failed"
    return "delayed" if "delayed" in seen else "delivered"


def _homemade(message: Parsed, listed: str) -> Bounce:
    below = _COPY_BELOW.search(message.text)
    told = message.text[: below.start() if below else 4000][:4000]
    found = _ADDRESS.findall(listed) or _ADDRESS.findall(told)
    ours = {box.address.lower() for box in (*message.to, *message.cc, message.sender)}
    named = dict.fromkeys(addresses.normal(address.strip(".'")) for address in found)
    failed = [address for address in named if address and address.lower() not in ours][:20]
    recipients = tuple(_failed_recipient(address, _near(told, address), _near(told, address)) for address in failed)
    delayed = bool(_DELAYED.search(message.subject) or _DELAYED.search(told))
    return Bounce("delayed" if delayed else "failed", recipients, original_id(message))


def _near(told: str, address: str) -> str:
    """What is said about the address: from its mention on, else the whole."""
    place = told.lower().find(address.lower())
    return charset.one_line(told[place + len(address) :][:500] if place >= 0 else told[:500]).lstrip(">: ")


def original_id(message: Parsed) -> str:
    """Which message a report is about: by the returned one, or its header, else by the report's text or its thread."""
    for part in message.attachments:
        if part.content_type in _ORIGINAL_TYPES:
            found = _ORIGINAL_ID.search(charset.decode(part.data[:100_000], "utf-8")[0])
            if found:
                return headers.shortened(found[1])
    mentioned = _ORIGINAL_ID.findall(message.text)
    if mentioned:
        return headers.shortened(mentioned[-1])
    return message.in_reply_to or (message.references[-1] if message.references else "")


def _is_report(message: Parsed) -> bool:
    return message.header("Content-Type").lower().startswith("multipart/report")


def _from_daemon(message: Parsed) -> bool:
    return message.return_path == "" or bool(_DAEMON.match(message.sender.address.partition("@")[0]))
