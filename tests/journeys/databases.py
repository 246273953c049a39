"""Databases for stories: migrated once, then copied for each, on SQLite as a file and on PostgreSQL as a template."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "RAPPORT_TEST_TEMPLATE"
"""Names a migrated, empty database that may be copied, of this server or a file (`tests/ready.py`)."""


@dataclass(frozen=True)
class Database:
    """`url` is what web and worker use, on PostgreSQL as the role that owns nothing. No Redis: `redis_url` is empty."""

    url: str
    redis_url: str = ""


class Stock:
    """Gives out databases with all tables and no rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner_url = os.environ.get("DATABASE_OWNER_URL", "")
        self.on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
        self.borrowed = TEMPLATE in os.environ
        if self.borrowed:
            self.template = os.environ[TEMPLATE]
        elif self.on_postgres:
            self.template = f"rapport_template_{token_hex(4)}"
            self._as_owner(f"CREATE DATABASE {self.template}")
            self._migrate(_renamed(self.owner_url, self.template))
        else:
            self.template = str(folder / "template.sqlite3")
            self._migrate(f"sqlite://{self.template}")

    def _migrate(self, url: str) -> None:
        surroundings = {**os.environ, "DATABASE_URL": url, "RAPPORT_DATA_DIR": str(self.folder), "REDIS_URL": ""}
        command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=surroundings, check=True)

    @contextmanager
    def database(self, folder: Path) -> Iterator[Database]:
        if not self.on_postgres:
            shutil.copy(self.template, folder / "rapport.sqlite3")
            yield Database(f"sqlite://{folder / 'rapport.sqlite3'}")
            return
        name = f"rapport_story_{token_hex(4)}"
        self._as_owner(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        try:
            yield Database(_renamed(os.environ["DATABASE_URL"], name), _redis_of_its_own())
        finally:
            self._as_owner(f"DROP DATABASE {name}")

    def close(self) -> None:
        if self.on_postgres and not self.borrowed:
            self._as_owner(f"DROP DATABASE {self.template}")

    def _as_owner(self, statement: str) -> None:
        with closing(psycopg2.connect(self.owner_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _redis_of_its_own() -> str:
    """Another number on the same server: each test process empties its own cache after each test, and all in it."""
    url = os.environ.get("REDIS_URL", "")
    number = 8 + int(urlsplit(url).path.strip("/") or 0)
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}")) if url else ""
