"""The embedded broker: kombu's folder of messages, in which nothing can be seen before it is whole.

kombu opens a file under its final name and writes into it afterwards. A worker that looks in between reads nothing,
takes it for an unrecoverable error, and ends. Here a file is written under another name first and then renamed.
"""

from __future__ import annotations

import fcntl
import logging
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu import transport
from kombu.transport import filesystem
from kombu.utils.json import dumps

SCHEME = "folder"
log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Raises OSError when the folder takes nothing."""
        _appear(Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg", dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """What cannot be read is dropped: the broker is a doorbell, and a sweep finds what it failed to tell."""
        try:
            return super()._get(queue)
        except ValueError:
            log.warning("an unreadable message was dropped from the queue %s", queue)
            raise Empty from None

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]
        file.parent.mkdir(exist_ok=True)
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (file.parent / ".lock").open("w") as one_at_a_time:
            fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
            known = self.get_table(exchange)
            if entry not in known:
                _appear(file, dumps([entry, *known]))

    def get_table(self, exchange: str) -> list[Any]:
        with suppress(ValueError):
            return list(super().get_table(exchange))
        return []


def _appear(place: Path, text: str) -> None:
    """A whole file or none. A name that begins with a dot belongs to no queue."""
    draft = place.with_name(f".{place.name}.{uuid4()}")
    draft.write_text(text)
    draft.rename(place)


class Transport(filesystem.Transport):
    Channel = Channel


def register() -> None:
    """Makes `folder://` a kind of broker for kombu."""
    transport.TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
