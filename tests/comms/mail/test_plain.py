"""HTML and flowed text as plain text that people can read."""

from __future__ import annotations

import pytest

from comms.mail import plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("  a \n b&nbsp;c <b>d</b>e ", "a b\u00a0c de"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<pre>one\n  two\n\nthree</pre>after", "one\n  two\n\nthree\n\nafter"),
        ("<p>One<hr>Two</p>", "One\n\n--------\nTwo"),
        ('<img alt="our logo"><img alt=" "><img>', "[our logo]"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ('<a href="https://x.example/">https://x.example</a>', "https://x.example"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="mailto:a@x.example">write</a>', "write <a@x.example>"),
        ('<a href="javascript:x">here</a> <a>there</a>', "here there"),
        ("<title>t</title><script>s</script><style>u</style>x", "x"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("</p></blockquote></pre>x", "x"),
    ],
)
def test_markup_as_text(markup: str, text: str) -> None:
    assert plain.from_html(markup) == text


def test_deep_nesting_keeps_the_words() -> None:
    assert "core" in plain.from_html("<div>" * 5000 + "core" + "</div>" * 5000)
    assert plain.from_html("<b>" * 5000 + "core").strip() == "core"


def test_tag_of_great_length_goes_and_its_neighbours_stay() -> None:
    assert plain.from_html(f"a<p {'x ' * 5000}>b") == "a b"


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("one \ntwo\n", "one two\n"),
        ("> one \n> two\nthree", "> one two\nthree"),
        ("> one \nthree", "> one \nthree"),
        (">> one \n> two", ">> one \n> two"),
        (" >stuffed", ">stuffed"),
        ("text \n-- \nIda", "text \n-- \nIda"),
        ("fixed\nlines", "fixed\nlines"),
        ("", ""),
    ],
)
def test_flowed_text(flowed: str, text: str) -> None:
    assert plain.unflowed(flowed, delete_space=False) == text
