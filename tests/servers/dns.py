"""A real name server for the tests: it answers by UDP what it was told, knows nothing else, or keeps silent."""

from __future__ import annotations

import socket
import threading
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset


class NameServer:
    """Listens on a free port of 127.0.0.1. `records`: (name, type) to the texts of its rows."""

    def __init__(self, records: dict[tuple[str, str], list[str]] | None = None) -> None:
        self.records = records or {}
        self.asked: list[tuple[str, str]] = []
        self.silent = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    @property
    def place(self) -> str:
        """In the form of RAPPORT_DNS_SERVERS."""
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                wire, address = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            if not self.silent:
                self._socket.sendto(self._answer(dns.message.from_wire(wire)).to_wire(), address)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(query, recursion_available=True)
        answer.flags |= dns.flags.AA
        if rows := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, dns.rdataclass.IN, question.rdtype, *rows))
        elif not any(known == name or known.endswith("." + name) for known, _kind in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()
