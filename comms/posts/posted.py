"""The body of a provider's post: a form or JSON, bounded in size, its bytes as they came."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict

from comms.mail.headers import parameters

LARGEST: Final = 40 * 1024 * 1024
"""Bytes of a post: a message of 25 MB, the most that these providers take, in base64 with what stands around it."""

MOST_PARTS: Final = 500
LONGEST_HEAD: Final = 8 * 1024
"""Bytes of the header of one part of a form."""


class TooLarge(Exception):
    """There are more bytes than LARGEST."""


class Malformed(Exception):
    """It is not what this provider posts; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file in a form."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """`fields` are those of a form, in bytes; `data` is the JSON of any other body."""

    body: bytes
    fields: dict[str, list[bytes]] = field(default_factory=dict)
    files: dict[str, Sent] = field(default_factory=dict)
    data: Any = None

    def raw(self, name: str) -> bytes:
        return next(iter(self.fields.get(name, [])), b"")

    def text(self, name: str) -> str:
        return self.raw(name).decode("utf-8", "replace")


def read(request: HttpRequest) -> Post:
    """Raises TooLarge and Malformed."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isascii() and announced.isdigit() and int(announced) > LARGEST:
        raise TooLarge
    try:
        body = request.read(LARGEST + 1)
    except UnreadablePostError as reason:
        raise Malformed("the line broke") from reason
    if len(body) > LARGEST:
        raise TooLarge
    kind, options = parameters((request.META.get("CONTENT_TYPE") or "")[:LONGEST_HEAD])
    if kind == "multipart/form-data":
        fields, files = _multipart(body, options.get("boundary", "").encode("latin-1", "replace"))
        return Post(body, fields, files)
    if kind == "application/x-www-form-urlencoded":
        return Post(body, _urlencoded(body))
    return Post(body, data=_json(body))


def hand_on(request: HttpRequest, post: Post) -> HttpRequest:
    """The request as a view that has not read it would meet it, whatever Django's own limit for forms is."""
    form = QueryDict(mutable=True, encoding="utf-8")
    for name, values in post.fields.items():
        form.setlist(name, [value.decode("utf-8", "replace") for value in values])
    files = {name: [SimpleUploadedFile(sent.name, sent.data, sent.content_type)] for name, sent in post.files.items()}
    request._body = post.body
    request._post = form  # type: ignore[attr-defined]
    request._files = MultiValueDict(files)  # type: ignore[attr-defined]
    return request


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as reason:
        raise Malformed("neither a form nor JSON") from reason


def _urlencoded(body: bytes) -> dict[str, list[bytes]]:
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError as reason:
        raise Malformed("too many fields") from reason
    fields: dict[str, list[bytes]] = {}
    for name, value in pairs:
        fields.setdefault(name.decode("utf-8", "replace"), []).append(value)
    return fields


def _multipart(body: bytes, boundary: bytes) -> tuple[dict[str, list[bytes]], dict[str, Sent]]:
    """Byte for byte: Django's own reader decodes what is a message in an unknown charset."""
    if not boundary:
        raise Malformed("a form without a boundary")
    _before, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_PARTS + 1)
    if not parts or len(parts) > MOST_PARTS:
        raise Malformed("a form without parts, or with too many")
    fields: dict[str, list[bytes]] = {}
    files: dict[str, Sent] = {}
    for part in parts:
        if part.startswith(b"--"):
            break
        head, _blank, data = part.partition(b"\r\n\r\n")
        headers = _headers(head[:LONGEST_HEAD])
        _kind, options = parameters(headers.get("content-disposition", ""))
        name = options.get("name", "")
        if "filename" in options:
            kind, _charset = parameters(headers.get("content-type", ""))
            files[name] = Sent(options["filename"] or name, kind or "application/octet-stream", data)
        elif name:
            fields.setdefault(name, []).append(data)
    return fields, files


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")
    named = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _colon, value in named}
