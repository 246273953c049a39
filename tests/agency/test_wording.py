"""Words for people: as the mock-ups have them in English, and as each language writes them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st

from agency import wording
from agency.languages import RIGHT_TO_LEFT, WRITTEN, language

BERLIN, LONDON, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 3, 11, 10, tzinfo=BERLIN)
TODAY = NOW.date()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAIN: dict[str, str | int | None] = {
    "\N{NO-BREAK SPACE}": " ",
    "\N{LEFT-TO-RIGHT MARK}": "",
    "\N{RIGHT-TO-LEFT MARK}": "",
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def plain(text: str) -> str:
    return text.translate(str.maketrans(PLAIN))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (0.9, "less than a minute"),
        (1, "1 min"),
        (43, "43 min"),
        (60, "1 h"),
        (200, "3 h 20 min"),
        (655, "10 h 55 min"),
        (12 * 60 + 30, "12 h"),
        (21 * 60, "21 h"),
        (47 * 60 + 59, "47 h"),
        (48 * 60, "2 days"),
        (12 * 24 * 60, "12 days"),
        (-200, "3 h 20 min"),
    ],
)
def test_spans_are_said_in_few_words(minutes: float, words: str) -> None:
    assert wording.span(timedelta(minutes=minutes)) == words


def test_time_left_and_time_missed() -> None:
    assert wording.left(NOW + 3 * HOUR, NOW) == "3 h left"
    assert wording.left(NOW + timedelta(minutes=43), NOW) == "43 min left"
    assert wording.left(NOW, NOW) == "less than a minute left"
    assert wording.left(NOW - timedelta(minutes=200), NOW) == "Missed by 3 h 20 min"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(0), "today 11:10"),
        (-21 * HOUR, "yesterday 14:10"),
        (22.5 * HOUR, "tomorrow 09:40"),
        (timedelta(days=-5, hours=6, minutes=38), "Thursday 17:48"),
        (6 * DAY, "Monday 11:10"),
        (7 * DAY, "10 Nov 2026 11:10"),
        (timedelta(days=-112, hours=2), "14 Jul 2026 14:10"),
    ],
)
def test_moments_are_said_as_one_speaks_of_them(away: timedelta, words: str) -> None:
    assert wording.moment(NOW.astimezone(ZoneInfo("UTC")) + away, BERLIN, NOW) == words


def test_a_moment_is_told_in_the_readers_zone() -> None:
    late = datetime(2026, 11, 3, 23, 30, tzinfo=BERLIN)
    assert wording.moment(late, BERLIN, NOW) == "today 23:30"
    assert wording.moment(late, TOKYO, NOW) == "tomorrow 07:30"
    assert wording.clock_time(late, TOKYO) == "07:30"


def test_days_and_months() -> None:
    assert wording.day(TODAY, TODAY) == "Today"
    assert wording.day(TODAY - DAY, TODAY) == "Yesterday, Monday 2 November"
    assert wording.day(TODAY + DAY, TODAY) == "Tomorrow, Wednesday 4 November"
    assert wording.day(TODAY + 3 * DAY, TODAY) == "Friday 6 November"
    assert wording.day(date(2025, 11, 6), TODAY) == "Thursday 6 November 2025"
    assert wording.long_day(TODAY) == "Tuesday 3 November"
    assert wording.short_day(date(2026, 7, 14)) == "14 Jul 2026"
    assert wording.month(date(2026, 10, 1)) == "October 2026"
    assert wording.weekday(TODAY) == "Tuesday"


def test_a_deadline_in_both_zones() -> None:
    due = NOW + 3 * HOUR
    assert wording.both_zones(due, BERLIN, LONDON, now=NOW) == "Due today 14:10 in Berlin, 13:10 in London"
    assert wording.both_zones(due, BERLIN, LONDON, "our office", "Leeds", now=NOW) == (
        "Due today 14:10 in our office, 13:10 in Leeds"
    )
    assert wording.both_zones(due, BERLIN, ZoneInfo("Europe/Paris"), now=NOW) == "Due today 14:10 in Berlin"
    assert wording.both_zones(NOW + 12 * HOUR, BERLIN, TOKYO, now=NOW) == (
        "Due today 23:10 in Berlin, Wednesday 07:10 in Tokyo"
    )


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (480000, "EUR", "€4,800"),
        (3120, "EUR", "€31.20"),
        (-210, "EUR", "−€2.10"),
        (1200000, "AED", "AED 12,000"),
        (12345, "KWD", "KWD 12.345"),
        (4100, "GBP", "£41"),
        (0, "EUR", "€0"),
    ],
)
def test_money_is_counted_in_minor_units(minor: int, currency: str, words: str) -> None:
    assert plain(wording.money(minor, currency)) == words


def test_signs_are_shown_when_asked_for() -> None:
    assert wording.money(300, "EUR", signed=True) == "+€3"
    assert wording.number(14, signed=True) == "+14"
    assert wording.number(-3) == "−3"
    assert plain(wording.percent(Decimal("0.14"), signed=True)) == "+14 %"


def test_numbers_and_shares() -> None:
    assert wording.number(18240) == "18,240"
    assert wording.number(Decimal("13.50")) == "13.5"
    assert wording.number(Decimal("1204.5"), digits=2) == "1,204.50"
    assert wording.number(Decimal("2.5"), digits=0) == "3"
    assert wording.number(Decimal("1E+3")) == "1,000"
    assert plain(wording.percent(0.941, 1)) == "94.1 %"
    assert plain(wording.percent(1, 1)) == "100 %"
    assert plain(wording.percent(Decimal("0.3149"))) == "31 %"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ida Brandt", "IB"),
        ("Dr. Inés Duero", "ID"),
        ("anna-lena von köhler", "AK"),
        ("E\u0301va", "É"),
        ("(Bob) Smith", "BS"),
        ("Ольга Петрова", "ОП"),
        ("王小明", "王"),
        ("أحمد علي", "أ\u200cع"),
        ("Dr.", "D"),
        ("maria@solvang.example", "M"),
        (" … ", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


def test_lists_and_places() -> None:
    assert wording.listing(["a", "b", "c"]) == "a, b and c"
    assert wording.listing(["{0}", "{1}"]) == "{0} and {1}"
    assert wording.listing([]) == ""
    assert wording.zone_place("Europe/Berlin") == "Berlin"
    assert wording.zone_place("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert wording.zone_place("UTC") == "UTC"


LONG_SPAN = timedelta(days=12)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "en",
            ["3 h 20 min", "12 days", "Friday 6 November", "14 Jul 2026", "October 2026", "€4,800", "31 %", "a and b"],
        ),
        (
            "ar",
            [
                "3 س 20 د",
                "12 يومًا",
                "الجمعة 6 نوفمبر",
                RIGHT_TO_LEFT + "14 يوليو 2026",
                "أكتوبر 2026",
                "4,800 €",
                "31٪",
                "a وb",
            ],
        ),
        (
            "ru",
            [
                "3 ч 20 мин",
                "12 дней",
                "6 ноября (пятница)",
                "14 июл. 2026",
                "октябрь 2026",
                "4 800 €",
                "31 %",
                "a и b",
            ],
        ),
        ("zh-hans", ["3小时20分钟", "12天", "11月6日星期五", "2026年7月14日", "2026年10月", "€4,800", "31%", "a和b"]),
    ],
)
def test_each_language_writes_in_its_own_way(code: str, words: list[str]) -> None:
    def said(given: str | None) -> list[str]:
        return [
            wording.span(timedelta(minutes=200), given),
            wording.span(LONG_SPAN, given),
            wording.long_day(date(2026, 11, 6), language=given),
            wording.short_day(date(2026, 7, 14), given),
            wording.month(date(2026, 10, 1), given),
            plain(wording.money(480000, "EUR", language=given)),
            plain(wording.percent(Decimal("0.31"), language=given)),
            wording.listing(["a", "b"], given),
        ]

    assert said(code) == words
    with override(code):
        assert said(None) == words


def test_a_sign_stays_before_its_figure_from_right_to_left() -> None:
    assert wording.number(-3, language="ar") == "\N{LEFT-TO-RIGHT MARK}−3"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en-gb", "en"), ("ru-RU", "ru"), ("zh_Hans", "zh-hans"), ("zh", "zh-hans"), ("de", "en"), ("arn", "en")],
)
def test_languages_that_we_do_not_write_are_english(code: str, expected: str) -> None:
    assert language(code).code == expected
    with override(None):
        assert language().code == "en"


@given(
    st.timedeltas(-400 * DAY, 400 * DAY),
    st.sampled_from(WRITTEN),
    st.sampled_from([BERLIN, TOKYO, ZoneInfo("America/St_Johns")]),
)
def test_every_moment_has_words_in_every_language(away: timedelta, code: str, zone: ZoneInfo) -> None:
    when = NOW + away
    assert wording.clock_time(when, zone) in wording.moment(when, zone, NOW, code)
    assert wording.span(away, code) in wording.left(when, NOW, code)
    assert wording.day(when.date(), TODAY, code)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Inés Duero", "Inés"), ("Dr. Inés Duero", "Inés"), ("Prof. Dr. Ute Klein", "Ute"), ("Dr.", "Dr."), ("", "")],
)
def test_a_title_is_no_first_name(name: str, first: str) -> None:
    assert wording.first_name(name) == first


def test_sentences_follow_each_other_as_each_language_has_it() -> None:
    assert wording.sentences(["It is done.", "", "We wait."], "en") == "It is done. We wait."
    assert wording.sentences(["已完成。", "请稍候。"], "zh-hans") == "已完成。请稍候。"


def test_a_russian_day_reads_well_after_a_preposition_and_ends_in_no_full_stop() -> None:
    assert wording.long_day(date(2027, 1, 8), date(2026, 11, 22), "ru") == "8 января 2027 года (пятница)"


def test_commas_and_mixed_directions() -> None:
    assert wording.aside(["founder", "", "decides"], "en") == "founder, decides"
    assert wording.aside(["founder", "decides"], "ar") == "founder، decides"
    assert wording.isolated("20 h", "en") == "20 h"
    assert wording.isolated("20 h", "ar") == "\N{FIRST STRONG ISOLATE}20 h\N{POP DIRECTIONAL ISOLATE}"
