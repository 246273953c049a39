"""Real PostgreSQL, Redis and IMAP (dovecot) on free ports of this machine, for as long as a test or a command runs.

Standard library only, so that bin/with-servers works before anything is installed.
"""

from __future__ import annotations

import grp
import os
import pwd
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.servers.daemon import Daemon, program

ROLES = Path(__file__).resolve().parents[2] / "config" / "postgres-roles.sql"


class PostgreSQL(Daemon):
    """PostgreSQL with the roles of config/postgres-roles.sql; no password is asked for, nothing is flushed to disk."""

    stop_signal = signal.SIGINT  # fast shutdown: does not wait for clients

    def prepare(self) -> None:
        language = ("-E", "UTF8", "--locale=C.UTF-8")
        self.run(program("initdb"), "-D", "data", "-U", "postgres", "-A", "trust", "--no-sync", *language)

    def arguments(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "jit": "off",
            "autovacuum": "on" if os.environ.get("RAPPORT_FULL_SIZE") else "off",  # no other test lives long enough
        }
        return [program("postgres"), "-D", "data", *(f"-c{name}={value}" for name, value in settings.items())]

    def start(self) -> Self:
        fresh = not (self.folder / "data").exists()
        super().start()
        if fresh:
            self.psql("-f", str(ROLES))
            self.psql("-c", "ALTER ROLE rapport_owner CREATEDB")  # for the tests' own databases
        return self

    def answers(self) -> bool:
        ready = subprocess.run([program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False)
        return ready.returncode == 0

    def psql(self, *arguments: str) -> None:
        """As this process's own user, who may read the files it names."""
        place = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres")
        command = [program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *place, *arguments]
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        done = subprocess.run(command, env=quiet, text=True, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"psql failed:\n{done.stderr}")

    def environment(self) -> dict[str, str]:
        place = f"127.0.0.1:{self.port}/rapport"
        return {
            "DATABASE_URL": f"postgres://rapport_app@{place}",
            "DATABASE_OWNER_URL": f"postgres://rapport_owner@{place}",
        }


class Redis(Daemon):
    """Redis in memory only: a stop loses everything, as the application must be able to bear."""

    stop_signal = signal.SIGKILL  # there is nothing to save, and it takes its time over SIGTERM

    def arguments(self) -> list[str]:
        memory_only = ("--save", "", "--appendonly", "no")
        return [program("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port), *memory_only]

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis://127.0.0.1:{self.port}/0"}


class IMAP(Daemon):
    """dovecot with one password for every user name; each name has a Maildir of its own, made at the first sign-in."""

    stop_signal = signal.SIGKILL  # it waits for its clients for seconds, and each message is a file of its own

    login = "studio@agency.example"
    password = "open-sesame"
    further = ""
    """Lines that a test adds to the configuration."""

    def prepare(self) -> None:
        (self.folder / "dovecot.conf").write_text(self.configuration(), encoding="ascii")

    def arguments(self) -> list[str]:
        return [program("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")]

    def configuration(self) -> str:
        group = grp.getgrgid(pwd.getpwnam(self.user).pw_gid).gr_name
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {self.user}
default_internal_group = {group}
default_login_user = {self.user}
first_valid_uid = 1
mail_uid = {self.user}
mail_gid = {group}
mail_location = maildir:{self.folder}/mail/%u
passdb {{
  driver = static
  args = password={self.password}
}}
userdb {{
  driver = static
  args = home={self.folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox "Gesendete Objekte" {{
    special_use = \\Sent
  }}
}}
{self.further}"""

    def environment(self) -> dict[str, str]:
        return {
            "IMAP_HOST": "127.0.0.1",
            "IMAP_PORT": str(self.port),
            "IMAP_USER": self.login,
            "IMAP_PASSWORD": self.password,
        }
