"""smtplib over a line that was checked and ends in time."""

from __future__ import annotations

import smtplib
import socket
import ssl

from comms import dialling


class PlainLine(smtplib.SMTP):
    """Not connected yet. `trusted`: the operator named the server, so that it may stand in our own network."""

    def __init__(self, hello: str, deadline: dialling.Deadline, *, trusted: bool) -> None:
        self.deadline, self.trusted = deadline, trusted
        super().__init__(local_hostname=hello)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._host = host
        return dialling.dial(host, port, self.deadline, trusted=self.trusted)


class SealedLine(PlainLine):
    """Encrypted from the first byte; the certificate must be valid for the name."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = super()._get_socket(host, port, timeout)
        try:
            line.settimeout(self.deadline.left())
            sealed = sealing().wrap_socket(line, server_hostname=host)
        except OSError:
            line.close()
            raise
        sealed.deadline = self.deadline  # type: ignore[attr-defined]
        return sealed


def sealing() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = dialling.SealedLine
    return context
