"""A throw-away server process in a temporary folder; it dies with the process that started it, however that ends."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

START_SECONDS = 30.0
STOP_SECONDS = 10.0
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """Path of a server program, also where Debian keeps it off the PATH. Raises FileNotFoundError in words."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if found:
        return found
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if debian:
        return str(debian[-1])
    raise FileNotFoundError(f"{name} is not installed; `bin/bootstrap --tests` says how to get it")


def unprivileged() -> str:
    """The user servers run as: nobody instead of root, whom PostgreSQL refuses; anybody else as they are."""
    return "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def die_with_parent(with_signal: int) -> Callable[[], None]:
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, with_signal)


class Daemon:
    """One server in a folder of its own. `start` returns when it answers, and works again after `halt` or `kill`."""

    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-", dir="/tmp"))
        self.user = unprivileged()
        account = pwd.getpwnam(self.user)
        self._as_user: dict[str, Any] = {}
        if os.getuid() == 0:
            self._as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Write what the server needs before its first start."""

    def arguments(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What a client needs to know, as environment variables."""
        raise NotImplementedError

    def run(self, *arguments: str) -> None:
        """Run a helper program as the server's user; its output is shown only when it fails."""
        done = subprocess.run(arguments, cwd=self.folder, text=True, capture_output=True, check=False, **self._as_user)
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed ({done.returncode}):\n{done.stdout}{done.stderr}")

    def start(self) -> Self:
        if not any(self.folder.iterdir()):
            self.prepare()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.arguments(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
                **self._as_user,
            )
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"{type(self).__name__} did not start:\n{log}")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def halt(self) -> None:
        """Stop in good order and keep the data."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """Stop hard, children included, and keep the data."""
        self._end(signal.SIGKILL)

    def _end(self, with_signal: int) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            if with_signal == signal.SIGKILL:
                os.killpg(self.process.pid, with_signal)
            else:
                self.process.send_signal(with_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def close(self) -> None:
        """Stop and throw everything away."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()
