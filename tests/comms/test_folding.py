"""A message of many pages does not bury the conversation."""

import pytest

from comms.inbox_pages import LONGEST_SHOWN, SHORTEST_SHOWN, folded


@pytest.mark.parametrize("text", ["", "Hello", "x" * LONGEST_SHOWN])
def test_what_is_short_stands_there_whole(text: str) -> None:
    assert folded(text) == (text, "")


@pytest.mark.parametrize("line", ["A line of a long message.\n", "words without any end ", "x"])
def test_what_is_long_is_parted_and_nothing_is_lost(line: str) -> None:
    text = line * (20_000 // len(line))
    shown, rest = folded(text)
    assert SHORTEST_SHOWN <= len(shown) <= LONGEST_SHOWN
    assert (shown + rest).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert not line.endswith("\n") or shown.endswith(".")
