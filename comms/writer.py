"""What a summary says, from what was noted on the call. Pure: no database, no clock; words by gettext in the active
language.

Three levels of detail keep every decision, date and action item; they differ in how much of an answer they tell
(practice P1). The tone chooses between business and friendly words (P2). What was said aloud is put in writing for the
client's agreement (V4, T13).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from agency import wording

SENTENCE_END = re.compile(r"[.!?؟][\"”’»)]*(?=\s)|[。！？][”’』」）]*")
SENTENCES_TOLD = {"headline": 1, "summary": 3, "full": None}


class Kind(StrEnum):
    ANSWER = "answer"
    DECISION = "decision"
    ACTION = "action"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something to do. `contact_id` says whose it is at the client; without it, it is ours."""

    text: str
    name: str = ""
    contact_id: int | None = None
    due: date | None = None
    source: int | None = None


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One topic of the call as it was noted."""

    title: str
    answer: str = ""
    decision: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_by_id: int | None = None
    out_of_scope: bool = False
    clause: str = ""
    actions: tuple[Action, ...] = ()
    source: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who will read it, and how they like it."""

    name: str
    contact_id: int
    salutation: str = ""
    tone: str = "business"
    detail: str = "summary"
    agency: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that the client agrees to or corrects. `number` counts from 1 through the whole summary."""

    number: int
    kind: Kind
    topic: str
    text: str
    reason: str = ""
    name: str = ""
    contact_id: int | None = None
    due: date | None = None
    source_topic: int | None = None
    source_action: int | None = None


@dataclass(frozen=True)
class Block:
    """The lines of one topic, for showing them together."""

    title: str
    lines: list[Line] = field(default_factory=list)


def lines(topics: Iterable[Spoken]) -> list[Line]:
    """Everything that was answered, decided, or is to be done, in order. A topic without any of these gives no line."""
    found: list[Line] = []

    def add(kind: Kind, topic: Spoken, text: str, **facts: object) -> None:
        found.append(
            Line(number=len(found) + 1, kind=kind, topic=topic.title, text=text, source_topic=topic.source, **facts)  # type: ignore[arg-type]
        )

    for topic in topics:
        if topic.out_of_scope:
            add(Kind.OUT_OF_SCOPE, topic, topic.answer.strip() or outside(topic.clause), reason=topic.clause)
        elif topic.answer.strip():
            add(Kind.ANSWER, topic, topic.answer.strip())
        if topic.decision.strip():
            add(
                Kind.DECISION,
                topic,
                topic.decision.strip(),
                reason=topic.reason.strip(),
                name=topic.decided_by,
                contact_id=topic.decided_by_id,
            )
        for action in topic.actions:
            if action.text.strip():
                add(
                    Kind.ACTION,
                    topic,
                    action.text.strip(),
                    name=action.name,
                    contact_id=action.contact_id,
                    due=action.due,
                    source_action=action.source,
                )
    return found


def outside(clause: str) -> str:
    if clause:
        return _(
            "This is outside our present scope of work (%(clause)s). You will hear from us how it can be done."
        ) % {"clause": clause}
    return _("This is outside our present scope of work. You will hear from us how it can be done.")


def told(line: Line, detail: str) -> str:
    """The text of a line at a level of detail: decisions and action items are always told whole."""
    most = SENTENCES_TOLD.get(detail)
    if line.kind is not Kind.ANSWER or most is None:
        return line.text
    ends = [found.end() for found in SENTENCE_END.finditer(line.text)]
    return line.text[: ends[most - 1]] if len(ends) >= most else line.text


def label(line: Line, reader: Reader) -> str:
    """What stands above a line: 'Decided by you, because of the stamp-duty change', 'To do, for us, by Friday 6
    November'.
    """
    yours = line.contact_id == reader.contact_id
    match line.kind:
        case Kind.ANSWER:
            return _("Answered")
        case Kind.OUT_OF_SCOPE:
            return _("Outside the present scope of work")
        case Kind.DECISION:
            return decided(line, yours)
        case Kind.ACTION:
            return to_do(line, yours, reader)


def decided(line: Line, yours: bool) -> str:
    if yours:
        said = _("Decided by you")
    elif line.name:
        said = _("Decided by %(name)s") % {"name": line.name}
    else:
        said = _("Decided")
    reason = line.reason.rstrip(" .:;")
    return _("%(decided)s, because: %(reason)s") % {"decided": said, "reason": reason} if reason else said


def to_do(line: Line, yours: bool, reader: Reader) -> str:
    who = _("you") if yours else (line.name if line.contact_id else reader.agency)
    if line.due is None:
        return _("To do, for %(who)s") % {"who": who}
    return _("To do, for %(who)s, by %(day)s") % {"who": who, "day": wording.long_day(line.due)}


def blocks(all_lines: Sequence[Line]) -> list[Block]:
    """Lines gathered under their topics, in order."""
    found: list[Block] = []
    for line in all_lines:
        if not found or found[-1].title != line.topic:
            found.append(Block(line.topic))
        found[-1].lines.append(line)
    return found


def subject(day: str, all_lines: Sequence[Line], version: int = 1) -> str:
    """What it is about: 'Our call on 2 November: conveyancing page', after the first decision, or else the first
    topic. A later version says that it is one.
    """
    decided_first = [line.topic for line in all_lines if line.kind is Kind.DECISION]
    about = (decided_first or [line.topic for line in all_lines] or [""])[0]
    words = _("Our call on %(day)s: %(about)s") if about else _("Our call on %(day)s")
    said = (words % {"day": day, "about": about})[:200]
    return said if version == 1 else _("%(subject)s, corrected") % {"subject": said[:180]}


def greeting(reader: Reader) -> str:
    if reader.salutation:
        return _("%(salutation)s,") % {"salutation": reader.salutation.rstrip(" ,،，:：")}
    first = wording.first_name(reader.name)
    return (
        _("Hello %(name)s,") % {"name": first}
        if reader.tone == "friendly"
        else _("Dear %(name)s,") % {"name": reader.name}
    )


def opening(reader: Reader, day: str, version: int = 1) -> str:
    if version > 1:
        return _(
            "this is what we noted on %(day)s, with your corrections; it takes the place of what I sent before. "
            "Please tell me if I still have a line wrong."
        ) % {"day": day}
    if reader.tone == "friendly":
        return _("it was good to talk on %(day)s. This is what I noted; tell me if I have a line wrong.") % {"day": day}
    return _("thank you for your time on %(day)s. This is what I noted. Please tell me if I have a line wrong.") % {
        "day": day
    }


def silence(moment: str) -> str:
    """Said beforehand: silence for so many working days counts as agreed."""
    return _("If we hear nothing by %(moment)s, we take the above as agreed.") % {"moment": moment}


def reminder(reader: Reader, day: str) -> str:
    """When half of the time is over and nothing was heard."""
    if reader.tone == "friendly":
        return _(
            "you have what I noted from our talk on %(day)s, and I have not heard yet whether it is right. One click, "
            "or one word in answer to this mail, is enough."
        ) % {"day": day}
    return _(
        "some days ago I sent you what I noted from our call on %(day)s. I have not heard yet whether it is right. "
        "One click, or one word in answer to this mail, is enough."
    ) % {"day": day}


def closing(reader: Reader) -> str:
    return _("Best wishes") if reader.tone == "friendly" else _("Kind regards")
