"""What people wrote at length, cut to one line."""

from agency.cutting import cut


def test_what_fits_stays_whole_on_one_line() -> None:
    assert cut("two\nlines,  one", 20) == "two lines, one"
    assert cut("twelve words", 12) == "twelve words"


def test_a_cut_falls_between_two_words_and_says_that_there_is_more() -> None:
    assert cut("until the first delivery, and the feed is refused", 36) == "until the first delivery, and the…"
    assert cut("until the first delivery, and", 27) == "until the first delivery…"
    assert cut("one two three", 8) == "one two…"


def test_without_a_blank_nearby_it_falls_where_it_must() -> None:
    assert cut("法国餐厅的询价和其他事情", 6) == "法国餐厅的…"
    assert cut("a " + "x" * 30, 10) == "a xxxxxxx…"
