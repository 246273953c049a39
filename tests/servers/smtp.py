"""A real SMTP server that does what a test tells it: accept, refuse, greylist, fall silent or hang up at any verb."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.daemon import free_port

FOREVER = 3600.0


class Verb(StrEnum):
    """Where a server can misbehave. BODY is after the final dot, when the message is in its hands."""

    CONNECT = "CONNECT"
    EHLO = "EHLO"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "BODY"
    QUIT = "QUIT"


@dataclass(frozen=True)
class Delivery:
    """One message accepted: its envelope and its bytes as they came."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass
class Fault:
    """What to do at a verb instead of the usual: answer `reply`, or be silent, or hang up; `times` None is always.

    `after`: so many are spared first.
    """

    verb: Verb
    reply: str | None = None
    hang: bool = False
    drip: bool = False
    keep: bool = False
    containing: str = ""
    times: int | None = None
    after: int = 0
    first_of_each: bool = False
    seen: set[str] = field(default_factory=set)

    def strikes(self, verb: Verb, argument: str) -> bool:
        if verb != self.verb or self.containing not in argument or self.times == 0:
            return False
        if self.first_of_each:
            known = argument in self.seen
            self.seen.add(argument)
            return not known
        if self.after:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class _Conversation(SMTP):
    """aiosmtpd's protocol, asking before each verb whether a fault is due."""

    def __init__(self, server: SmtpServer, **options: Any) -> None:
        self.test_server = server
        super().__init__(server, **options)

    async def _struck(self, verb: Verb, argument: str | None) -> bool:
        fault = self.test_server.fault_at(verb, argument or "")
        if fault is None:
            return False
        await self.suffer(fault)
        return True

    def _line(self) -> asyncio.Transport:
        return cast(asyncio.Transport, self.transport)

    async def suffer(self, fault: Fault) -> None:
        if fault.hang:
            await asyncio.sleep(FOREVER)
        elif fault.drip:
            while not self._line().is_closing():
                self._line().write(b"2")
                await asyncio.sleep(0.02)
        elif fault.reply is None:
            self._line().abort()
        else:
            await self.push(fault.reply)

    async def _handle_client(self) -> None:
        fault = self.test_server.fault_at(Verb.CONNECT, "")
        if fault is None:
            await super()._handle_client()
            return
        try:
            await self.suffer(fault)
        finally:
            self._line().close()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._struck(Verb.EHLO, hostname):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self._struck(Verb.AUTH, arg):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self._struck(Verb.MAIL, arg):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self._struck(Verb.RCPT, arg):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._struck(Verb.DATA, arg):
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if not await self._struck(Verb.QUIT, arg):
            await super().smtp_QUIT(arg)


class SmtpServer(Controller):
    """Listens on a free port of 127.0.0.1. With a login, a client must sign in first."""

    def __init__(self, login: str = "", password: str = "", **options: Any) -> None:
        """`options` are aiosmtpd's, such as data_size_limit."""
        self.received: list[Delivery] = []
        self.conversations = 0
        self._faults: list[Fault] = []
        self._arrived = threading.Condition()
        self._options: dict[str, Any] = {"enable_SMTPUTF8": True, **options}
        self._hidden: tuple[str, ...] = ()
        if login:
            credentials = LoginPassword(login.encode(), password.encode())
            self._options |= {
                "auth_required": True,
                "auth_require_tls": False,
                "authenticator": lambda *asked: AuthResult(success=asked[-1] == credentials, handled=False),
            }
        self._credentials = f"{login.replace('@', '%40')}:{password}@" if login else ""
        super().__init__(self, hostname="127.0.0.1", port=free_port(), ready_timeout=20)

    def factory(self) -> SMTP:
        return _Conversation(self, **self._options)

    @property
    def url(self) -> str:
        """In the form of RAPPORT_SMTP_URL."""
        return f"smtp://{self._credentials}127.0.0.1:{self.port}"

    def accept(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def refuse(self, verb: Verb, code: int = 550, *, times: int | None = None, containing: str = "") -> None:
        """Answer with this code; `containing` limits it to arguments (an address, say) with this text in them."""
        self._faults.append(Fault(verb, reply=f"{code} not now", times=times, containing=containing))

    def say(self, verb: Verb, reply: str, *, times: int | None = None) -> None:
        """Answer with these very words."""
        self._faults.append(Fault(verb, reply=reply, times=times))

    def drip(self, verb: Verb, *, times: int | None = None) -> None:
        """Say a letter from time to time and never finish a line."""
        self._faults.append(Fault(verb, drip=True, times=times))

    def hide(self, *extensions: str) -> None:
        """Do not offer these extensions any more."""
        self._hidden = extensions

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Called by aiosmtpd with what it would offer."""
        session.host_name = hostname
        return [line for line in responses if not line[4:].upper().startswith(self._hidden or ("\0",))]

    def greylist(self) -> None:
        """451 at the first RCPT of each recipient, as careful servers do to strangers."""
        self._faults.append(Fault(Verb.RCPT, reply="451 4.7.1 greylisted, come again", first_of_each=True))

    def hang(self, verb: Verb, *, times: int | None = None, keep: bool = False, after: int = 0) -> Fault:
        """Fall silent, so that the client runs into its time limit. `keep` delivers a message in hand (BODY)."""
        self._faults.append(Fault(verb, hang=True, times=times, keep=keep, after=after))
        return self._faults[-1]

    def drop(self, verb: Verb, *, times: int | None = None, keep: bool = False) -> None:
        """Cut the line without a word. `keep` delivers a message that is in hand (BODY)."""
        self._faults.append(Fault(verb, times=times, keep=keep))

    def fault_at(self, verb: Verb, argument: str) -> Fault | None:
        if verb == Verb.CONNECT:
            self.conversations += 1
        return next((fault for fault in self._faults if fault.strikes(verb, argument)), None)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd after the final dot."""
        fault = self.fault_at(Verb.BODY, ",".join(envelope.rcpt_tos))
        if fault is None or fault.keep:
            content = cast(bytes, envelope.original_content)
            with self._arrived:
                self.received.append(Delivery(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
                self._arrived.notify_all()
        if fault is None:
            return "250 2.0.0 accepted"
        if fault.reply is not None:
            return fault.reply
        await cast(_Conversation, server).suffer(fault)
        return "421 4.3.0 gone"

    def wait_for(self, wanted: Callable[[Delivery], bool] | int = 1, seconds: float = 20.0) -> list[Delivery]:
        """Deliveries, as soon as there are this many, or those of this kind. Raises TimeoutError: what came instead."""
        deadline = time.monotonic() + seconds
        with self._arrived:
            while True:
                found = [one for one in self.received if isinstance(wanted, int) or wanted(one)]
                if len(found) >= (wanted if isinstance(wanted, int) else 1):
                    return found
                if not self._arrived.wait(deadline - time.monotonic()):
                    subjects = [str(one.message["Subject"]) for one in self.received]
                    raise TimeoutError(f"not arrived within {seconds} s; arrived so far: {subjects}")

    def __enter__(self) -> Self:
        self.start()
        self.conversations = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(no_assert=True)
