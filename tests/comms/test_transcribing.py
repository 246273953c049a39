"""Transcripts of odd shapes become lines of who said what."""

from time import perf_counter

import pytest
from django.core.exceptions import ValidationError

from comms.transcribing import MOST_BYTES, Heard, parse

VTT = """WEBVTT - Weekly call

NOTE this is not said
by anybody

STYLE
::cue { color: red }

1
00:00:03.200 --> 00:00:05.000 align:start
<v Maria Holm>The feed is <b>late</b>.</v>

2
00:00:05.100 --> 00:00:06.000
<v Maria Holm>By four days &amp; more.</v>

3
00:00:07.000 --> 00:00:08.000

4
00:01:10.000 --> 00:01:12.000
<v Ida>We move it.</v><v Maria Holm>Good.</v>
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nMaria Holm: Hello\r\n2\r\n00:00:02,600 --> 00:00:03,000\r\n2026\r\n\r\n"
ZOOM = "[Maria Holm] 10:02:11\nHello there\n\nIda Brandt 10:02:15\nGood morning\n"
TEAMS = "\n\nMaria Holm   0:03\nHello there\nstill me\n\nIda Brandt   0:09\nGood morning"
MEET = "00:00:00\n \nMaria Holm: Hello there\nIda Brandt: Good morning\n"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (VTT, [(3, "Maria Holm", "The feed is late. By four days & more."), (70, "Ida", "We move it."),
               (70, "Maria Holm", "Good.")]),
        (SRT, [(1, "Maria Holm", "Hello")]),
        (TEAMS, [(3, "Maria Holm", "Hello there still me"), (9, "Ida Brandt", "Good morning")]),
        (ZOOM, [(36131, "Maria Holm", "Hello there"), (36135, "Ida Brandt", "Good morning")]),
        (MEET, [(0, "Maria Holm", "Hello there"), (0, "Ida Brandt", "Good morning")]),
        ("[00:01:02] Maria: a\n[00:01:04] Maria: b\n[00:02:04] Maria: c", [(62, "Maria", "a"), (64, "Maria", "b"),
               (124, "Maria", "c")]),
        ("Maria: Then A2 it is\nMaria: I send it\non Thursday\n\nAll laugh\nIda: Good",
         [(None, "Maria", "Then A2 it is"), (None, "Maria", "I send it on Thursday"), (None, "", "All laugh"),
          (None, "Ida", "Good")]),
        ("Maria Holm  0:03\nHello\n\nstill me\n\nIda  0:09\n\nGood", [(3, "Maria Holm", "Hello"),
               (3, "Maria Holm", "still me"), (9, "Ida", "Good")]),
        ("0:03\nthe feed is\n0:05\nlate", [(3, "", "the feed is late")]),
        ("张伟：你好\n李娜: 早上好", [(None, "张伟", "你好"), (None, "李娜", "早上好")]),
        ("ماريا: مرحبا", [(None, "ماريا", "مرحبا")]),
        ("One thing I say about it all: nothing", [(None, "", "One thing I say about it all: nothing")]),
        ("https://a.example is the page", [(None, "", "https://a.example is the page")]),
        ("- Hello\n- World", [(None, "", "Hello"), (None, "", "World")]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\x00 \u202ethere\u202c", [(1, "", "Hi there")]),
        ("-->\n-->\nwords", [(None, "", ">"), (None, "", ">"), (None, "", "words")]),
    ],
    ids=["vtt", "srt", "teams", "zoom", "meet", "bracketed", "named", "paragraphs", "clocks", "chinese",
         "arabic", "sentence", "address", "dashes",
         "controls", "arrows"],
)  # fmt: skip
def test_shapes(data: str, lines: list[tuple[int | None, str, str]]) -> None:
    assert parse(data.encode()) == [Heard(*line) for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_encodings(encoding: str) -> None:
    text = "Мария: здравствуйте, мы переносим запуск\nИда: хорошо, пришлём баннеры\n"
    assert parse(text.encode(encoding))[0] == Heard(None, "Мария", "здравствуйте, мы переносим запуск")


def test_western_encoding() -> None:
    assert parse("Jürgen: schöne Grüße".encode("cp1252")) == [Heard(None, "Jürgen", "schöne Grüße")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no words"),
        (b"\n" * 2_000_000, "no words"),
        (b"WEBVTT\n\n", "no words"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        (b"PK\x03\x04" + b"\x14\x00" * 40, "no text"),
        (b"%PDF-1.7", "no text"),
        ("\n".join(f"[{n // 60:02}:{n % 60:02}:00] Ida: word" for n in range(5000)).encode(), "longer than a day"),
    ],
)
def test_refused_kindly(data: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        parse(data)


def test_three_hours_are_quick_and_a_monologue_is_cut() -> None:
    cues = "".join(
        f"{n}\n{n // 1200:02}:{n // 20 % 60:02}:{n % 20 * 3:02},000 --> 00:00:00,000\nP{n // 9 % 3}: {'word ' * 12}\n\n"
        for n in range(3600)
    )
    began = perf_counter()
    lines = parse(cues.encode())
    assert perf_counter() - began < 2
    assert 300 < len(lines) < 1000
    assert max(len(line.words) for line in parse(b"word " * 40_000)) <= 1200


def test_no_shape_is_slow() -> None:
    began = perf_counter()
    odd_ones = [
        b"<" * 300_000, b"a:" * 150_000, b"1:1" * 100_000, b"\n \n" * 200_000, b"[00:00" * 60_000, b"<v " * 100_000,
    ]  # fmt: skip
    for odd in odd_ones:
        try:
            parse(odd)
        except ValidationError:
            continue
    assert perf_counter() - began < 5
