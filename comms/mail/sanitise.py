"""A stranger's HTML made fit for our page: no scripts, no styles, nothing fetched from elsewhere without a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import nh3

from comms.mail.markup import tamed

LENGTH_LIMIT: Final = 500_000
"""Characters of HTML that are shown; the message as received stays whole."""

DATA_IMAGE_LIMIT: Final = 200_000
"""Characters of an image that is written into the HTML itself."""

SPAN_LIMIT: Final = 50
"""Columns or rows that one cell may take: browsers hang on thousands."""

_TAG_NAMES = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd
    li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var
"""
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_UNSEEN_NAMES = "script style head title template noscript svg math object iframe select textarea"
_SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_BLOCKED = "blocked:"
_BLOCKED_SOURCE = f' src="{_BLOCKED}'
_WAITING_SOURCE = ' data-blocked-src="'
_TAG = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>')
_HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True, slots=True)
class Sanitised:
    """html: safe to put into a page as it is. blocked: remote images kept from loading. missing: cids with no file."""

    html: str
    blocked: int
    missing: tuple[str, ...]


def sanitise(markup: str, cid: Callable[[str], str | None]) -> Sanitised:
    """Safe HTML for the message's own pane, in linear time.

    Images in the message (``cid:``) get the address that ``cid`` gives for their Content-ID, or none. Remote ones get
    no ``src``; their address waits in ``data-blocked-src``. Links open apart and tell nobody where they were clicked.
    Headings become bold lines, so that the outline of the page stays ours.
    """
    missing: list[str] = []
    safe = nh3.clean(
        tamed(markup[:LENGTH_LIMIT]),
        tags=set(_TAG_NAMES.split()),
        clean_content_tags=set(_UNSEEN_NAMES.split()),
        attributes=_ATTRIBUTES,
        attribute_filter=_filter(cid, missing),
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes=_SCHEMES,
    )
    blocked = sum(1 for tag in _TAG.finditer(safe) if tag[2] == "img" and _BLOCKED_SOURCE in tag[3])
    return Sanitised(_TAG.sub(_finish, safe), blocked, tuple(dict.fromkeys(missing)))


def _filter(cid: Callable[[str], str | None], missing: list[str]) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return _source(value.strip(), cid, missing)
        if attribute == "href":
            return value if _LINK.match(value.strip()) else None
        if attribute in {"colspan", "rowspan", "start"}:
            number = int(value) if re.fullmatch(r"[0-9]{1,4}", value) else 1
            return str(min(number, SPAN_LIMIT) if attribute != "start" else number)
        if attribute == "dir":
            return value.lower() if value.lower() in {"ltr", "rtl", "auto"} else None
        return value

    return keep


def _source(value: str, cid: Callable[[str], str | None], missing: list[str]) -> str | None:
    scheme, _, rest = value.partition(":")
    if scheme.lower() == "cid":
        address = cid(rest.strip("<>"))
        if not address:
            missing.append(rest)
        return address or None
    if scheme.lower() == "data":
        return value if len(value) <= DATA_IMAGE_LIMIT and _DATA_IMAGE.fullmatch(value) else None
    return _BLOCKED + value if scheme.lower() in {"http", "https"} else None


def _finish(found: re.Match[str]) -> str:
    closing, tag, attributes = found[1], found[2], found[3]
    if _HEADING.fullmatch(tag):
        return "</strong></div>" if closing else f"<div{attributes}><strong>"
    if tag == "img":
        return f"<img{attributes.replace(_BLOCKED_SOURCE, _WAITING_SOURCE)}>"
    return found[0]
