"""From the rows of a call, or the frozen lines of a summary, to what the writer takes."""

from collections.abc import Iterable

from comms import writer
from comms.models import ActionItem, SummaryLine, Topic


def spoken_topics(topics: Iterable[Topic]) -> list[writer.Spoken]:
    return [
        writer.Spoken(
            title=topic.title,
            answer=topic.answer,
            decision=topic.decision,
            reason=topic.reason,
            decided_by=topic.decided_by.person.name if topic.decided_by else "",
            decided_by_id=topic.decided_by_id,
            out_of_scope=topic.out_of_scope,
            clause=f"{topic.exclusion.number}, {topic.exclusion.what}" if topic.exclusion else "",
            actions=tuple(spoken_action(action) for action in topic.actions.all()),
            source=topic.pk,
        )
        for topic in topics
    ]


def spoken_action(action: ActionItem) -> writer.Action:
    name = action.contact.person.name if action.contact else (str(action.owner.user) if action.owner else "")
    return writer.Action(
        text=action.text,
        name=name,
        contact_id=action.contact_id,
        due=action.client_due,
        source=action.pk,
    )


def frozen_lines(lines: Iterable[SummaryLine]) -> list[writer.Line]:
    return [frozen_line(line) for line in lines]


def frozen_line(line: SummaryLine) -> writer.Line:
    return writer.Line(
        number=line.number,
        kind=writer.Kind(line.kind),
        topic=line.topic,
        text=line.text,
        reason=line.reason,
        name=line.contact.person.name if line.contact else "",
        contact_id=line.contact_id,
        due=line.due,
    )
