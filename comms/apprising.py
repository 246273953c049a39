"""The edge to chat services: what an address leads to, and posting there. Apprise knows how each is spoken to."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import Any

from django.utils.translation import gettext as _

from comms import dialling

SERVICES = {
    "slack": "Slack",
    "workflow": "Microsoft Teams",
    "workflows": "Microsoft Teams",
    "msteams": "Microsoft Teams",
    "tgram": "Telegram",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "zulip": "Zulip",
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "matrix": "Matrix",
    "matrixs": "Matrix",
    "line": "LINE",
    "json": "JSON",
    "jsons": "JSON",
}
"""What may be addressed: services that are spoken to over HTTP, by the first word of Apprise's address."""

LONGEST_PROBLEM = 300

LOG = logging.getLogger("apprise")
LOG.propagate = False  # it names addresses, and whoever has one can post


class NoService(ValueError):
    """No service of ours is addressed so."""


class _Overheard(logging.Handler):
    """What Apprise says of a failure it says to its log alone, which all threads share."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.words.append(record.getMessage())


def service_of(address: str) -> str:
    """The service's name, as 'Slack'. Raises NoService for what is no address, or of a service that we do not use."""
    return SERVICES[_word(_plugin(address))]


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
    """Imported here, since the library takes half a second and only workers and this form need it."""
    from apprise import Apprise

    found = Apprise.instantiate(address.strip(), suppress_exceptions=True)
    if not found or _word(found) not in SERVICES:
        raise NoService(address)
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
