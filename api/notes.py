"""A call as it was sent to us, as notes that the verbs take: keys become the client's people and clauses."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError

from api.fields import Reference, among
from comms.domain.calls import ActionNotes, CallNotes, TopicNotes
from comms.forms.calls import Cast


def call_notes(body: Mapping[str, Any], cast: Cast) -> CallNotes:
    """Raises ValidationError that names the place of a key that is nobody's here."""
    return CallNotes(
        kind=body["kind"],
        at=body["at"],
        minutes=body.get("minutes"),
        contacts=among("contacts", body["contacts"], cast.contacts),
        topics=[_topic(topic, cast, f"topics.{place}") for place, topic in enumerate(body["topics"])],
    )


def _topic(topic: Mapping[str, Any], cast: Cast, place: str) -> TopicNotes:
    actions = enumerate(topic.get("actions", []))
    return TopicNotes(
        title=topic["title"],
        answer=topic.get("answer", ""),
        decision=topic.get("decision", ""),
        reason=topic.get("reason", ""),
        decided_by=_one(topic, "decided_by", cast.contacts, place),
        out_of_scope=topic.get("out_of_scope", False),
        exclusion=_one(topic, "exclusion", cast.exclusions, place),
        actions=[_action(each, cast, f"{place}.actions.{number}") for number, each in actions],
    )


def _action(action: Mapping[str, Any], cast: Cast, place: str) -> ActionNotes:
    return ActionNotes(
        text=action["text"],
        owner=_one(action, "owner", cast.members, place),
        contact=_one(action, "contact", cast.contacts, place),
        internal_due=action.get("internal_due"),
        client_due=action.get("client_due"),
    )


def _one(said: Mapping[str, Any], name: str, rows: Mapping[str, Any], place: str) -> Any:
    key = said.get(name)
    if key and key not in rows:
        words = str(Reference.default_error_messages["missing"])
        raise ValidationError({f"{place}.{name}": [ErrorDetail(words, "missing")]})
    return rows[key] if key else None
