"""Attachments: their bytes in the files folder, outside the web root and named by what they hold; a row names them."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from agency.models import Agency
from comms.mail.parsed import Part
from comms.models import Attachment, DraftFile, Interaction

NAME_LIMIT, TYPE_LIMIT = 255, 120


def keep(interaction: Interaction, parts: Iterable[Part]) -> list[Attachment]:
    """Writes the bytes first and then the rows: after a crash there may be a file too many, never a row without one."""
    rows = [
        Attachment(
            client_id=interaction.client_id,
            interaction=interaction,
            name=part.name[:NAME_LIMIT],
            content_type=part.content_type[:TYPE_LIMIT],
            size=len(part.data),
            digest=hashlib.sha256(part.data).hexdigest(),
            path=_write(interaction.agency, part.data),
        )
        for part in parts
    ]
    return list(Attachment.objects.bulk_create(rows))


def put_aside(agency: Agency, data: bytes) -> str:
    """Bytes that no message has yet, under a name of their own; the path below FILES_DIR."""
    place = _folder(agency) / "drafts" / secrets.token_hex(16)
    place.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(place, data)
    return str(place.relative_to(settings.FILES_DIR))


def place_of(attachment: Attachment | DraftFile) -> Path:
    """Where the bytes lie. Raises FileNotFoundError when the path leads out of the agency's folder, or nowhere."""
    folder = _folder(attachment.agency)
    place = (Path(settings.FILES_DIR) / attachment.path).resolve()
    if not place.is_relative_to(folder.resolve()) or not place.is_file():
        raise FileNotFoundError(attachment.path)
    return place


def _folder(agency: Agency) -> Path:
    return Path(settings.FILES_DIR) / "attachments" / str(agency.pk)


def _write(agency: Agency, data: bytes) -> str:
    """The path below FILES_DIR. The same bytes in one agency are one file; no agency's file is another's."""
    digest = hashlib.sha256(data).hexdigest()
    place = _folder(agency) / digest[:2] / digest
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(place, data)
    return str(place.relative_to(settings.FILES_DIR))


def _write_whole(place: Path, data: bytes) -> None:
    """All of it or nothing, and on the disk."""
    unfinished = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)
