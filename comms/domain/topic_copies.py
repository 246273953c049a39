"""The topics of a call as the next version tells them: copies, since the sent lines quote those before.

A to-do is one line. What a client writes in its place may be longer: then the whole of it stands in the topic's answer.
"""

from collections.abc import Sequence
from datetime import datetime

from agency.cutting import cut
from comms.models import ActionItem, Correction, Interaction, SummaryLine, Topic

FIELD_OF = {"answer": "answer", "out_of_scope": "answer", "decision": "decision"}
LONGEST_TO_DO = 200


def rewrite(call: Interaction, corrections: Sequence[Correction], *, at: datetime) -> Correction | None:
    """Copies the topics in force with the corrections in them. Gives the first one that finds no place."""
    topics = list(call.topics.filter(dropped_at=None).prefetch_related("actions"))
    fields: dict[int, dict[str, str]] = {}
    actions: dict[int, str] = {}
    beside: dict[int, list[str]] = {}
    for correction in corrections:
        line = correction.line
        topic = _topic_of(line, topics)
        if topic is None:
            return correction
        if line.kind != SummaryLine.Kind.ACTION:
            fields.setdefault(topic.pk, {})[FIELD_OF[line.kind]] = correction.text
        elif (action := _action_of(line, topic)) is not None:
            actions[action.pk] = correction.text
            if len(correction.text) > LONGEST_TO_DO:
                beside.setdefault(topic.pk, []).append(correction.text)
        else:
            return correction
    for topic in topics:
        if whole := beside.get(topic.pk):
            said = fields.setdefault(topic.pk, {})
            said["answer"] = "\n".join(filter(None, (said.get("answer", topic.answer), *whole)))
        _copy(topic, fields.get(topic.pk, {}), actions, at)
    return None


def _topic_of(line: SummaryLine, topics: Sequence[Topic]) -> Topic | None:
    """The topic that the line quotes; in a draft that was written on, the one of that name which says the same."""
    for topic in topics:
        if topic.pk == line.source_topic_id:
            return topic
    for topic in topics:
        if topic.title == line.topic and _still_says(line, topic):
            return topic
    return None


def _still_says(line: SummaryLine, topic: Topic) -> bool:
    if line.kind == SummaryLine.Kind.ACTION:
        return _action_of(line, topic) is not None
    if line.kind == SummaryLine.Kind.OUT_OF_SCOPE:
        return topic.out_of_scope
    return str(getattr(topic, FIELD_OF[line.kind])).strip() == line.text


def _action_of(line: SummaryLine, topic: Topic) -> ActionItem | None:
    own = [action for action in topic.actions.all() if action.pk == line.source_action_id]
    return next(iter(own), None) or next((one for one in topic.actions.all() if one.text.strip() == line.text), None)


def _copy(topic: Topic, changes: dict[str, str], action_texts: dict[int, str], at: datetime) -> None:
    actions = list(topic.actions.all())
    Topic.objects.filter(pk=topic.pk).update(dropped_at=at)
    copy = Topic(
        **{
            field.attname: getattr(topic, field.attname)
            for field in Topic._meta.concrete_fields
            if field.name not in {"id", "key", "dropped_at"}
        }
    )
    for name, text in changes.items():
        setattr(copy, name, text)
    copy.save()
    for action in actions:
        ActionItem.objects.create(
            client_id=action.client_id,
            topic=copy,
            position=action.position,
            text=cut(action_texts.get(action.pk, action.text), LONGEST_TO_DO),
            owner_id=action.owner_id,
            contact_id=action.contact_id,
            internal_due=action.internal_due,
            client_due=action.client_due,
            task_id=action.task_id,
        )
