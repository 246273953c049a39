"""A transcript as pages show it: each line with its time, and with who said it; one of theirs, one of ours, or a name
that is nobody's here.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from comms import shorthand
from comms.models import Transcript

LONGEST_SEARCH = 100


def lines(transcript: Transcript, names: Mapping[str, str], used: Collection[str]) -> list[dict[str, Any]]:
    """`names` as in Cast: 'm:' before the key of one of ours. `used` are the numbers of what went into the notes."""
    keys: dict[str, str] = {}
    found = []
    for number, (second, who, words) in enumerate(transcript.lines):
        key = keys.setdefault(who, shorthand.someone(who, names) if who else "")
        found.append(
            {
                "number": number,
                "time": clock(second) if second is not None else "",
                "who": names.get(key, who),
                "ours": key.startswith("m:"),
                "known": bool(key),
                "words": words,
                "used": str(number) in used,
            }
        )
    return found


def holding(rows: Sequence[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Those in which the words stand, as said or as who said it; all of them for none."""
    wanted = words.casefold()
    return [row for row in rows if wanted in f"{row['who']} {row['words']}".casefold()]


def clock(seconds: int) -> str:
    """'4:05', and '1:04:05' beyond an hour."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
