"""A whole Rapport for a story: web server, worker with its scheduler, real SMTP and IMAP, on a database of its own.

Each part is a process of its own, as in production. Waiting is always for something to become true, within a bound.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.request import urlopen

from celery import Celery
from django.db import connections
from django.utils import timezone

from agency.models import Agency
from agency.tenancy.scope import within
from comms.models import Mailbox
from config import broker, environment
from tests.comms.mailroom import let_pass
from tests.journeys.databases import Database
from tests.servers.daemon import die_with_parent, free_port
from tests.servers.imap import ImapMailbox
from tests.servers.smtp import Delivery, SmtpServer

ROOT = Path(__file__).resolve().parents[2]
A_WHILE = 60.0
QUEUES = "--queues=celery,mailboxes"
TASKS = ("-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency=1", "--loglevel=warning", QUEUES)
AS_ANYBODY = ("-W", "ignore:You're running the worker with superuser")
TROUBLE = re.compile(r"^(ERROR|CRITICAL|Traceback)|\[(ERROR|CRITICAL)|\" 500 |rapport\.request \S+ \S+ 5\d\d", re.M)

Found = TypeVar("Found")


class Waited(AssertionError):
    """Something did not happen in time."""


def wait_until(happens: Callable[[], Found], what: str, seconds: float = A_WHILE) -> Found:
    """What `happens` gives as soon as it is something. Raises Waited with `what` in words."""
    ends = time.monotonic() + seconds
    while not (found := happens()):
        if time.monotonic() > ends:
            raise Waited(f"within {seconds:.0f} s it did not come true that {what}")
        time.sleep(0.05)
    return found


def answers(address: str) -> bool:
    with contextlib.suppress(OSError), urlopen(address, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


@dataclass
class Rapport:
    """Start what the story needs; `close` ends it all and says what the logs complain of."""

    folder: Path
    database: Database
    smtp: SmtpServer
    mailbox: ImapMailbox
    blocker: Any
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    forgiven: list[str] = field(default_factory=list)
    """Parts of log lines that the story brings about on purpose."""
    visitors: list[Any] = field(default_factory=list)
    """Whoever has a browser open; a chapter that fails leaves a picture of each."""

    @property
    def url(self) -> str:
        """By this name, and not by number: passkeys need it."""
        return f"http://localhost:{self.port}"

    @property
    def broker(self) -> str:
        return self.database.redis_url or f"{broker.SCHEME}://localhost"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.database.redis_url,
            "RAPPORT_BASE_URL": self.url,
            "RAPPORT_DATA_DIR": str(self.folder),
            "RAPPORT_SMTP_URL": self.smtp.url,
            "RAPPORT_SIGNUP_OPEN": "1",
            "RAPPORT_LOG_JSON": "0",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "",
        }

    # --- Processes ---
    def start_web(self) -> None:
        self.serve("web", self.port)
        wait_until(self.is_ready, "the web server says that it is ready")

    def serve(self, name: str, port: int, **settings: str) -> None:
        self.start(
            name, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=4",
            "--log-level=warning", **settings,
        )  # fmt: skip

    @contextlib.contextmanager
    def without_database(self) -> Iterator[str]:
        """The address of a second web server whose database is gone; what its log says of that is expected."""
        port, log = free_port(), self.log_of("lost")
        self.serve("lost", port, DATABASE_URL="sqlite:////nowhere/rapport.sqlite3")
        try:
            wait_until(lambda: answers(f"http://localhost:{port}/health/live"), "a server without database lives")
            yield f"http://localhost:{port}"
            assert TROUBLE.search(log.read_text()), "what breaks is written down"
        finally:
            self.kill("lost")
            log.unlink()

    def start_worker(self, name: str = "worker", *, beat: bool = True) -> None:
        schedule = ("--beat", f"--schedule={self.folder / f'{name}.schedule'}") if beat else ()
        self.start(name, *AS_ANYBODY, *TASKS, f"--hostname={name}@%h", *schedule)

    def start(self, name: str, *arguments: str, **settings: str) -> None:
        with self.log_of(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def kill(self, name: str) -> None:
        """As the machine does it when its memory runs out: at once, children included."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def is_ready(self) -> bool:
        web = self.running["web"]
        assert web.poll() is None, f"the web server ended:\n{self.log_of('web').read_text()}"
        return answers(f"{self.url}/health/ready")

    def manage(self, *arguments: str, stdin: bytes = b"") -> str:
        """A management command. Raises AssertionError with its output if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {arguments[0]}: {done.stdout.decode()}{done.stderr.decode()}"
        return done.stdout.decode()

    def close(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    # --- Logs ---
    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def complaints(self) -> list[str]:
        """Errors in any process's log with what follows them, except those that the story brings about."""
        found = []
        for log in self.folder.glob("*.log"):
            lines = log.read_text(errors="replace").splitlines()
            for number, line in enumerate(lines):
                if TROUBLE.search(line) and not any(part in line for part in self.forgiven):
                    found.append(f"{log.name}: " + "\n".join(lines[number : number + 80]))
        return found[:3]

    # --- The bell, and time ---
    def ring(self, task: str, *ids: int) -> None:
        """What the scheduler does when a task's time has come, through the same broker, worker or not."""
        queue = self.folder / "broker/queue"
        queue.mkdir(parents=True, exist_ok=True)
        with Celery("bed", broker=self.broker, set_as_current=False) as bell:
            bell.conf.broker_transport_options = (
                {}
                if self.database.redis_url
                else {
                    "data_folder_in": str(queue),
                    "data_folder_out": str(queue),
                    "control_folder": str(queue.with_name("control")),
                }
            )
            bell.send_task(task, args=ids, ignore_result=True)

    @contextlib.contextmanager
    def rows(self) -> Iterator[None]:
        """Inside, Django's models are those of this Rapport."""
        with self.blocker.unblock():
            wrapper = connections.create_connection("default")
            wrapper.settings_dict = {**wrapper.settings_dict, **environment.database(self.database.url)}
            before = connections["default"]
            connections["default"] = wrapper
            try:
                yield
            finally:
                connections["default"] = before
                wrapper.close()

    @contextlib.contextmanager
    def inside(self, slug: str) -> Iterator[Agency]:
        """The scope of an agency of this Rapport."""
        with self.rows(), within(Agency.objects.get(slug=slug)) as agency:
            yield agency

    def let_pass(self, slug: str, by: timedelta) -> None:
        """Time passes for all that this agency has of mail and clocks."""
        with self.rows():
            let_pass(SimpleNamespace(agency=Agency.objects.get(slug=slug)), by)  # type: ignore[arg-type]

    def poll_the_mailboxes(self, slug: str) -> None:
        """Their minute is over; returns when the worker has looked into each, and so done all that was rung before."""
        began = timezone.now()
        with self.inside(slug):
            Mailbox.objects.update(next_poll_at=began - timedelta(seconds=1))
        self.ring("comms.tasks.sweep_mailboxes")

        def looked() -> bool:
            with self.inside(slug):
                return not Mailbox.objects.exclude(polled_at__gte=began).exists()

        wait_until(looked, "the mailboxes were looked into")

    # --- Mail ---
    def mail_to(self, address: str, words: str = "", *, after: int = 0, seconds: float = A_WHILE) -> EmailMessage:
        """The first mail to this address that says these words in subject or text, as soon as it is there.

        `after` leaves out what had arrived before: `len(rapport.smtp.received)` then.
        """

        def wanted(delivery: Delivery) -> bool:
            if address not in delivery.recipients or delivery in self.smtp.received[:after]:
                return False
            return words in told_by(delivery.message)

        return self.smtp.wait_for(wanted, seconds)[0].message

    def mails_to(self, address: str, words: str = "") -> list[EmailMessage]:
        """All mails that have come for this address so far and say these words."""
        messages = [one.message for one in self.smtp.received if address in one.recipients]
        return [one for one in messages if words in told_by(one)]


def text_of(message: EmailMessage) -> str:
    """The plain part, which is complete."""
    body = message.get_body(("plain",))
    assert body is not None, "a mail without plain text"
    return str(body.get_content())


def told_by(message: EmailMessage) -> str:
    """Subject and text, without line breaks."""
    return " ".join(f"{message['Subject']} {text_of(message)}".split())


def link_in(message: EmailMessage, part: str = "http://localhost") -> str:
    """The first address in the mail's text that has this part."""
    found = [one for one in re.findall(r"https?://[^\s<>\"]+", text_of(message)) if part in one]
    assert found, f"no link with {part!r} in:\n{text_of(message)}"
    return found[0].rstrip(".,)")


def throw_away(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
