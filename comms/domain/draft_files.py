"""Files that go with what somebody is writing: stored when they are chosen, kept whatever becomes of the form."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, ngettext

from agency.models import Membership
from comms.domain import files
from comms.mail.parsed import Part
from comms.models import Attachment, DraftFile

LARGEST, TOGETHER, MOST = 10 * 1024 * 1024, 18 * 1024 * 1024, 20
"""Bytes of one file, of all with one message (mail makes them a third larger, and many servers end at 25 MB), and how
many."""
NAME_LIMIT = 200


class Upload(Protocol):
    """A file that a form brought."""

    name: str | None
    size: int | None
    content_type: str | None

    def read(self) -> bytes: ...


class CannotBeAttached(ValidationError):
    """Says which file, and why."""

    def __init__(self, words: str) -> None:
        super().__init__({"attachments": words}, code="attachment")


def kept(member: Membership, place: str) -> QuerySet[DraftFile]:
    return DraftFile.objects.filter(member=member, place=place).order_by("added_at", "pk")


def add(member: Membership, place: str, uploads: Sequence[Upload], *, at: datetime) -> list[DraftFile]:
    """Stores each that fits. Raises CannotBeAttached for the first that does not; those before it are kept."""
    found = []
    for upload in uploads:
        name = _bare(upload.name or "")
        if problem := _problem(name, upload.size or 0, [file.size for file in kept(member, place)]):
            raise CannotBeAttached(problem)
        found.append(_store(member, place, name, upload.content_type or "", upload.read(), at))
    return found


def bounded(brought: Iterable[Part]) -> list[Part]:
    """Files that go at once and were never a draft's, within the same bounds. Raises CannotBeAttached for the first
    that does not fit.
    """
    found: list[Part] = []
    for part in brought:
        name = _bare(part.name)
        if problem := _problem(name, len(part.data), [len(other.data) for other in found]):
            raise CannotBeAttached(problem)
        found.append(replace(part, name=name))
    return found


def _problem(name: str, size: int, sizes: Sequence[int]) -> str:
    if not size:
        return _("“%(name)s” is empty.") % {"name": name}
    if size > LARGEST:
        return _("“%(name)s” has %(size)s. A file may have %(most)s.") % {
            "name": name,
            "size": filesizeformat(size),
            "most": filesizeformat(LARGEST),
        }
    if len(sizes) >= MOST:
        words = ngettext(
            "No more than %(count)d file goes with one mail.", "No more than %(count)d files go with one mail.", MOST
        )
        return words % {"count": MOST}
    if sum(sizes) + size > TOGETHER:
        return _("With “%(name)s” the files would have more than %(most)s together.") % {
            "name": name,
            "most": filesizeformat(TOGETHER),
        }
    return ""


def _bare(name: str) -> str:
    """Without folders and without characters that are no letters."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in bare if letter.isprintable()).strip()
    return clean[-NAME_LIMIT:] or _("file")


def _store(member: Membership, place: str, name: str, content_type: str, data: bytes, at: datetime) -> DraftFile:
    path = files.put_aside(member.agency, data)
    return DraftFile.objects.create(
        member=member,
        place=place,
        name=name,
        content_type=(content_type or "application/octet-stream")[: files.TYPE_LIMIT],
        size=len(data),
        path=path,
        added_at=at,
    )


def parts(member: Membership, place: str) -> list[Part]:
    """As they go into a mail. Raises CannotBeAttached when one's bytes are gone from the disk."""
    found = []
    for file in kept(member, place):
        try:
            found.append(Part(file.name, file.content_type, files.place_of(file).read_bytes()))
        except OSError:
            words = _("“%(name)s” cannot be read any more. Attach it again.") % {"name": file.name}
            raise CannotBeAttached(words) from None
    return found


@transaction.atomic
def remove(chosen: Iterable[DraftFile]) -> None:
    """The rows, and once that is committed their bytes: no other row names them."""
    for file in list(chosen):
        with suppress(FileNotFoundError):
            transaction.on_commit(partial(files.place_of(file).unlink, missing_ok=True), robust=True)
        file.delete()


@transaction.atomic
def give_back(member: Membership, place: str, attachments: Iterable[Attachment], *, at: datetime) -> None:
    """What went with a message that was taken back goes with its draft again."""
    for attachment in attachments:
        data = files.place_of(attachment).read_bytes()
        _store(member, place, attachment.name, attachment.content_type, data, at)
