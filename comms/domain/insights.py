"""What a client told us about themselves: noted, put right, linked to what it led to (practice P5)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from agency.search import indexing
from clients.days import day_of
from clients.domain.changes import lock, set_fields
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, Task
from comms.models import Decision, Insight, InsightLink, Interaction, ScopeFlag, Topic

LONGEST = 2000
EDITABLE = frozenset(["contact", "text", "heard_on", "shown"])
Outcome = Decision | Task | ScopeFlag


class NothingTold(Refusal):
    field = "text"


class NotHeardYet(Refusal):
    field = "heard_on"


class OfAnotherClient(Refusal):
    field = "contact"


@transaction.atomic
def note(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    text: str,
    contact: Contact | None = None,
    heard_on: date | None = None,
    interaction: Interaction | None = None,
    topic: Topic | None = None,
    shown: bool = False,
    key: str = "",
) -> Insight:
    """Heard today unless a day is named, on a call, in a message, or without either. `key` as in decisions.record.

    Raises NothingTold, NotHeardYet, OfAnotherClient, ClientIsArchived.
    """
    require_active(lock(client))
    known = Insight.objects.filter(key=key, client=client).first() if is_key(key) else None
    if known is not None:
        return known
    insight = Insight(
        key=key if is_key(key) and not Insight.objects.filter(key=key).exists() else new_key(),
        client=client,
        contact=contact,
        text=text.strip(),
        heard_on=heard_on or day_of(interaction.at if interaction else at, client.agency),
        interaction=interaction,
        topic=topic,
        noted_by=by,
        noted_at=at,
        shown=shown,
    )
    if interaction is not None and interaction.client_id != client.pk:
        raise OfAnotherClient(_("That was not said with this client."), field="message")
    _check(insight, at)
    insight.save(force_insert=True)
    record("insight.noted", insight, by=by, at=at, shown=shown)
    return insight


def note_from(topic: Topic, *, by: Membership, at: datetime) -> Insight:
    """What stands in a topic of a call; once, whatever its words become. Who said it is known where one was there."""
    call = topic.interaction
    known = Insight.objects.filter(interaction=call).filter(topic__title=topic.title).first()
    same = known or Insight.objects.filter(interaction=call, text=topic.insight.strip()).first()
    if same is not None:
        return change(same, by=by, at=at, text=topic.insight)
    there = list(call.participants.select_related("contact")[:2])
    contact = there[0].contact if len(there) == 1 else None
    return note(topic.client, by=by, at=at, text=topic.insight, contact=contact, interaction=call, topic=topic)


@transaction.atomic
def change(insight: Insight, *, by: Membership, at: datetime, **fields: Any) -> Insight:
    """Puts it right, or shows it to the client. Raises what `note` raises."""
    require_active(lock(insight).client)
    if "text" in fields:
        fields["text"] = fields["text"].strip()
    if changed := set_fields(insight, fields, EDITABLE):
        _check(insight, at)
        insight.save(update_fields=changed)
        record("insight.changed", insight, by=by, at=at, fields=changed)
    return insight


@transaction.atomic
def remove(insight: Insight, *, by: Membership, at: datetime) -> None:
    """It was noted by mistake; what it led to stays. Raises ClientIsArchived."""
    require_active(lock(insight).client)
    record("insight.removed", insight, by=by, at=at)
    indexing.forget(insight)
    insight.delete()


@transaction.atomic
def led_to(insight: Insight, outcome: Outcome, *, by: Membership, at: datetime) -> InsightLink:
    """Twice is once. Raises OfAnotherClient."""
    if outcome.client_id != lock(insight).client_id:
        raise OfAnotherClient(_("That is another client’s."), field="led_to")
    fields: dict[str, Any] = {_kind(outcome): outcome}
    link, made = InsightLink.objects.get_or_create(insight=insight, **fields, defaults={"client": insight.client})
    if made:
        record("insight.used", insight, by=by, at=at, kind=_kind(outcome), led_to=outcome.key)
    return link


@transaction.atomic
def link_to(insight: Insight, outcomes: Collection[Outcome], *, by: Membership, at: datetime) -> None:
    """These, and nothing else, are what it led to. Raises OfAnotherClient, ClientIsArchived."""
    require_active(lock(insight).client)
    wanted = {(_kind(outcome), outcome.pk) for outcome in outcomes}
    for link in insight.links.all():
        if not wanted & {("decision", link.decision_id), ("task", link.task_id), ("flag", link.flag_id)}:
            link.delete()
    for outcome in outcomes:
        led_to(insight, outcome, by=by, at=at)


def _kind(outcome: Outcome) -> str:
    return {Decision: "decision", Task: "task", ScopeFlag: "flag"}[type(outcome)]


def _check(insight: Insight, at: datetime) -> None:
    if not insight.text:
        raise NothingTold(_("Write what they told you."))
    if insight.contact is not None and insight.contact.client_id != insight.client_id:
        raise OfAnotherClient(_("That person is not at this client."))
    if insight.heard_on > day_of(at, insight.client.agency):
        raise NotHeardYet(_("This lies in the future."))
