"""Words that say whose they are. Every text of the sweep's world holds one, so that a leak is seen wherever it comes out.

A mark like 'oua1slo' stands for agency a, client 1, and a level: who within the client's circle may read it. Keys are
random letters without i, l, o and u, so that no key ever looks like a mark. Row numbers begin with 71, which no page
shows; fees are 3x9,173 with agency and client in x, so that money is found in any notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from itertools import count

from django.db import models

from agency.tenancy.base import TenantModel

SHOWN, INSIDE, NOTE, FIRST, SECOND, FEE = "s", "i", "n", "m", "w", "fee"
LEVELS = {
    SHOWN: "staff, and every contact of the client",
    INSIDE: "staff only",
    NOTE: "owners, and whoever leads or backs up the client",
    FIRST: "staff, and the client's first contact, who was on the message",
    SECOND: "staff, and the client's second contact, who was on the message",
    FEE: "owners, and every contact of the client",
}
MARK = re.compile(r"ou([ab])([012])([sinmw])lo", re.I)
MONEY = re.compile(r"(?<!\d)3[^\w]?([12])([12])9[^\w]?173")
ROW_NUMBER = re.compile(r"(?<![\w.])71\d{5}(?!\w)")
TEMPERAMENTS = re.compile(r"\b(choleric|sanguine|melancholic|phlegmatic)\b", re.I)

SHOWN_FIELDS: dict[str, set[str]] = {
    "agency.Agency": {"name", "postal_address", "mail_address"},
    "agency.Membership": {"title", "signature"},
    "clients.Client": {"name", "about"},
    "clients.Person": {"name", "salutation"},
    "clients.PersonAddress": {"email"},
    "clients.Contact": {"role"},
    "clients.PortalInvitation": {"email"},
    "clients.Goal": {"name", "unit"},
    "clients.DecisionRight": {"subject"},
    "clients.ScopeOfWork": {"assumptions", "success_metrics", "changes", "accepted_how"},
    "clients.Deliverable": {"name", "unit"},
    "clients.DeliverableUse": {"what"},
    "clients.Exclusion": {"number", "what", "reason"},
    "clients.Favour": {"what"},
    "clients.Task": {"title"},
    "comms.Request": {"subject"},
    "comms.Decision": {"what", "why"},
    "comms.Insight": {"text"},
    "comms.Meeting": {"title", "place", "cancelled_reason"},
    "comms.AgendaItem": {"title"},
    "comms.Interaction": {"subject"},
    "comms.Summary": {"subject", "opening", "closing"},
    "comms.SummaryLine": {"topic", "text", "reason"},
    "comms.SummaryCopy": {"text", "html"},
    "comms.SendingAccount": {"sender_name"},
    "comms.Correction": {"text"},
    "comms.Topic": {"title", "answer", "decision", "reason"},
    "comms.ActionItem": {"text"},
    "reports.Metric": {"node", "name", "unit"},
    "reports.MonthNote": {"text", "result", "conclusion"},
    "reports.Report": {"headline", "went_well", "went_wrong", "snapshot", "pdf"},
}
"""What a contact may read of the client's rows. Every other field is inside; one that the portal shall show comes here."""


@dataclass(frozen=True, order=True)
class Mark:
    """Whose a word is: agency 'a' or 'b', client 0 (none), 1 or 2, and a level of LEVELS."""

    agency: str
    client: int
    level: str

    def __str__(self) -> str:
        return f"ou{self.agency}{self.client}{self.level}lo"

    @property
    def fee(self) -> int:
        """The whole amount that stands for this agency and client."""
        return int(f"3{'ab'.index(self.agency) + 1}{self.client}9173")


def marks_in(text: str) -> set[Mark]:
    words = {Mark(agency.lower(), int(client), level.lower()) for agency, client, level in MARK.findall(text)}
    fees = {Mark("ab"[int(agency) - 1], int(client), FEE) for agency, client in MONEY.findall(text)}
    return words | fees


def excerpt(text: str, mark: Mark) -> str:
    """The surroundings of a mark, for whoever looks for the leak."""
    found = re.search(re.escape(str(mark)), text, re.I) or MONEY.search(text)
    if found is None:
        return ""
    return " ".join(text[max(0, found.start() - 90) : found.end() + 60].split())


def readable(mime: bytes) -> str:
    """All that a mail says: headers and bodies with their encodings undone."""
    message = message_from_bytes(mime, policy=policy.default)
    headers = [f"{name}: {value}" for name, value in message.items()]
    bodies = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*headers, *bodies])


class Numbers:
    """Row numbers that are recognised: 7,100,001 and on."""

    def __init__(self) -> None:
        self._next = count(7_100_001)

    def __call__(self) -> int:
        return next(self._next)


def level_of(model: type[models.Model], field: str, within: str = SHOWN) -> str:
    """Who may read this field of a row whose own level is `within`: an inside row has nothing to show."""
    if (model._meta.label, field) == ("clients.Person", "personal_note"):
        return NOTE
    if within != SHOWN and field not in {"subject"}:
        return within
    return SHOWN if field in SHOWN_FIELDS.get(model._meta.label, ()) and within != INSIDE else INSIDE


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Fields that hold words of people: no choices, no digests, no keys."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, (models.CharField, models.TextField)) or field.choices or field.name == "key":
            continue
        if not re.search(r"digest|hash|claim$", field.name) and (field.max_length or 99) >= len(str(Mark("a", 0, "s"))):
            yield field


CODE_WORDS = {
    "agency.Agency": {"slug", "language", "zone", "region"},
    "agency.ApiToken": {"hint"},
    "agency.Event": {"verb", "object_kind"},
    "agency.SearchEntry": {"kind"},
    "clients.BriefingQuestion": {"shipped"},
    "clients.Client": {"language", "zone"},
    "clients.Person": {"language", "zone"},
    "clients.Task": {"origin_kind"},
    "clients.GlossaryTerm": {"folded"},
    "clients.Goal": {"hope_origin_kind"},
    "comms.AgendaItem": {"source_kind"},
    "comms.Attachment": {"path", "content_type"},
    "comms.ChatPost": {"purpose_key"},
    "comms.Citation": {"kind"},
    "comms.DeliveryAttempt": {"verdict", "via"},
    "comms.Draft": {"place"},
    "comms.NoticeChoice": {"topic", "pace"},
    "comms.TrackingReport": {"provider", "mail"},
    "comms.DraftFile": {"place", "path", "content_type"},
    "comms.InboundMessage": {"message_id"},
    "comms.Interaction": {"message_id", "references"},
    "comms.Episode": {"promise_cause"},
    "comms.Expert": {"language"},
    "comms.KnowledgeEntry": {"language", "links"},
    "comms.Notice": {"kind", "path", "purpose_key"},
    "comms.OutboxMessage": {"object_kind", "purpose_key", "message_id"},
    "comms.StageFired": {"stage"},
    "comms.Summary": {"language"},
    "comms.SummaryCopy": {"answered_how"},
    "comms.Template": {"language", "shipped"},
    "comms.Transcript": {"place"},
    "reports.Report": {"language"},
    "reports.TalkingEdit": {"slot"},
}
"""Fields of words that machines read: they hold no mark."""


def marked_fields(model: type[TenantModel]) -> Iterable[models.Field]:
    return [field for field in text_fields(model) if field.name not in CODE_WORDS.get(model._meta.label, ())]
