"""Letters: the text part says everything, the HTML says the same, in either direction and any hue."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest

from agency import colour
from comms.mail import fold, plain
from comms.mail.render import Letter, Line, Link, Row, Section, is_right_to_left, render, reply_marker

SUMMARY = Letter(
    language="en",
    agency="Northlight Digital",
    hue=205,
    preview="Two topics, two things to do.",
    greeting="Dear Ms Nair,",
    opening=("thank you for your time on Monday.\nThis is what I noted.",),
    sections=(
        Section(
            "Conveyancing page",
            (
                Line("the page goes live on 12 November.", label="Decided by you:"),
                Line("wording", kind="item"),
                Line("tracking", kind="item"),
                Line("as soon as it is back", kind="quote"),
                Line("internal date", kind="soft"),
            ),
            (
                Row("You return the wording", "Fri 6 Nov"),
                Row("What may we call it?", "Maria"),
                Row("We publish <it> & tell you", ""),
            ),
        ),
        Section("", (Line("A word without a heading."),)),
    ),
    button=("Agree or correct", "https://mail.example/agree?a=1&b=2"),
    after=("You can also simply answer this mail.",),
    closing="Kind regards",
    signature="Ida Brandt\nAccount manager",
    footer=("Northlight Digital, Berlin.", "Everything is also on ", Link("your page", "https://mail.example/p"), "."),
    asks_for_reply=True,
)

TEXT = """\
— reply above this line —

Dear Ms Nair,

thank you for your time on Monday.
This is what I noted.

Conveyancing page
-----------------
Decided by you: the page goes live on 12 November.

- wording
- tracking

“as soon as it is back”

internal date

- You return the wording: Fri 6 Nov
- What may we call it? Maria
- We publish <it> & tell you

A word without a heading.

Agree or correct:
https://mail.example/agree?a=1&b=2

You can also simply answer this mail.

Kind regards
Ida Brandt
Account manager

--\x20
Northlight Digital, Berlin.
Everything is also on your page <https://mail.example/p>.
"""


def test_plain_text_is_complete_and_in_reading_order() -> None:
    assert render(SUMMARY).text == TEXT


def test_html_says_what_the_text_says() -> None:
    shown = plain.from_html(render(SUMMARY).html)
    for words in re.findall(r"\w{3,}", TEXT):
        assert words in shown or words in html.unescape(render(SUMMARY).html)


def test_html_has_one_button_inline_styles_and_nothing_to_fetch() -> None:
    page = render(SUMMARY).html
    assert page.count('href="https://mail.example/agree?a=1&amp;b=2"') == 1
    assert "We publish &lt;it&gt; &amp; tell you" in page
    assert not re.search(r"<(?:script|img|link|iframe)|url\(|@import", page)
    assert "max-width:600px" in page
    assert "prefers-color-scheme: dark" in page
    assert colour.brand(205)["brand"] in page
    assert colour.hex_of(0.77, 0.072, 205) in page


def test_arabic_is_laid_out_from_right_to_left() -> None:
    page = render(dataclasses.replace(SUMMARY, language="ar")).html
    assert '<html lang="ar" dir="rtl">' in page
    assert "padding:8px 0 8px 16px" in page
    assert "border-right:2px" in page
    assert reply_marker("ar") in page


def test_what_a_person_typed_keeps_its_direction() -> None:
    lines = (Line("We ship on Monday.", "القرار:", typed=True), Line("Ida وMaria", "الحضور:", "item"))
    page = render(Letter(language="ar", agency="N", hue=0, greeting="", sections=(Section("Prices?", lines),))).html
    assert '<strong>القرار:</strong> <span dir="auto">We ship on Monday.</span></p>' in page
    assert '<span dir="auto">Prices?</span></h2>' in page
    assert "<strong>الحضور:</strong> Ida وMaria</p>" in page


def test_chinese_has_its_own_colon_and_no_blank_behind_it() -> None:
    section = Section("议程", (Line("电话", "方式：", "item"),), (Row("展会", "20分钟"),))
    letter = Letter(
        language="zh-hans",
        agency="北光",
        hue=0,
        greeting="",
        sections=(section,),
        button=("同意", "https://a.example/"),
    )
    text, page = render(letter)
    assert "- 方式：电话" in text
    assert "- 展会：20分钟" in text
    assert "同意：\nhttps://a.example/" in text
    assert "<strong>方式：</strong>电话" in page


def test_little_letter_has_nothing_empty() -> None:
    note = Letter(language="zh-hans", agency="北光", hue=0, greeting="您好：", opening=("我们收到了。",))
    text, page = render(note)
    assert text == "您好：\n\n我们收到了。\n"
    assert "<h2" not in page
    assert "<a " not in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/agree", ""])
def test_address_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="web address"):
        render(dataclasses.replace(SUMMARY, button=("Agree", url)))
    with pytest.raises(ValueError, match="web address"):
        render(dataclasses.replace(SUMMARY, button=None, footer=(Link("page", url),)))


def test_every_hue_can_be_read_on_light_and_dark() -> None:
    for hue in range(0, 360, 5):
        page = render(dataclasses.replace(SUMMARY, hue=hue)).html
        light, dark = colour.brand(hue)["brand"], re.search(r"m-brand \{ color: (#\w{6})", page)
        assert dark
        assert colour.contrast("#ffffff", light) >= 4.5
        assert colour.contrast(dark[1], "#1f1d1a") >= 4.5


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", True), ("ar-EG", True), ("he", True), ("en", False), ("zh-hans", False)]
)
def test_direction(language: str, expected: bool) -> None:
    assert is_right_to_left(language) is expected


@pytest.mark.parametrize("language", ["en", "ru", "ar", "zh-hans"])
def test_answer_above_our_marker_is_told_from_our_letter(language: str) -> None:
    ours = render(dataclasses.replace(SUMMARY, language=language)).text
    answer = "Yes, agreed.\n\n" + "\n".join(f"> {line}" for line in ours.split("\n"))
    folded = fold.split(answer)
    assert folded.new == "Yes, agreed."
    assert "Dear Ms Nair" in folded.quoted


def test_what_a_person_typed_has_the_direction_of_its_words() -> None:
    """English typed to somebody who reads Arabic."""
    page = render(Letter(language="ar", agency="Northlight", hue=205, greeting="", opening=("Hello (again).",))).html
    assert re.search(r'<p dir="auto"[^>]*>Hello \(again\)\.</p>', page)
