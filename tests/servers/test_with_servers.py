"""bin/with-servers: hands on the command's own end, and leaves nothing behind, however it ends itself."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

SCRIPT = str(Path(__file__).resolve().parents[2] / "bin" / "with-servers")
TELL_AND_WAIT = "import os, time; print(os.environ['REDIS_URL'], flush=True); time.sleep(60)"


def answers(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


def gone(url: str, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while answers(url) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not answers(url)


def test_the_commands_own_exit_code_comes_out() -> None:
    command = [SCRIPT, "--redis", "--", sys.executable, "-c", "raise SystemExit(7)"]
    assert subprocess.run(command, check=False).returncode == 7


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_servers_end_with_it(ending: signal.Signals) -> None:
    command = [SCRIPT, "--redis", "--", sys.executable, "-c", TELL_AND_WAIT]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    url = process.stdout.readline().decode().strip()
    with redis.Redis.from_url(url) as client:
        folder = Path(client.config_get("dir")["dir"])
    assert folder.is_dir()
    os.kill(process.pid, ending)
    process.wait(timeout=10)
    process.stdout.close()
    assert gone(url)
    if ending == signal.SIGKILL:  # nobody is left to tidy up
        shutil.rmtree(folder)
    assert not folder.exists()


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path)}
    asked = subprocess.run(
        [sys.executable, "-c", "from tests.servers.daemon import program; program('no-such-server')"],
        cwd=Path(SCRIPT).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no-such-server is not installed" in asked.stderr
