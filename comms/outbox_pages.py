"""One mail that left, on its page: its story, and the text as it left."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Event
from comms.mail.structured import structured
from comms.models import DeliveryAttempt, OutboxMessage, SendingAccount, TrackingReport
from comms.reply_words import meant
from comms.smtp import Verdict

VERDICTS = {
    Verdict.ACCEPTED: ("good", "send"),
    Verdict.REFUSED_TEMPORARILY: ("attention", "clock"),
    Verdict.REFUSED_FOR_GOOD: ("late", "warning"),
    Verdict.UNKNOWN: ("attention", "warning"),
}
REPORTS = {
    TrackingReport.What.DELIVERED: "good",
    TrackingReport.What.DEFERRED: "attention",
    TrackingReport.What.BOUNCED: "late",
    TrackingReport.What.REJECTED: "late",
    TrackingReport.What.COMPLAINED: "late",
}
DECIDED = ("mail.retried", "mail.marked_arrived", "mail.withdrawn", "mail.address_corrected", "mail.bounced")
Line = dict[str, Any]


def story(message: OutboxMessage, zone: ZoneInfo, now: datetime) -> list[Line]:
    """What happened to it, in order: {time, datetime, day, icon, strong, about, sign_kind}. Three queries."""
    lines = [_queued(message)]
    lines += [_attempt(one) for one in DeliveryAttempt.objects.filter(message=message)]
    lines += [_report(one) for one in TrackingReport.objects.filter(message=message)]
    events = Event.objects.filter(object_kind="outboxmessage", object_id=message.pk, verb__in=DECIDED)
    lines += [_decided(event) for event in events]
    for line in lines:
        line["time"], line["datetime"] = wording.clock_time(line["at"], zone), line["at"].isoformat()
        line["day"] = wording.day(line["at"].astimezone(zone).date(), now.astimezone(zone).date())
    return sorted(lines, key=lambda line: line["at"])


def _queued(message: OutboxMessage) -> Line:
    return {"at": message.queued_at, "icon": "edit", "strong": _("Written and queued"), "about": ""}


def _attempt(one: DeliveryAttempt) -> Line:
    strong = {
        Verdict.ACCEPTED: _("Handed over to %(way)s, which took it"),
        Verdict.REFUSED_TEMPORARILY: _("Offered to %(way)s, which did not take it yet"),
        Verdict.REFUSED_FOR_GOOD: _("Offered to %(way)s, which refused it"),
        Verdict.UNKNOWN: _("Handed over to %(way)s, whose answer was lost"),
    }[Verdict(one.verdict)]
    kind, icon = VERDICTS[Verdict(one.verdict)]
    return {
        "at": one.at,
        "icon": icon,
        "strong": strong % {"way": way_words(one.via)},
        "about": " ".join(filter(None, (meant(one.reply), one.reply))),
        "sign_kind": kind,
    }


def _report(one: TrackingReport) -> Line:
    return {
        "at": one.at,
        "icon": "mail",
        "strong": _("%(provider)s reports: %(what)s")
        % {"provider": way_words(one.provider), "what": one.get_what_display()},
        "about": " ".join(filter(None, (meant(one.reply), one.reply))),
        "sign_kind": REPORTS[TrackingReport.What(one.what)],
    }


def _decided(event: Event) -> Line:
    strong = {
        "mail.retried": _("A person sent it again"),
        "mail.marked_arrived": _("A person says that it did arrive"),
        "mail.withdrawn": _("A person withdrew it"),
        "mail.address_corrected": _("A person put the address right"),
        "mail.bounced": _("It came back"),
    }[event.verb]
    return {"at": event.at, "icon": "undo" if event.verb == "mail.bounced" else "user", "strong": strong, "about": ""}


def way_words(via: str) -> str:
    """What a way out is called: the installation's server, the agency's own, or a provider by its name."""
    if not via:
        return _("the mail server")
    if via == SendingAccount.Way.SMTP:
        return _("your mail server")
    return str(SendingAccount.Way(via).label) if via in SendingAccount.Way.values else via


def letter(message: OutboxMessage) -> Line:
    """The text as it left, plain, since it is complete; links that only its reader may follow are left out."""
    parts = structured(bytes(message.mime), message.recipient)
    return {
        "sender": parts.sender,
        "to": parts.to,
        "text": _without_links_for_the_reader(parts.text),
        "files": [{"name": part.name, "size": filesizeformat(len(part.data))} for part in parts.attachments],
        "unsubscribe": "List-Unsubscribe" in parts.headers,
    }


SECRET = ("l", "asked", "quoted", "calendar", "stop", "portal-invitations", "join")
"""What stands before the secret in the address of a link."""


def _without_links_for_the_reader(text: str) -> str:
    """Links that act in their reader's name: whoever else reads the mail does not get them."""
    links = rf"{re.escape(settings.BASE_URL)}/(?:[^\s<>\"]*/)?(?:{'|'.join(SECRET)})/[^\s<>\"]+"
    return re.sub(links, _("[a link for the reader alone]"), text)


def facts(message: OutboxMessage, zone: ZoneInfo, now: datetime) -> list[dict[str, str]]:
    rows = [
        (_("To"), message.recipient),
        (_("From"), message.sender),
        (_("Client"), message.client.name if message.client else ""),
        (_("Written by"), str(message.written_by) if message.written_by else ""),
        (_("Kind"), capfirst(message.get_lane_display())),
        (_("Left by"), capfirst(way_words(message.via)) if message.handed_at else ""),
        (_("Attempts"), str(message.attempts)),
        (_("Next attempt"), _next(message, zone, now)),
        (_("Message-ID"), message.message_id),
        (_("The provider’s number"), message.provider_id),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _next(message: OutboxMessage, zone: ZoneInfo, now: datetime) -> str:
    if message.state not in OutboxMessage.WAITING or message.next_attempt_at is None:
        return ""
    return wording.moment(message.next_attempt_at, zone, now)
