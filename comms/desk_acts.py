"""What the buttons of the desk do before anything is kept: each takes what was typed and gives it back with more. So
every one of them works without scripts, and loses nothing.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from agency.cutting import cut
from agency.http import MemberRequest
from comms import transcribing
from comms.desk import Desk
from comms.domain import running, transcripts
from comms.forms.initial import with_one_more
from comms.models import Transcript

LONGEST_TITLE, LONGEST_ACTION = 200, 200
AS = ("topic", "answer", "decision", "action", "insight")


def wanted(data: QueryDict) -> bool:
    """Whether a button of the desk was pressed that keeps nothing."""
    return bool(data.get("more") or data.get("act") or data.get("take"))


def done(request: MemberRequest, desk: Desk, now: datetime) -> tuple[QueryDict, str]:
    """The form's data after the button, and what is to be said beside the transcript if it was refused."""
    data = request.POST.copy()
    if more := data.get("more"):
        return with_one_more(data, more), ""
    if number := data.get("take"):
        transcript = transcripts.beside(request.member, desk.place, desk.interaction)
        return (taken(data, transcript, number) if transcript else data), ""
    act = ACTS.get(data.get("act", ""))
    try:
        return (act(request, desk, data, now) if act else data), ""
    except ValidationError as refusal:
        return data, refusal.messages[0]


def _start(request: MemberRequest, desk: Desk, data: QueryDict, now: datetime) -> QueryDict:
    begun = running.start(desk.client, by=request.member, at=now).started_at
    data["at"] = _typed(begun)
    return data


def _stop(request: MemberRequest, desk: Desk, data: QueryDict, now: datetime) -> QueryDict:
    if (ran := running.stop(desk.client, by=request.member, at=now)) is not None:
        data["at"], data["minutes"] = _typed(ran[0]), str(ran[1])
    return data


def _typed(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _put(request: MemberRequest, desk: Desk, data: QueryDict, now: datetime) -> QueryDict:
    """From the file, else from what was pasted."""
    file = request.FILES.get("transcript_file")
    if file is not None:
        if (file.size or 0) > transcribing.MOST_BYTES:
            raise transcribing.too_big()
        lines, name = transcribing.parse(file.read()), file.name or ""
    else:
        lines, name = transcribing.parse_text(data.get("transcript_text", "")), ""
    transcripts.put(
        desk.client, lines, by=request.member, at=now, name=name, place=desk.place, interaction=desk.interaction
    )
    data["used"], data["transcript_text"], data["beside"] = "", "", "transcript"
    return data


def _remove(request: MemberRequest, desk: Desk, data: QueryDict, now: datetime) -> QueryDict:
    transcripts.remove(by=request.member, at=now, place=desk.place, interaction=desk.interaction)
    data["used"] = ""
    return data


Act = Callable[[MemberRequest, Desk, QueryDict, datetime], QueryDict]
ACTS: dict[str, Act] = {"start": _start, "stop": _stop, "transcript": _put, "transcript-remove": _remove}


def taken(data: QueryDict, transcript: Transcript, number: str) -> QueryDict:
    """A line of the transcript becomes a topic, or goes into the last one: its answer, its decision, or something to
    do.
    """
    place = int(number) if number.isdecimal() and len(number) < 6 else -1
    if not 0 <= place < len(transcript.lines):
        return data
    _second, who, words = transcript.lines[place]
    kind = data.get("take_as") if data.get("take_as") in AS else AS[0]
    if kind == "topic":
        data = _as_topic(data, words)
    elif kind == "action":
        data = _as_action(data, who, words)
    else:
        name = f"topics-{_last_topic(data)}-{kind}"
        data[name] = "\n".join(filter(None, (data.get(name, "").strip(), words)))
    used = [one for one in data.get("used", "").split(",") if one.isdecimal()]
    data["used"] = ",".join(dict.fromkeys([*used, str(place)]))
    return data


def _as_topic(data: QueryDict, words: str) -> QueryDict:
    """In a blank topic, else a new one. What is too long for a heading stands whole in the answer."""
    last = _count(data, "topics") - 1
    if last < 0 or data.get(f"topics-{last}-title", "").strip() or data.get(f"topics-{last}-answer", "").strip():
        data = with_one_more(data, "topics")
        last += 1
    data[f"topics-{last}-title"] = cut(words, LONGEST_TITLE)
    if len(words) > LONGEST_TITLE:
        data[f"topics-{last}-answer"] = words
    return data


def _as_action(data: QueryDict, who: str, words: str) -> QueryDict:
    """With the speaker's name before it, which the form reads. What is too long stands whole in the answer, too."""
    topic = _last_topic(data)
    prefix = f"topics-{topic}-actions"
    last = _count(data, prefix) - 1
    if last < 0 or data.get(f"{prefix}-{last}-text", "").strip():
        data = with_one_more(data, prefix)
        last += 1
    said = f"{who}: {words}" if who else words
    data[f"{prefix}-{last}-text"] = cut(said, LONGEST_ACTION)
    if len(said) > LONGEST_ACTION:
        name = f"topics-{topic}-answer"
        data[name] = "\n".join(filter(None, (data.get(name, "").strip(), words)))
    return data


def _last_topic(data: QueryDict) -> int:
    """The last one that has a heading, else the first."""
    titled = [n for n in range(_count(data, "topics")) if data.get(f"topics-{n}-title", "").strip()]
    return titled[-1] if titled else 0


def _count(data: QueryDict, prefix: str) -> int:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(total), 100) if total.isdecimal() and len(total) < 5 else 0
