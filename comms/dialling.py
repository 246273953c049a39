"""A line to a server that somebody else has named: to the very address that was checked, and for a bounded time."""

from __future__ import annotations

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import imap_tools
from django.conf import settings

TIMEOUT = 20.0
"""Seconds that a server may take for one answer."""

LONGEST_LITERAL = 64 * 1024 * 1024
"""Bytes that an IMAP server may announce for one piece of an answer: they are read into memory."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as some networks write them for machines that speak IPv6 alone (RFC 6052)."""

Place = tuple[Any, ...]
"""What `getaddrinfo` says of one address."""


class InsideOurNetwork(OSError):
    """The name leads to a machine in our own network."""


class TooTalkative(OSError):
    """The server says more than there can be to say."""


class Deadline:
    """When all of it must be over. A server that sends a byte from time to time does not move it.

    `step`: seconds that one answer may take. `most`: bytes that the server may say until then.
    """

    def __init__(self, seconds: float | None = None, step: float = TIMEOUT, most: int | None = None) -> None:
        self.ends = None if seconds is None else monotonic() + seconds
        self.step = step
        self.room = most

    def left(self) -> float:
        """Seconds for the next step. Raises TimeoutError when there are none."""
        if self.ends is None:
            return self.step
        seconds = self.ends - monotonic()
        if seconds <= 0:
            raise TimeoutError
        return min(seconds, self.step)

    def heard(self, count: int) -> None:
        """Raises TooTalkative when that was too much."""
        if self.room is not None:
            self.room -= count
            if self.room < 0:
                raise TooTalkative


def places(host: str, port: int, deadline: Deadline, *, trusted: bool = False) -> list[Place]:
    """The addresses behind a name, looked up once. Raises InsideOurNetwork if one of them is ours, unless the operator
    named it (`trusted`) or allows the name: naming servers is no way to look around in here.
    """
    pool = ThreadPoolExecutor(1)
    try:
        found = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(deadline.left())
    finally:
        pool.shutdown(wait=False)
    if not trusted:
        refuse_inside(host, found)
    return list(found)


def refuse_inside(host: str, found: Iterable[Place]) -> None:
    """Raises InsideOurNetwork if one of these addresses of the name is ours, unless the operator allows the name."""
    if {"*", host.lower()} & {allowed.lower() for allowed in settings.INTERNAL_HOSTS}:
        return
    for *_kind, place in found:
        if not all(one.is_global for one in _meant(str(place[0]).partition("%")[0])):
            raise InsideOurNetwork(host)


def _meant(written: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The address, and the one of IPv4 that it may stand for."""
    address = ipaddress.ip_address(written)
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address.sixtofour
    return [address, inner] if inner else [address]


def dial(host: str, port: int, deadline: Deadline, *, trusted: bool = False) -> Line:
    """A socket to the first of the name's addresses that answers. The name is not asked for again: between the check
    and the connection it could lead elsewhere.
    """
    trouble: OSError = socket.gaierror(host)
    for family, kind, protocol, _name, place in places(host, port, deadline, trusted=trusted):
        line = Line(family, kind, protocol)
        line.deadline = deadline
        try:
            line.settimeout(deadline.left())
            line.connect(place)
        except OSError as reason:
            line.close()
            trouble = reason
        else:
            return line
    raise trouble


class _Hurried:
    """Of a socket: each step gets the seconds that are left."""

    deadline = Deadline()

    def recv_into(self, *args: Any) -> int:
        self.settimeout(self.deadline.left())  # type: ignore[attr-defined]
        count = int(super().recv_into(*args))  # type: ignore[misc]
        self.deadline.heard(count)
        return count

    def sendall(self, *args: Any) -> None:
        self.settimeout(self.deadline.left())  # type: ignore[attr-defined]
        super().sendall(*args)  # type: ignore[misc]


class Line(_Hurried, socket.socket):
    pass


class SealedLine(_Hurried, ssl.SSLSocket):
    pass


def dial_sealed(host: str, port: int, deadline: Deadline) -> ssl.SSLSocket:
    """As `dial`, with TLS: the certificate must be valid for the name, whichever of its addresses answered."""
    context = ssl.create_default_context()
    context.sslsocket_class = SealedLine
    line = dial(host, port, deadline)
    try:
        line.settimeout(deadline.left())
        sealed = context.wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise
    sealed.deadline = deadline  # type: ignore[attr-defined]
    return sealed


class _Client(imaplib.IMAP4):
    def __init__(self, host: str, port: int, deadline: Deadline) -> None:
        self.deadline = deadline
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return dial(self.host, self.port, self.deadline)

    def read(self, size: int) -> bytes:
        if size > LONGEST_LITERAL:
            raise self.abort("a literal larger than any message")
        return super().read(size)


class _SealedClient(_Client):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        return dial_sealed(self.host, self.port, self.deadline)


class Mailbox(imap_tools.BaseMailBox):
    """imap_tools over such a line."""

    def __init__(self, host: str, port: int, *, tls: bool, seconds: float | None = None) -> None:
        self._place = (host, port, Deadline(seconds))
        self._kind = _SealedClient if tls else _Client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._kind(*self._place)
