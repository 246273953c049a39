"""Taking a client's corrections over into the next version of a summary. What was sent stays as it was."""

from datetime import datetime

from django.db import transaction

from agency.models import Membership
from comms.domain.summaries import begin_correction
from comms.models import ActionItem, Correction, Summary, SummaryLine, Topic

FIELD_OF = {"answer": "answer", "out_of_scope": "answer", "decision": "decision"}


@transaction.atomic
def take_over(summary: Summary, *, by: Membership, at: datetime) -> Summary:
    """A draft in which each corrected line says what the client says. The newest correction of a line counts.

    The topics that the sent lines quote are kept; the draft gets copies of them with the corrections in.
    """
    draft = begin_correction(summary, by=by, at=at)
    wanted = {
        correction.line.pk: correction.text
        for correction in Correction.objects.filter(line__summary=summary).select_related("line").order_by("id")
    }
    topic_lines: dict[int, dict[str, str]] = {}
    action_texts: dict[int, str] = {}
    for line in SummaryLine.objects.filter(summary=summary, pk__in=wanted):
        if line.kind == SummaryLine.Kind.ACTION and line.source_action_id:
            action_texts[line.source_action_id] = wanted[line.pk]
        elif line.source_topic_id:
            topic_lines.setdefault(line.source_topic_id, {})[FIELD_OF[line.kind]] = wanted[line.pk]
    for topic in list(summary.interaction.topics.filter(dropped_at=None)):
        _copy_topic(topic, topic_lines.get(topic.pk, {}), action_texts, at)
    return draft


def _copy_topic(topic: Topic, changes: dict[str, str], action_texts: dict[int, str], at: datetime) -> None:
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
            text=action_texts.get(action.pk, action.text)[:200],
            owner_id=action.owner_id,
            contact_id=action.contact_id,
            internal_due=action.internal_due,
            client_due=action.client_due,
            task_id=action.task_id,
        )
