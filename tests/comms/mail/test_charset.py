"""Charsets as declared, as meant, and as guessed; strings that can always be stored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail import charset, language
from tests.comms.mail.facts import is_clean

SAMPLES = {
    "cp1251": "Здравствуйте, пришлите, пожалуйста, отчёт за октябрь.",
    "koi8_r": "Здравствуйте, пришлите, пожалуйста, отчет за октябрь.",
    "gb18030": "你好，请把十月份的报告发给我们。",
    "big5": "請把十月份的報告寄給我們，謝謝您。",
    "cp949": "안녕하세요, 보고서를 보내 주세요. 감사합니다.",
    "cp932": "こんにちは、十月の報告書を送ってください。",
    "euc_jp": "こんにちは、十月の報告書を送ってください。",
    "iso2022_jp": "こんにちは、報告書を送ってください。",
    "cp1252": "Könnten Sie den Bericht für Oktober schicken? It’s “urgent” – señor Núñez.",
    "cp1250": "Proszę o raport za październik, dziękuję. Zażółć gęślą jaźń.",
    "cp1256": "مرحبا، أرجو إرسال التقرير لشهر أكتوبر، شكرا",
    "utf-8": "Привет, 你好, schön",
    "utf-16": "Привет, schön",
}


@pytest.mark.parametrize(("codec", "text"), SAMPLES.items(), ids=SAMPLES)
def test_undeclared_text_is_guessed(codec: str, text: str) -> None:
    assert charset.decode(text.encode(codec), None)[0] == text


@pytest.mark.parametrize(("codec", "text"), SAMPLES.items(), ids=SAMPLES)
def test_declared_text_is_read(codec: str, text: str) -> None:
    assert charset.decode(text.encode(codec), codec.upper().replace("_", "-")) == (text, None)


@pytest.mark.parametrize(
    "name", ["zlib", "hex", "rot13", "punycode", "idna", "unicode_escape", "undefined", "x" * 500, "\x00", "🙂"]
)
def test_what_is_no_charset_is_not_used(name: str) -> None:
    assert charset.lookup(name) is None
    assert charset.decode(b"Hello", name) == ("Hello", "charset-unknown")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("GB2312", "gb18030"),
        ("us-ascii", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("ks_c_5601-1987", "cp949"),
        ("x-sjis", "cp932"),
    ],
)
def test_charsets_mean_what_mailers_mean(name: str, meant: str) -> None:
    assert charset.lookup(name) == meant


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "gb2312", "utf-7", "utf-16", "iso-2022-jp", "hz", "koi8-r", "nonsense"]),
)
def test_any_bytes_give_clean_text(data: bytes, declared: str | None) -> None:
    text, _ = charset.decode(data, declared)
    assert is_clean(text)
    assert charset.clean(text) == text
    assert (
        bool(text) == bool(data.strip(b"\xff\xfe\xef\xbb\xbf"))
        or len(data) < 8
        or declared in {"hz", "utf-7", "iso-2022-jp"}
    )


def test_clean_replaces_and_never_drops() -> None:
    assert charset.clean("a\x00b\ud800c\x1bd\r\ne\rf\x0bg\x85h\ufffe") == "a\ufffdb\ufffdc\ufffdd\ne\nf\ng\nh\ufffd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пожалуйста, пришлите отчёт.", "ru"),
        ("请把报告发给我们", "zh"),
        ("報告書を送ってください", "ja"),
        ("보고서를 보내 주세요", "ko"),
        ("أرجو إرسال التقرير", "ar"),
        ("Please send the report to us and thanks for your help with this.", "en"),
        ("Bitte schicken Sie den Bericht, wir haben ihn noch nicht und es eilt.", "de"),
        ("ok", ""),
        ("", ""),
    ],
)
def test_language_is_guessed_when_it_is_plain(text: str, expected: str) -> None:
    assert language.guess(text) == expected


def test_declared_language_decides_where_the_script_does_not() -> None:
    assert language.guess("ok", "de-DE") == "de"
    assert language.guess("Пожалуйста", "de") == "ru"
    assert language.guess("ok", "!") == ""
