"""The check before a summary leaves (practice O5): is it made for this person, and does it go the right way? Pure.

The software answers for the person, the channel, the length, the detail, boundaries and call windows, and dates. What
the message shall do and what its reader gains, the writer says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, ngettext

from agency import wording
from clients.models.profile import Channel, DetailLevel, PersonalityType
from comms import writer
from comms.writer import Line

WORDS_BY_DETAIL = {"headline": 120, "summary": 300, "full": 900}
SHORTER_FOR: Mapping[str, float] = {PersonalityType.CHOLERIC: 0.6, PersonalityType.SANGUINE: 0.6}
MOST_TOPICS_FOR_SANGUINE = 3
TOO_OFTEN = 4
"""So many calls within one cadence are more than they asked for."""
FIGURE = re.compile(r"\d")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whom it is for, and how they like it. The call window is in their own zone."""

    name: str
    personality: str = ""
    channel: str = Channel.EMAIL
    detail: str = DetailLevel.SUMMARY
    cadence_days: int = 14
    zone: str = "UTC"
    calls_from: time | None = None
    calls_until: time | None = None
    boundaries: str = ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """How we spoke. `recent`: calls with this client in the last so many days of their cadence, this one among them."""

    kind: str = "call"
    at: datetime
    recent: int = 1


@dataclass(frozen=True)
class Check:
    """`kind`: 'good', 'attention', or '' for what is good to know. `name` says what was looked at."""

    name: str
    kind: str
    words: str


def checks(reader: Reader, call: Call, lines: Sequence[Line], unanswered: int = 0) -> list[Check]:
    """All that is to be said to one reader's copy. `unanswered`: topics with neither an answer nor a decision."""
    found = [
        _person(reader),
        _channel(reader),
        _length(reader, lines),
        _detail(reader, lines),
        _playbook(reader, lines, unanswered),
        _window(reader, call),
        _too_often(reader, call),
        _boundaries(reader),
        _dates(lines),
    ]
    return [check for check in found if check is not None]


def attention(found: Sequence[Check]) -> list[Check]:
    """What needs a reason if it is sent all the same."""
    return [check for check in found if check.kind == "attention"]


def of_all(each: Sequence[Sequence[Check]], names: Sequence[str]) -> list[Check]:
    """The first reader's checks, and of the others what needs attention, with their name, unless it was said."""
    first, *others = each
    found = list(first)
    said = {(check.name, check.words) for check in first}
    for name, those in zip(names[1:], others, strict=True):
        for check in attention(those):
            if (check.name, check.words) not in said:
                said.add((check.name, check.words))
                words = _("%(name)s: %(words)s") % {"name": name, "words": check.words}
                found.append(Check(check.name, check.kind, words))
    return found


def words_in(text: str) -> int:
    """Words as one counts them; two characters of Chinese or Japanese count as one."""
    wide = len(WIDE.findall(text))
    return len(WIDE.sub(" ", text).split()) + (wide + 1) // 2


def _person(reader: Reader) -> Check:
    if not reader.personality:
        return Check("person", "", _("Their type is not known yet"))
    label = PersonalityType(reader.personality).label
    return Check("person", "good", _("Made for them: %(type)s") % {"type": label})


def _channel(reader: Reader) -> Check:
    match reader.channel:
        case Channel.PHONE:
            return Check("channel", "good", _("Spoken first, as they like it, then in writing"))
        case Channel.CHAT | Channel.MEETING:
            label = Channel(reader.channel).label
            words = _("They prefer another way (%(channel)s); a summary is always written") % {"channel": label}
            return Check("channel", "", words)
    return Check("channel", "good", _("By e-mail, as they like it"))


def longest(reader: Reader) -> int:
    """How many words they like to read at most."""
    return round(WORDS_BY_DETAIL[reader.detail] * SHORTER_FOR.get(reader.personality, 1))


def _length(reader: Reader, lines: Sequence[Line]) -> Check:
    count, most = sum(words_in(writer.told(line, reader.detail)) for line in lines), longest(reader)
    if count <= most:
        return Check("length", "good", _("A fitting length"))
    words = _("%(words)s words; they like fewer than %(most)s") % {"words": count, "most": most}
    return Check("length", "attention", words)


def _detail(reader: Reader, lines: Sequence[Line]) -> Check:
    cut = sum(1 for line in lines if writer.told(line, reader.detail) != " ".join(line.text.split()))
    cut = cut if reader.detail != DetailLevel.FULL else 0
    label = DetailLevel(reader.detail).label
    if not cut:
        return Check("detail", "good", _("Detail as they like it: %(level)s") % {"level": label})
    words = ngettext(
        "Detail as they like it: %(level)s, %(count)s answer is told shorter",
        "Detail as they like it: %(level)s, %(count)s answers are told shorter",
        cut,
    )
    return Check("detail", "good", words % {"level": label, "count": cut})


def _playbook(reader: Reader, lines: Sequence[Line], unanswered: int) -> Check | None:
    """The one thing that this type minds most."""
    match reader.personality:
        case PersonalityType.SANGUINE if len({line.topic for line in lines}) > MOST_TOPICS_FOR_SANGUINE:
            return Check("playbook", "attention", _("Main points only, three at most: put some topics together"))
        case PersonalityType.PHLEGMATIC if not any(FIGURE.search(line.text) for line in lines):
            return Check("playbook", "attention", _("No figure in it; they believe numbers and sources"))
        case PersonalityType.MELANCHOLIC if unanswered:
            words = ngettext(
                "%(count)s topic without an answer; they want every question answered",
                "%(count)s topics without an answer; they want every question answered",
                unanswered,
            )
            return Check("playbook", "attention", words % {"count": unanswered})
    return None


def _window(reader: Reader, call: Call) -> Check | None:
    """Whether we called when they take calls. A meeting or a visit was arranged."""
    if call.kind != "call" or (reader.calls_from is None and reader.calls_until is None):
        return None
    local = call.at.astimezone(ZoneInfo(reader.zone)).time()
    begin, end = reader.calls_from or time.min, reader.calls_until or time.max
    if begin <= local <= end:
        return Check("window", "good", _("Called when they take calls"))
    hours = {"from": f"{begin:%H:%M}", "until": f"{end:%H:%M}", "at": f"{local:%H:%M}"}
    words = _("Called at %(at)s; they take calls from %(from)s to %(until)s their time") % hours
    return Check("window", "attention", words)


def _too_often(reader: Reader, call: Call) -> Check | None:
    if call.recent < TOO_OFTEN:
        return None
    span = wording.span(timedelta(days=reader.cadence_days))
    words = _("%(count)s calls within %(span)s; they like to hear from us once in that time")
    return Check("cadence", "attention", words % {"count": call.recent, "span": span})


def _boundaries(reader: Reader) -> Check | None:
    """Their own words, to be read once more before it leaves."""
    first = next((line.strip() for line in reader.boundaries.splitlines() if line.strip()), "")
    return Check("boundaries", "", _("They asked: %(words)s") % {"words": first}) if first else None


def _dates(lines: Sequence[Line]) -> Check | None:
    actions = [line for line in lines if line.kind is writer.Kind.ACTION]
    undated = sum(1 for line in actions if line.due is None)
    if undated:
        return Check("dates", "attention", _("%(count)s to do without a date") % {"count": undated})
    return Check("dates", "good", _("Every to-do has its date")) if actions else None
