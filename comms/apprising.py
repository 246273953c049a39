"""The edge to chat services: posting there. Apprise knows how each is spoken to; which of them may be addressed says
`chat_addresses.py`. Only workers post: the library takes 47 MB and half a second, and no web process has to hold it.
"""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import Any

from django.utils.translation import gettext as _

from comms import dialling
from comms.chat_addresses import SERVICES, NoService

LONGEST_PROBLEM = 300

LOG = logging.getLogger("apprise")
LOG.propagate = False  # it names addresses, and whoever has one can post


class _Overheard(logging.Handler):
    """What Apprise says of a failure it says to its log alone, which all threads share."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.words.append(record.getMessage())


def post(address: str, *, title: str, text: str) -> str:
    """Posts it; the problem in words, empty if the service took it. Reaches no machine of our own network."""
    try:
        plugin = _plugin(address)
    except NoService:
        return _("The address is none that can be posted to. Paste it in again.")
    overheard = _Overheard()
    LOG.addHandler(overheard)
    try:
        with _outside_only():
            took = plugin.notify(title=title, body=text)
    except OSError as reason:
        return str(reason)[:LONGEST_PROBLEM]
    finally:
        LOG.removeHandler(overheard)
    if took:
        return ""
    return " ".join(overheard.words)[:LONGEST_PROBLEM] or _("The service did not take it.")


def _plugin(address: str) -> Any:
    """Imported when the first line is posted, so that reading this module costs nobody the library."""
    from apprise import Apprise

    found = Apprise.instantiate(address.strip(), suppress_exceptions=True)
    if not found or _word(found) not in SERVICES:
        raise NoService
    return found


def _word(plugin: Any) -> str:
    return str(plugin.url()).partition(":")[0]


_outside: ContextVar[bool] = ContextVar("outside", default=False)
_honest = socket.getaddrinfo


def _looked_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
    found = _honest(host, port, *args, **kwargs)
    if _outside.get():
        dialling.refuse_inside(str(host), found)
    return found


socket.getaddrinfo = _looked_up


@contextmanager
def _outside_only() -> Iterator[None]:
    """Within, whatever this thread opens leads to no machine of our own network, wherever a name or a redirection
    points: it is the addresses looked up here that are then connected to.
    """
    token = _outside.set(True)
    try:
        yield
    finally:
        _outside.reset(token)
