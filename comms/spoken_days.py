"""A day as people say it, in English, Russian, Arabic and Chinese, or written in figures. Pure.

A day of the week is the next one to come; a date without a year is the next one, too.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

YEARS = range(1990, 2101)

NEAR = {
    0: ("today", "сегодня", "اليوم", "今天", "今日"),
    1: ("tomorrow", "завтра", "غدا", "غدًا", "غداً", "明天"),
    2: ("day after tomorrow", "the day after tomorrow", "послезавтра", "بعد غد", "بعد غدٍ", "后天"),
}
WEEKDAYS = (
    ("monday", "mon", "понедельник", "понедельника", "понедельнику", "пн", "الاثنين", "الإثنين", "一"),
    ("tuesday", "tue", "tues", "вторник", "вторника", "вторнику", "вт", "الثلاثاء", "二"),
    ("wednesday", "wed", "среда", "среды", "среду", "среде", "ср", "الأربعاء", "الاربعاء", "三"),
    ("thursday", "thu", "thur", "thurs", "четверг", "четверга", "четвергу", "чт", "الخميس", "四"),
    ("friday", "fri", "пятница", "пятницы", "пятницу", "пятнице", "пт", "الجمعة", "五"),
    ("saturday", "sat", "суббота", "субботы", "субботу", "субботе", "сб", "السبت", "六"),
    ("sunday", "sun", "воскресенье", "воскресенья", "воскресенью", "вс", "الأحد", "الاحد", "日", "天"),
)
MONTHS = (
    ("january", "jan", "января", "янв", "يناير"),
    ("february", "feb", "февраля", "фев", "فبراير"),
    ("march", "mar", "марта", "мар", "مارس"),
    ("april", "apr", "апреля", "апр", "أبريل", "ابريل"),
    ("may", "мая", "مايو"),
    ("june", "jun", "июня", "июн", "يونيو"),
    ("july", "jul", "июля", "июл", "يوليو"),
    ("august", "aug", "августа", "авг", "أغسطس", "اغسطس"),
    ("september", "sep", "sept", "сентября", "сен", "سبتمبر"),
    ("october", "oct", "октября", "окт", "أكتوبر", "اكتوبر"),
    ("november", "nov", "ноября", "ноя", "نوفمبر"),
    ("december", "dec", "декабря", "дек", "ديسمبر"),
)
NEXT = ("next ", "следующий ", "следующую ", "следующая ", "следующее ", "в следующий ", "в следующую ")
CHINESE_WEEK = re.compile(r"^(下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])$")
CHINESE_DATE = re.compile(r"^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?$")
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
DOTTED = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}))?$")
NAMED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\.?\s+([^\W\d_]+)\.?(?:,?\s+(\d{4}))?$")
NAMED_FIRST = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")

_DAYS = {word: number for number, words in enumerate(WEEKDAYS) for word in words if len(word) > 1}
_CHINESE_DAYS = {word: number for number, words in enumerate(WEEKDAYS) for word in words if len(word) == 1}
_MONTHS = {word: number for number, words in enumerate(MONTHS, 1) for word in words}
_NEAR = {word: days for days, words in NEAR.items() for word in words}


def day_said(words: str, today: date) -> date | None:
    """The day that all of these words mean, or None."""
    said = " ".join(words.strip(" .,،。").casefold().split())
    said = said.removeprefix("يوم ").strip()
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    return _weekday(said, today) or _written(said, today)


def _weekday(said: str, today: date) -> date | None:
    if chinese := CHINESE_WEEK.match(said):
        number = _CHINESE_DAYS[chinese[2]]
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 + number) if chinese[1] else _coming(number, today)
    bare = said.removesuffix(" القادم").removesuffix(" القادمة")
    later = next((bare.removeprefix(word) for word in NEXT if bare.startswith(word)), None)
    if (number_or_none := _DAYS.get(later or bare)) is None:
        return None
    coming = _coming(number_or_none, today)
    same_week = coming - timedelta(days=coming.weekday()) == today - timedelta(days=today.weekday())
    return coming + timedelta(days=7) if later and same_week else coming


def _coming(number: int, today: date) -> date:
    """The next such day; said of today it is in a week."""
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _written(said: str, today: date) -> date | None:
    if found := ISO.match(said) or CHINESE_DATE.match(said):
        return _date(found[1], int(found[2]), int(found[3]), today)
    if found := DOTTED.match(said):
        return _date(found[3], int(found[2]), int(found[1]), today)
    if (found := NAMED.match(said)) and found[2] in _MONTHS:
        return _date(found[3], _MONTHS[found[2]], int(found[1]), today)
    if (found := NAMED_FIRST.match(said)) and found[1] in _MONTHS:
        return _date(found[3], _MONTHS[found[1]], int(found[2]), today)
    return None


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    if not 1 <= month <= 12:
        return None
    years = [int(year)] if year else range(today.year, today.year + 5)
    for each in years:
        fits = each in YEARS and 1 <= day <= monthrange(each, month)[1]
        if fits and (year or date(each, month, day) >= today):
            return date(each, month, day)
    return None
