"""A real HTTP server that stands for a provider's API: it takes mails as each of them does, or misbehaves."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote_plus

ID = "0f3b2a86-accepted"


@dataclass(frozen=True)
class Asked:
    """One request. `secrets`: the headers in which keys travel."""

    path: str
    body: str
    secrets: str


class ProviderServer:
    """Listens on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answer: tuple[int, Any] | None = None
        self._fault, self._spared = "", 0
        self._over = threading.Event()
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def accept(self) -> None:
        self._answer, self._fault = None, ""

    def answer(self, status: int, body: Any) -> None:
        self._answer = (status, body)

    def misbehave(self, fault: str, *, after: int = 0) -> None:
        """'silent': the request is taken and nothing is said. 'drop': the line is cut instead of an answer. `after`: so
        many requests are answered before.
        """
        self._fault, self._spared = fault, len(self.asked) + after

    def take(self, handler: _Handler, body: bytes) -> None:
        secrets = " ".join(handler.headers.get_all("Authorization", []) + list(handler.headers.values()))
        self.asked.append(Asked(handler.path, readable(body), f"{secrets} {basic(handler)}"))
        fault = self._fault if len(self.asked) > self._spared else ""
        if fault == "silent":
            self._over.wait(20)
        if fault:
            handler.connection.close()
            return
        status, said = self._answer or usual(handler.path, body)
        content = json.dumps(said).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    provider: ProviderServer

    def do_POST(self) -> None:
        self.provider.take(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def readable(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    return f"{text}\n{unquote_plus(text)}"


def basic(handler: _Handler) -> str:
    import base64

    kind, _blank, value = handler.headers.get("Authorization", "").partition(" ")
    return base64.b64decode(value).decode() if kind == "Basic" else value


def usual(path: str, body: bytes) -> tuple[int, Any]:
    """What each provider says when it has taken a mail, by its address."""
    if path.endswith("/mail/send"):
        return 202, {}
    if path.endswith("smtp/email"):
        return 201, {"messageId": f"<{ID}@brevo.example>"}
    if path.endswith("/messages"):
        return 200, {"id": f"<{ID}@northlight.example>", "message": "Queued. Thank you."}
    if path.endswith("/emails"):
        return 200, {"id": ID}
    if path.endswith("/email"):
        to = json.loads(body)["To"]
        return 200, {"ErrorCode": 0, "Message": "OK", "MessageID": ID, "SubmittedAt": "2026-11-03", "To": to}
    one = {"Email": "maria.northlight@client.example", "MessageID": 1234567890, "MessageHref": ""}
    return 200, {"Messages": [{"Status": "success", "To": [one], "Cc": [], "Bcc": []}]}
