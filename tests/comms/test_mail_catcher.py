"""The demo's mail catcher as it is run: by its command, over SMTP, into files."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.servers.daemon import free_port

ROOT = Path(__file__).resolve().parents[2]
LETTER = "From: Rapport <accounts@rapport.example>\r\nSubject: Ваш код\r\n\r\nКод: 431 902\r\n".encode()


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    port = free_port()
    command = [sys.executable, "manage.py", "mail_catcher", f"--port={port}", f"--folder={tmp_path / 'mailroom'}"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "RAPPORT_DATA_DIR": str(tmp_path)})
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=2).close()
            break
        except OSError:
            time.sleep(0.05)
    yield process, port, tmp_path / "mailroom"
    process.kill()
    process.wait()


def test_a_letter_is_kept_as_it_came_with_its_envelope(catcher: tuple[subprocess.Popen[bytes], int, Path]) -> None:
    process, port, mailroom = catcher
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.sendmail("accounts@rapport.example", ["mara@client.example", "ilya@client.example"], LETTER)
    (kept,) = mailroom.iterdir()
    assert kept.suffix == ".eml"
    assert kept.read_bytes().endswith(LETTER)
    letter = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert letter["X-Envelope-To"] == "mara@client.example, ilya@client.example"

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
