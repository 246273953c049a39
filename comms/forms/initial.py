"""What a form shows at first: a logged call as the form's data, and data to which one more row was asked for."""

from typing import Any

from django.http import QueryDict

from comms.models import ActionItem, Interaction, Topic


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
        "at": interaction.at,
        "minutes": interaction.minutes,
    }
    return call, [of_topic(topic) for topic in topics]


def of_topic(topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "answer": topic.answer,
        "decision": topic.decision,
        "reason": topic.reason,
        "decided_by": topic.decided_by.key if topic.decided_by else "",
        "out_of_scope": topic.out_of_scope,
        "exclusion": topic.exclusion.key if topic.exclusion else "",
        "actions": [of_action(action) for action in topic.actions.all()],
    }


def of_action(action: ActionItem) -> dict[str, Any]:
    who = f"c:{action.contact.key}" if action.contact else (f"m:{action.owner.key}" if action.owner else "")
    return {"text": action.text, "who": who, "internal_due": action.internal_due, "client_due": action.client_due}
