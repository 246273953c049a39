"""Which parts of a MIME tree are the letter, and which are files that came with it."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from comms.mail import charset, headers, mime, plain, uuencoded
from comms.mail.parsed import Part

TEXT_LIMIT: Final = 500_000
"""Characters of one body; what is longer is cut for reading and kept whole as a file."""

NAME_LIMIT: Final = 120

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
}
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}


@dataclass(slots=True)
class Bodies:
    """What was gathered, in the order of the message. ``texts`` has the words of HTML that no text part repeats."""

    texts: list[str] = field(default_factory=list)
    markups: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    calendars: list[Part] = field(default_factory=list)
    problems: set[str] = field(default_factory=set)


def gather(root: mime.Node) -> Bodies:
    """Every leaf of the tree, as body or as file; nothing is left out."""
    bodies = Bodies()
    _visit(root, bodies, parent="", alternative=False)
    if root.children and not (bodies.texts or bodies.markups) and root.body.strip():
        bodies.texts.append(charset.decode(root.body, None)[0])
    return bodies


def file_name(written: str, content_type: str, number: int) -> str:
    """A name that is safe to save and to show: no folders, no controls, no device names, at most 120 characters.

    Without one, ``attachment-<number>`` with the extension that the content type has.
    """
    name = unicodedata.normalize("NFC", written.replace("\\", "/")).rstrip("/ ").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", charset.one_line(name)).strip(". ")
    if not name.strip("_"):
        extension = _EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"
        return f"attachment-{number}{extension}"
    if _DEVICE.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if len(name) > NAME_LIMIT and dot and len(extension) <= 10:
        return f"{stem[: NAME_LIMIT - len(extension) - 1]}.{extension}"
    return name[:NAME_LIMIT]


def _visit(node: mime.Node, bodies: Bodies, *, parent: str, alternative: bool) -> None:
    """Walks the tree; ``alternative`` says that a text part beside it may speak for an HTML part."""
    if node.content_type in _ENCRYPTED:
        bodies.problems.add("encrypted")
    if not node.children:
        _leaf(node, bodies, parent=parent, alternative=alternative)
    texts, markups = len(bodies.texts), len(bodies.markups)
    chooses = node.content_type == "multipart/alternative"
    for child in node.children:
        _visit(child, bodies, parent=node.content_type, alternative=alternative or chooses)
    if chooses and not alternative and len(bodies.texts) == texts:
        bodies.texts += [plain.from_html(markup) for markup in bodies.markups[markups:]]


def _leaf(node: mime.Node, bodies: Bodies, *, parent: str, alternative: bool) -> None:
    data, problem = mime.payload(node)
    if problem:
        bodies.problems.add(problem)
    disposition, params = node.params_of("content-disposition")
    name = params.get("filename") or node.params.get("name", "")
    is_file = disposition.startswith("attachment") or (bool(name) and bool(bodies.texts or bodies.markups))
    unsplit = node.content_type.startswith("multipart/") and not bodies.texts
    if (unsplit or node.content_type in {"text/plain", "text/html"}) and not is_file and parent != "multipart/digest":
        _body(node, data, bodies, alternative=alternative)
    else:
        _file(node, data, name, disposition, bodies)


def _body(node: mime.Node, data: bytes, bodies: Bodies, *, alternative: bool) -> None:
    html = node.content_type == "text/html"
    declared = node.params.get("charset") or (_charset_in(data) if html else None)
    text, problem = charset.decode(data, declared)
    if problem:
        bodies.problems.add(problem)
    if len(text) > TEXT_LIMIT:
        bodies.problems.add("text-too-long")
        _file(node, data, "", "", bodies)
        text = text[:TEXT_LIMIT]
    if html:
        bodies.markups.append(text)
        if not alternative:
            bodies.texts.append(plain.from_html(text))
    elif text.strip():
        flowed = node.params.get("format", "").lower() == "flowed"
        delete_space = node.params.get("delsp", "").lower() == "yes"
        letter, found = (plain.unflowed(text, delete_space=delete_space), []) if flowed else uuencoded.parted(text)
        for each in found:
            name = file_name(each.name, "", len(bodies.files) + 1)
            bodies.files.append(Part(name, "application/octet-stream", each.data))
        bodies.texts.append(letter)


def _charset_in(data: bytes) -> str | None:
    found = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", data[:4000], re.IGNORECASE)
    return found[1].decode("ascii", "replace") if found else None


def _file(node: mime.Node, data: bytes, name: str, disposition: str, bodies: Bodies) -> None:
    if node.content_type == "application/ms-tnef" or name.lower() == "winmail.dat":
        bodies.problems.add("tnef")
    if node.content_type == "message/rfc822" and not name:
        name = _subject_of(data)
    content_id = node.text("content-id").strip().strip("<>")[:250]
    part = Part(
        name=file_name(name, node.content_type, len(bodies.files) + 1),
        content_type=node.content_type,
        data=data,
        inline=disposition.startswith("inline") or (bool(content_id) and not disposition.startswith("attachment")),
        content_id=content_id,
    )
    bodies.files.append(part)
    if node.content_type in {"text/calendar", "application/ics"}:
        bodies.calendars.append(part)


def _subject_of(data: bytes) -> str:
    """The name of an attached message is its subject."""
    found = re.search(rb"^subject:[ \t]*([^\r\n]{1,400}(?:\r?\n[ \t][^\r\n]{1,400}){0,3})", data[:64_000], re.I | re.M)
    subject = headers.text(re.sub(rb"\r?\n", b"", found[1])) if found else ""
    return f"{subject.replace('/', '_')[:80]}.eml" if subject else ""
