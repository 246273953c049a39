"""How near two texts are: small properties that hold for any words, and examples in the scripts our clients write."""

import pytest
from hypothesis import given, strategies as st

from comms import nearness
from comms.unnaming import LEFT_OUT, named_in, unnamed

WORDS = st.lists(st.text(alphabet="abcdefgàéößжщяابتث中文字 ", min_size=1, max_size=12), max_size=12).map(" ".join)


def near(asked: str, known: str, entries: int = 9) -> nearness.Near:
    cuts = nearness.stems(known)
    return nearness.nearness(nearness.stems(asked), cuts, dict.fromkeys(cuts, 1), entries)


@given(WORDS, WORDS, st.integers(0, 999))
def test_a_score_is_a_share_and_the_same_from_either_side(one: str, other: str, entries: int) -> None:
    there, back = near(one, other, entries), near(other, one, entries)
    assert 0 <= there.score <= 1
    assert there.score == pytest.approx(back.score)
    assert {nearness.stem(word) or word for word in there.shared} == {
        nearness.stem(word) or word for word in back.shared
    }


@given(WORDS)
def test_a_text_is_nearest_to_itself_in_any_order_and_case(text: str) -> None:
    if cuts := nearness.stems(text):
        turned = " ".join(reversed(text.upper().split()))
        if nearness.stems(turned).keys() == cuts.keys():
            assert near(turned, text).score == pytest.approx(1)
        assert near(text, text).score == pytest.approx(1)


@given(WORDS, WORDS)
def test_what_is_said_besides_takes_no_shared_word_away(asked: str, known: str) -> None:
    assert set(near(asked, known).shared) <= set(near(f"{asked} zzzzz", known).shared)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Our cookie banner refuses to close", "The banner for cookies cannot be closed"),
        ("Не работает баннер согласия на сайте", "Баннер согласий и работа сайта"),
        ("متى نحصل على جدول الحجوزات؟", "جدول حجوزات الفندق"),
        ("网站上的隐私声明", "隐私声明应该怎么写"),
        ("Müssen wir die Cookies erklären?", "mussen cookies ERKLART werden"),
    ],
)
def test_words_meet_across_their_endings(asked: str, known: str) -> None:
    found = near(asked, known)
    assert nearness.is_near(found, nearness.stems(known)), found


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Can you send the invoice again, please?", "Can you please tell us about the banner again?"),
        ("Wrong price on the page", "The page of the newsletter opens slowly for readers in Norway"),
        ("", "anything at all"),
    ],
)
def test_what_only_sounds_polite_is_not_near(asked: str, known: str) -> None:
    assert not nearness.is_near(near(asked, known), nearness.stems(known))


def test_a_word_that_every_entry_holds_says_less_than_one_that_few_hold() -> None:
    asked = nearness.stems("banner price")
    holding = {"banne": 40, "price": 1}
    assert (
        nearness.nearness(asked, {"price", "other"}, holding, 40).score
        > nearness.nearness(asked, {"banne", "other"}, holding, 40).score
    )


def test_names_are_left_out_as_whole_words() -> None:
    text = "Maria Holm of Solvang Cycles: mariana@x.example, MARIA HOLM"
    assert unnamed(text, ["Maria Holm", "Solvang Cycles"]) == f"{LEFT_OUT} of {LEFT_OUT}: mariana@x.example, {LEFT_OUT}"
    assert named_in(text, ["Maria Holm"]) == ["Maria Holm", "MARIA HOLM"]
    assert unnamed(text, ["", "Al"]) == text
