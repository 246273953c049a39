"""Wishes outside the scope that wait for a decision, as the scope page and a page of their own show them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import wording
from agency.models import Membership
from agency.permissions import may
from agency.registry import PageSection
from clients.models import Client
from comms.flagging import currency_at
from comms.forms.flags import Way, ways_out
from comms.models import ScopeFlag

MOST_SHOWN = 10


def flags_with_names() -> QuerySet[ScopeFlag]:
    """Flags with the rows that a page names beside them."""
    return ScopeFlag.objects.select_related(
        "client", "exclusion", "raised_by__user", "request__contact__person", "topic__interaction__contact__person"
    )


def raised(client: Client) -> QuerySet[ScopeFlag]:
    """Those that wait for somebody to settle them, the oldest at the head."""
    return flags_with_names().filter(client=client, state=ScopeFlag.State.RAISED).order_by("raised_at", "id")


def on_scope_page(client: Client, member: Membership, now: datetime) -> Iterator[PageSection]:
    """A section for each; two queries."""
    flags = list(raised(client)[:MOST_SHOWN])
    currency = currency_at(client.pk) if flags else ""
    for flag in flags:
        context = flag_context(flag, member, now, ways_out(flag, currency))
        yield {"template": "comms/scope_flag_section.html", "context": context}


def flag_context(flag: ScopeFlag, member: Membership, now: datetime, ways: Mapping[str, Way]) -> dict[str, Any]:
    """The flag in words and its ways out."""
    zone = timezone.get_current_timezone()
    return {
        "flag": flag,
        "title": _title(flag),
        "wish": flag.wish,
        "raised": _("%(when)s, flagged by %(name)s")
        % {"when": wording.moment(flag.raised_at, zone, now), "name": flag.raised_by.user},
        "source_url": _source(flag),
        "url": reverse("scope_flag", args=[flag.agency.slug, flag.key]),
        "reopening_url": reverse("flag_reopening", args=[flag.agency.slug, flag.key]),
        "scope_url": reverse("scope", args=[flag.agency.slug, flag.client.key]),
        "ways": ways,
        "may_settle": may(member, "request.flag", flag.client) and not flag.client.archived,
        "may_draft": may(member, "scope.edit", flag.client) and not flag.client.archived,
        "sets_fee": may(member, "money.read"),
    }


def _title(flag: ScopeFlag) -> str:
    """'Tomás asks: Adverts in Portuguese?', or the topic that was spoken of."""
    if flag.request is not None:
        name = wording.first_name(flag.request.contact.person.name)
        return _("%(name)s asks: %(what)s") % {"name": name, "what": wording.isolated(flag.request.subject)}
    call = flag.topic.interaction if flag.topic else None
    if call is not None and call.contact is not None:
        name = wording.first_name(call.contact.person.name)
        return _("%(name)s asked in a call: %(what)s") % {"name": name, "what": flag.wish}
    return flag.wish


def _source(flag: ScopeFlag) -> str:
    """Where it was asked: the conversation, or the call."""
    if flag.request is not None:
        return reverse("request", args=[flag.agency.slug, flag.request.key])
    return reverse("client_summaries", args=[flag.agency.slug, flag.client.key])
