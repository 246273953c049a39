"""A to-do in one line: 'Maria: send the price list by Friday', '@Ida banner sizes Fri/Mon'. Pure.

Who it is stands first, when it is due last; what is left is what is to be done, word for word. Whatever is not
understood stays in the words. Of two days the first is ours, the second the client's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from comms.spoken_days import day_said

BY = ("by", "until", "before", "due", "on", "до", "к", "ко", "в", "во", "بحلول", "قبل", "حتى", "في", "يوم")
WORDS_OF_A_DAY = 4
COLON = re.compile(r"^([^:：]{1,80})[:：]\s*(?=\S)")
AT = re.compile(r"^@(\S+(?:\s+\S+){0,3})")
LAST_AT = re.compile(r"\s@(\S+(?:\s\S+){0,3})$")
LIKE_A_WORD = re.compile(r"mon|wed|sat|sun")
"""Without a capital, and without 'by' before them, these are perhaps no days."""
CHINESE_END = re.compile(
    r"(?:[,，、\s]|在|于|最晚|截止)*((?:下?个?(?:周|星期|礼拜)[一二三四五六日天]|今天|明天|后天|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?)"
    r"(?:\s*/\s*(?:下?个?(?:周|星期|礼拜)[一二三四五六日天]|今天|明天|后天|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?))?)(?:前|之前|以前|内)?[。.]?$"
)


@dataclass(frozen=True)
class Understood:
    """`who` is a key of the names that were given ('' if nobody was named)."""

    text: str
    who: str = ""
    ours: date | None = None
    theirs: date | None = None

    @property
    def anything(self) -> bool:
        return bool(self.who or self.ours or self.theirs)


def read(line: str, names: Mapping[str, str], today: date, *, who: bool = True, days: bool = True) -> Understood:
    """`names` are keys with full names; `who` and `days` say what may be read out of the words."""
    text = line.strip()
    key, rest = _who(text, names) if who else ("", text)
    ours, theirs, rest = _when(rest, today) if days else (None, None, rest)
    if rest.strip(" .,،。:：-–").casefold() in ("", *BY):
        return Understood(text)
    return Understood(rest, key, ours, theirs)


def _who(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    if (named := COLON.match(text)) and (key := someone(named[1].removeprefix("@"), names)):
        return key, text[named.end() :].strip()
    for pattern, first in ((AT, True), (LAST_AT, False)):
        if (found := pattern.search(text)) is None:
            continue
        words = found[1].split()
        for count in range(len(words), 0, -1):
            part = " ".join(words[:count]) if first else " ".join(words)
            if key := someone(part.rstrip(",:،："), names):
                rest = text[found.end() :] if count == len(words) else " ".join(text.split()[count:])
                return key, (rest if first else text[: found.start()]).strip(" ,:،：")
    return "", text


def someone(said: str, names: Mapping[str, str]) -> str:
    """The key of the one person whom these words name: by the whole name, else by one part of it."""
    wanted = " ".join(said.casefold().split())
    if not wanted:
        return ""
    whole = [key for key, name in names.items() if " ".join(name.casefold().split()) == wanted]
    parts = [key for key, name in names.items() if wanted in name.casefold().split()]
    for found in (whole, parts):
        if len(found) == 1:
            return found[0]
    return ""


def _when(text: str, today: date) -> tuple[date | None, date | None, str]:
    if (chinese := CHINESE_END.search(text)) and chinese.start() > 0 and (days := _days(chinese[1], today)):
        return *days, text[: chinese.start()].strip()
    words = text.rstrip(" .,،。").split()
    for count in range(min(WORDS_OF_A_DAY * 2 + 1, len(words) - 1), 0, -1):
        if days := _days(" ".join(words[-count:]), today):
            rest = words[:-count]
            told = rest[-1].casefold() in BY and len(rest) > 1
            if count == 1 and not told and LIKE_A_WORD.fullmatch(words[-1]):
                return None, None, text
            rest = rest[:-1] if told else rest
            return *days, " ".join(rest).rstrip(" ,،;–-")
    return None, None, text


def _days(words: str, today: date) -> tuple[date | None, date | None] | None:
    """One day is the client's; of two the first is ours, and the second comes after it."""
    first, slash, second = words.partition("/")
    one = day_said(first, today)
    if one is None:
        return None
    if not slash:
        return None, one
    two = day_said(second, today)
    if two is None:
        return None
    while two < one:
        two += timedelta(days=7)
    return one, two
