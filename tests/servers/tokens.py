"""An issuer of tokens as RFC 6749 has it, which also tells a mail server whose token one is, over plain HTTP."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.servers.daemons import IMAP


class Issuer:
    """`grants`: refresh token to user name. `answer`, when set, is given in place of a token: (status, JSON). It
    `rotates` refresh tokens, of which each may be good only `once`.
    """

    def __init__(self) -> None:
        self.grants: dict[str, str] = {}
        self.valid: dict[str, str] = {}
        self.answer: tuple[int, Any] | None = None
        self.rotates = self.once = False
        self.asked: list[dict[str, str]] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.say(*issuer.grant({name: values[0] for name, values in parse_qs(body).items()}))

            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
                user = issuer.valid.get(token)
                self.say(200 if user else 401, {"email": user} if user else {"error": "invalid_token"})

            def say(self, status: int, told: Any) -> None:
                body = told if isinstance(told, bytes) else json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def grant(self, asked: dict[str, str]) -> tuple[int, Any]:
        self.asked.append(asked)
        if self.answer is not None:
            return self.answer
        user = self.grants.get(asked.get("refresh_token", ""))
        if user is None:
            return 400, {"error": "invalid_grant"}
        token = f"access-{len(self.asked)}"
        self.valid[token] = user
        told: dict[str, Any] = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        if self.rotates:
            told["refresh_token"] = f"refresh-{len(self.asked)}"
            self.grants[told["refresh_token"]] = user
            if self.once:
                del self.grants[asked["refresh_token"]]
        return 200, told

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class TokenIMAP(IMAP):
    """dovecot that takes tokens of an issuer, and no passwords of other users."""

    def __init__(self, issuer: Issuer) -> None:
        super().__init__()
        self.further = f"""
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {self.folder}/oauth2.conf
}}
"""
        self.tokens = f"tokeninfo_url = {issuer.url}/tokeninfo?access_token=\nusername_attribute = email\n"

    def prepare(self) -> None:
        super().prepare()
        (self.folder / "oauth2.conf").write_text(self.tokens, encoding="ascii")
