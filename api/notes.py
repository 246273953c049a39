"""A call as it was sent to us, as notes that the verbs take: keys become the client's people and clauses."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agency.models import Membership
from api.fields import among, one
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.forms.cast import Cast
from comms.queries.decisions import log_of
from comms.queries.experts import to_be_asked


def call_notes(body: Mapping[str, Any], cast: Cast, member: Membership) -> CallNotes:
    """Raises ValidationError that names the place of a key that is nobody's here."""
    return CallNotes(
        kind=body["kind"],
        at=body["at"],
        minutes=body.get("minutes"),
        contacts=among("contacts", body["contacts"], cast.contacts),
        topics=[_topic(topic, cast, member, f"topics.{place}") for place, topic in enumerate(body["topics"])],
        members=among("members", body.get("members", []), cast.members),
        meeting=cast.meeting,
    )


def _topic(topic: Mapping[str, Any], cast: Cast, member: Membership, place: str) -> TopicNotes:
    actions = enumerate(topic.get("actions", []))
    return TopicNotes(
        title=topic["title"],
        answer=topic.get("answer", ""),
        decision=topic.get("decision", ""),
        reason=topic.get("reason", ""),
        decided_by=one(f"{place}.decided_by", topic.get("decided_by"), cast.contacts),
        out_of_scope=topic.get("out_of_scope", False),
        exclusion=one(f"{place}.exclusion", topic.get("exclusion"), cast.exclusions),
        replaces=one(f"{place}.replaces", key := topic.get("replaces"), _by_key(log_of(member), key)),
        insight=topic.get("insight", ""),
        ask=one(f"{place}.ask", key := topic.get("ask"), _by_key(to_be_asked(), key)),
        question=topic.get("question", ""),
        agenda_item=one(f"{place}.agenda_item", topic.get("agenda_item"), cast.items),
        actions=[_action(each, cast, f"{place}.actions.{number}") for number, each in actions],
    )


def _by_key(rows: QuerySet[Any], key: str | None) -> Mapping[str, Any]:
    return {row.key: row for row in rows.filter(key=key)} if key else {}


def _action(action: Mapping[str, Any], cast: Cast, place: str) -> ActionNotes:
    return ActionNotes(
        text=action["text"],
        owner=one(f"{place}.owner", action.get("owner"), cast.members),
        contact=one(f"{place}.contact", action.get("contact"), cast.contacts),
        internal_due=action.get("internal_due"),
        client_due=action.get("client_due"),
    )
