"""A to-do in one line: who and when are understood in four languages, and no word is lost."""

from datetime import date

import pytest

from comms.shorthand import read
from comms.spoken_days import day_said

MONDAY = date(2026, 11, 23)
FRIDAY, NEXT_MONDAY = date(2026, 11, 27), date(2026, 11, 30)
NAMES = {"c:maria": "Maria Holm", "c:jens": "Jens Solvang", "m:ida": "Ida Brandt", "c:li": "李娜", "c:nour": "نور حداد"}


@pytest.mark.parametrize(
    ("line", "text", "who", "ours", "theirs"),
    [
        ("Maria: send the price list by Friday", "send the price list", "c:maria", None, FRIDAY),
        ("@Ida banner sizes Fri/Mon", "banner sizes", "m:ida", FRIDAY, NEXT_MONDAY),
        ("@Ida Brandt banner sizes", "banner sizes", "m:ida", None, None),
        ("Send the feed @Jens", "Send the feed", "c:jens", None, None),
        ("Send the feed by 2026-12-01", "Send the feed", "", None, date(2026, 12, 1)),
        ("Send the feed 12 November", "Send the feed", "", None, date(2027, 11, 12)),
        ("Send the feed by Dec 3.", "Send the feed", "", None, date(2026, 12, 3)),
        ("send it sat", "send it sat", "", None, None),
        ("send it Sat", "send it", "", None, date(2026, 11, 28)),
        ("Мария: прислать прайс до пятницы", "Мария: прислать прайс", "", None, FRIDAY),
        ("maria: прислать прайс к 1 декабря", "прислать прайс", "c:maria", None, date(2026, 12, 1)),
        ("نور: إرسال الأسعار قبل يوم الجمعة", "إرسال الأسعار", "c:nour", None, FRIDAY),
        ("李娜：周五前发价目表", "周五前发价目表", "c:li", None, None),
        ("李娜：发价目表，周五前", "发价目表", "c:li", None, FRIDAY),
        ("发价目表 12月1日", "发价目表", "", None, date(2026, 12, 1)),
        ("Nobody: send it", "Nobody: send it", "", None, None),
        ("Maria:", "Maria:", "", None, None),
        ("by Friday", "by Friday", "", None, None),
        ("Friday", "Friday", "", None, None),
        ("Talk about the sun", "Talk about the sun", "", None, None),
        ("Book room 31.02.", "Book room 31.02.", "", None, None),
        ("Ratio 16/9", "Ratio 16/9", "", None, None),
        ("https://a.example: read it", "https://a.example: read it", "", None, None),
    ],
)
def test_one_line(line: str, text: str, who: str, ours: date | None, theirs: date | None) -> None:
    found = read(line, NAMES, MONDAY)
    assert (found.text, found.who, found.ours, found.theirs) == (text, who, ours, theirs)


def test_two_of_one_name_are_nobody() -> None:
    assert read("Maria: call", {"a": "Maria Holm", "b": "Maria Berg"}, MONDAY).who == ""
    assert read("Maria Berg: call", {"a": "Maria Holm", "b": "Maria Berg"}, MONDAY).who == "b"


def test_what_is_said_elsewhere_stays_in_the_words() -> None:
    found = read("Maria: send it by Friday", NAMES, MONDAY, who=False, days=False)
    assert found.text == "Maria: send it by Friday"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", MONDAY),
        ("завтра", date(2026, 11, 24)),
        ("بعد غد", date(2026, 11, 25)),
        ("后天", date(2026, 11, 25)),
        ("Monday", NEXT_MONDAY),
        ("next Friday", date(2026, 12, 4)),
        ("下周五", date(2026, 12, 4)),
        ("الجمعة", FRIDAY),
        ("29 Feb", date(2028, 2, 29)),
        ("1.12.", date(2026, 12, 1)),
        ("1.12.2027", date(2027, 12, 1)),
        ("٢٠٢٦-١٢-٠١", date(2026, 12, 1)),
        ("1020-01-01", None),
        ("9999999999-01-01", None),
        ("sooner", None),
        ("", None),
    ],
)
def test_a_day_in_words(words: str, day: date | None) -> None:
    assert day_said(words, MONDAY) == day
