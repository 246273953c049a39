"""One question to a web server that somebody else has named: to the address that was checked, for a bounded time and a
bounded answer, and to no other place that it points to.
"""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from comms import dialling

LARGEST_ANSWER: Final = 256 * 1024
SECONDS: Final = 10.0


class NoAddress(ValueError):
    """It is no address of the web, or one without encryption."""


class NoAnswer(Exception):
    """The server could not be asked, or its answer was no HTTP. The cause says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class _Line(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, *, sealed: bool, seconds: float) -> None:
        super().__init__(host, port)
        self._dial = dialling.dial_sealed if sealed else dialling.dial
        self._deadline = dialling.Deadline(seconds)

    def connect(self) -> None:
        self.sock = self._dial(self.host, self.port, self._deadline)


def post_form(url: str, fields: dict[str, str], seconds: float = SECONDS) -> Answer:
    """Raises NoAddress, and NoAnswer with its cause: OSError for the line, HTTPException for what was said on it.

    Redirections are not followed: a refusal is a refusal.
    """
    parts = urlsplit(url)
    host, sealed = parts.hostname or "", parts.scheme == "https"
    if not host or not (sealed or (parts.scheme == "http" and _is_ours(host))):
        raise NoAddress(url)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        line = _Line(host, parts.port or (443 if sealed else 80), sealed=sealed, seconds=seconds)
        try:
            target = parts.path or "/"
            line.request("POST", f"{target}?{parts.query}" if parts.query else target, urlencode(fields), headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.read(LARGEST_ANSWER))
        finally:
            line.close()
    except (OSError, ssl.SSLError, http.client.HTTPException, UnicodeError, ValueError) as reason:
        raise NoAnswer(host) from reason


def _is_ours(host: str) -> bool:
    """Inside our own network the operator may allow what is not encrypted."""
    return bool({"*", host.lower()} & {allowed.lower() for allowed in settings.INTERNAL_HOSTS})
