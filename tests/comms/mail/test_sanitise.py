"""A stranger's HTML on our page: nothing runs, nothing is fetched, nothing is lost that can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings, strategies as st

from comms.mail.sanitise import sanitise

FILES = {"logo@x": "/files/k3m9/logo.png", "odd@x": '/files/"><script>'}
ALLOWED = frozenset("href src data-blocked-src alt title dir lang colspan rowspan start rel target".split())  # noqa: SIM905


class Reader(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def assert_harmless(page: str) -> None:
    for tag, attributes in Reader(page).tags:
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "math",
            "link",
            "base",
            "meta",
        }
        assert set(attributes) <= ALLOWED
        href, source = attributes.get("href"), attributes.get("src")
        assert href is None or re.match(r"\s*(?:https?:|mailto:|tel:)", href, re.IGNORECASE)
        assert source is None or source in FILES.values() or source.startswith("data:image/")
        assert tag != "a" or set((attributes["rel"] or "").split()) == {"noopener", "noreferrer", "nofollow"}


def test_remote_images_wait_for_a_click() -> None:
    shown = sanitise('<p>Hi<img src="https://t.example/p.gif?a=1&b=2" width=1 alt="pixel"></p>', FILES.get)
    assert shown.html == '<p>Hi<img data-blocked-src="https://t.example/p.gif?a=1&amp;b=2" alt="pixel"></p>'
    assert shown.blocked == 1


def test_images_of_the_message_get_their_address() -> None:
    shown = sanitise('<img src="cid:logo@x"><img src="CID:%3Cno@x%3E"><img src="cid:gone@x">', FILES.get)
    assert '<img src="/files/k3m9/logo.png">' in shown.html
    assert shown.missing == ("%3Cno@x%3E", "gone@x")
    assert shown.blocked == 0
    assert_harmless(sanitise('<img src="cid:odd@x">', FILES.get).html)


def test_headings_become_bold_lines_and_styles_go() -> None:
    shown = sanitise('<h1 style="position:fixed">Offer</h1><p class="x" id="y" style="color:red">Text</p>', FILES.get)
    assert shown.html == "<div><strong>Offer</strong></div><p>Text</p>"


def test_links_open_apart_and_only_to_the_web() -> None:
    shown = sanitise(
        '<a href="https://x.example/">a</a><a href="/settings">b</a><a href="javascript:x">c</a>', FILES.get
    )
    assert shown.html.count("href=") == 1
    assert shown.html.count('target="_blank"') >= 1
    assert_harmless(shown.html)


def test_small_data_images_stay_large_and_active_ones_go() -> None:
    small, large = "data:image/png;base64," + "A" * 100, "data:image/png;base64," + "A" * 300_000
    markup = f'<img src="{small}"><img src="{large}"><img src="data:image/svg+xml;base64,AAAA">'
    assert sanitise(markup, FILES.get).html.count("data:image") == 1


def test_cells_cannot_stretch_without_end() -> None:
    shown = sanitise('<table><tr><td colspan="9999" rowspan="x">a</td></tr></table>', FILES.get)
    assert 'colspan="50"' in shown.html
    assert 'rowspan="1"' in shown.html


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<form action=//x.example><input name=password><button>go</button></form>",
        "<base href=//x.example/><meta http-equiv=refresh content=0><link rel=stylesheet href=//x.example/a.css>",
        "<div style='background:url(//x.example/a.gif)' background='//x.example/b.gif'>x</div>",
        "<img srcset='//x.example/a.gif 1x' src='//x.example/a.gif'>",
        "<img src='blocked:https://x.example/a.gif'>",
        "<img alt=' src=\"blocked:' src='https://x.example/\"onerror=alert(1)'>",
        "<video poster=//x.example/a.gif src=//x.example/a.mp4></video>",
        "<p dir='rtl\" onclick=alert(1)'>x</p>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<textarea><img src=x onerror=alert(1)></textarea>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
    ],
)
def test_known_tricks_do_nothing(markup: str) -> None:
    assert_harmless(sanitise(markup, FILES.get).html)


TAGS = [
    "<a href='",
    "<img src=",
    "<!--",
    "-->",
    "<svg>",
    "</svg>",
    "<math>",
    "<style>",
    "</style>",
    "<h2>",
    "</h2>",
    "<td>",
]
PIECES = [*TAGS, "'", '"', ">", "<", "https://x.example/", "javascript:", "cid:logo@x", " onerror=x", ' src="blocked:']


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25))
def test_whatever_is_thrown_at_it(pieces: list[str]) -> None:
    shown = sanitise("".join(pieces), FILES.get)
    assert_harmless(shown.html)
    assert sum("data-blocked-src" in attributes for _, attributes in Reader(shown.html).tags) == shown.blocked
