"""Texts and questions as words: the same for every script, and safe whatever is typed."""

import pytest

from agency.search.marking import excerpt, title
from agency.search.words import asked, normal, places, telling, words_of

MEETING = [
    ("banners", "We agreed on three banner formats."),
    ("agreed", "What they agree to"),
    ("café", "At the CAFE"),
    ("straße", "In der Strasse"),
    ("согласия", "Форма согласие на сайте"),
    ("ссылки", "Новая ссылка"),
    ("حجوزات", "صفحة الحجوزات الجديدة"),
    ("数据", "我们的数据库"),
    ("据库", "我们的数据库"),
    ("库", "我们的数据库"),
    ("2026", "Budget 2026/27"),
    ("delivera", "All deliverables of the month"),
    ("hook pixel", "the pixel, then the hook"),
]
APART = [
    ("content", "A context"),
    ("数库", "我们的数据库"),
    ("pixel hook", "only the pixel"),
    ("art", "A chart"),
    ("согласие", "Форма отправлена"),
]


def meets(question: str, text: str) -> bool:
    held = {form for forms in words_of(normal(text)) for form in forms}
    words = asked(normal(question))
    return bool(words) and all(
        held & set(word.exact) or (word.beginning and any(form.startswith(word.beginning) for form in held))
        for word in words
    )


@pytest.mark.parametrize(("question", "text"), MEETING)
def test_words_meet_in_their_forms(question: str, text: str) -> None:
    assert meets(question, text)
    assert places(normal(text), asked(normal(question)))


@pytest.mark.parametrize(("question", "text"), APART)
def test_other_words_stay_apart(question: str, text: str) -> None:
    assert not meets(question, text)


def test_a_name_is_found_by_a_part_of_it() -> None:
    held = {form for forms in words_of("Solvang Cycles", parts=True) for form in forms}
    assert any(form.startswith("lvan") for form in held)
    assert not any(form.startswith("lvac") for form in held)


@pytest.mark.parametrize("typed", ["", "  ", "'\"&|!:*()<->", "\0", "🎉🎉", "%_\\", "---", "NEAR/2"])
def test_nothing_typed_is_an_operator(typed: str) -> None:
    for word in asked(normal(typed)):
        assert all(form.isalnum() for form in (*word.exact, word.beginning) if form)


def test_a_question_has_an_end() -> None:
    assert len(asked("word " * 5000)) <= 12
    assert len(asked("数" * 10_000)) <= 12
    assert len(list(words_of("a1 " * 9000))) == 3000


def test_only_the_word_that_is_being_typed_goes_on() -> None:
    first, second = asked("land page")
    assert (first.beginning, second.beginning) == ("", "page")
    assert asked("page ")[0].beginning == ""


def test_what_was_found_is_marked_and_nothing_else_is_markup() -> None:
    words = asked("banners")
    assert title("<b>Banner</b> & co", words) == "&lt;b&gt;<mark>Banner</mark>&lt;/b&gt; &amp; co"
    long = "One. " * 80 + "The banner is ours. " + "Two. " * 80
    found = excerpt(long, words)
    assert "<mark>banner</mark>" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 300
    assert excerpt("Nothing of it", words) == ""
    assert title("我们的数据库", asked("数据库")) == "我们的<mark>数据库</mark>"


def test_small_words_say_nothing_alone() -> None:
    assert [one.exact[0] for one in telling(asked("log a call to и 合同"))] == ["log", "call", "合同"]
