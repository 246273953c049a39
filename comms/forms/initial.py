"""What a form shows at first: a logged call as the form's data, and data to which one more row was asked for."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from agency.models import Membership
from comms.models import ActionItem, AgendaItem, Attendee, Interaction, Meeting, Topic


def with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    """The submitted data with one more blank row in the formset of that prefix."""
    grown = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    total = data.get(name, "")
    if total.isdigit():
        grown[name] = str(int(total) + 1)
        if prefix == "topics":
            fresh = f"topics-{total}-actions"
            grown.update({f"{fresh}-TOTAL_FORMS": "1", f"{fresh}-INITIAL_FORMS": "0"})
    return grown


def of_call(interaction: Interaction, topics: list[Topic]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(initial of CallForm, initial of the topics) for a call that was logged."""
    call = {
        "kind": interaction.kind,
        "contacts": [p.contact.key for p in interaction.participants.select_related("contact")],
        "members": [p.member.key for p in interaction.our_participants.select_related("member")],
        "at": interaction.at,
        "minutes": interaction.minutes,
    }
    return call, [of_topic(topic) for topic in topics]


def of_topic(topic: Topic) -> dict[str, Any]:
    return {
        "item": item.key if (item := getattr(topic, "agenda_item", None)) else "",
        "title": topic.title,
        "answer": topic.answer,
        "decision": topic.decision,
        "reason": topic.reason,
        "decided_by": topic.decided_by.key if topic.decided_by else "",
        "out_of_scope": topic.out_of_scope,
        "exclusion": topic.exclusion.key if topic.exclusion else "",
        "insight": topic.insight,
        "replaces": topic.replaces.key if topic.replaces else "",
        "ask": topic.ask.key if topic.ask else "",
        "question": topic.question,
        "actions": [of_action(action) for action in topic.actions.all()],
    }


def of_action(action: ActionItem) -> dict[str, Any]:
    who = f"c:{action.contact.key}" if action.contact else (f"m:{action.owner.key}" if action.owner else "")
    return {"text": action.text, "who": who, "internal_due": action.internal_due, "client_due": action.client_due}


KINDS = {
    Meeting.Way.CALL: Interaction.Kind.CALL,
    Meeting.Way.VIDEO: Interaction.Kind.MEETING,
    Meeting.Way.IN_PERSON: Interaction.Kind.MEETING,
}


def of_meeting(meeting: Meeting, writer: Membership, now: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(initial of CallForm, initial of the topics) for a meeting that is written down: a topic an item of the agenda,
    whoever speaks for it proposed for what is to be done. One that came earlier than planned was held now.
    """
    visit = meeting.kind == Meeting.Kind.VISIT
    came = [one for one in meeting.attendees.all() if not one.removed_at and one.reply != Attendee.Reply.DECLINED]
    call = {
        "kind": Interaction.Kind.VISIT if visit else KINDS[Meeting.Way(meeting.way)],
        "contacts": [one.contact.key for one in came if one.contact],
        "members": [one.member.key for one in came if one.member and one.member != writer],
        "at": min(meeting.starts_at, now),
        "minutes": meeting.minutes,
        "meeting": meeting.key,
    }
    return call, [of_item(item) for item in meeting.items.all()]


def of_item(item: AgendaItem) -> dict[str, Any]:
    who = f"c:{item.contact.key}" if item.contact else (f"m:{item.owner.key}" if item.owner else "")
    return {"item": item.key, "title": item.title, "actions": [{"who": who, "proposed": True}]}
