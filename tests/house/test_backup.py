"""bin/backup and bin/restore: everything comes back, of every agency, and nothing is overwritten unasked."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.servers.daemons import PostgreSQL

ROOT = Path(__file__).resolve().parents[2]

SCHEMA = """
CREATE TABLE house_agency (id bigint PRIMARY KEY);
CREATE TABLE house_note (id bigserial PRIMARY KEY, agency_id bigint REFERENCES house_agency, body text NOT NULL);
CREATE VIEW house_notes WITH (security_invoker) AS SELECT body FROM house_note;
CREATE FUNCTION house_count() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM house_note';
INSERT INTO house_agency VALUES (1), (2);
INSERT INTO house_note (agency_id, body) VALUES (1, 'ours'), (2, 'theirs');
ALTER TABLE house_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE house_note FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON house_note USING (agency_id = nullif(current_setting('rapport.agency_id', true), '')::bigint);
CREATE POLICY system ON house_note TO rapport_system USING (true);
"""


def call(
    script: str, *arguments: str, data: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "RAPPORT"))}
    surroundings = {**plain, "RAPPORT_DATA_DIR": str(data), **(env or {})}
    command = [sys.executable, str(ROOT / "bin" / script), *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def archive_in(data: Path) -> str:
    (archive,) = (data / "backups").iterdir()
    return str(archive)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a database and one stored file."""
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "letter.eml").write_bytes(b"Subject: as received\r\n\r\n\xff")
    with closing(sqlite3.connect(tmp_path / "rapport.sqlite3")) as database:
        database.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE note (body text); INSERT INTO note VALUES ('kept')"
        )
    return tmp_path


def notes(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "rapport.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT body FROM note")]


def test_sqlite_and_files_come_back_on_an_empty_machine(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert call("backup", data=data).returncode == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = call("restore", archive_in(data), data=elsewhere)
    assert done.returncode == 0, done.stderr
    assert notes(elsewhere) == ["kept"]
    assert (elsewhere / "files/ab/letter.eml").read_bytes() == (data / "files/ab/letter.eml").read_bytes()


def test_what_is_there_is_replaced_only_when_forced_and_then_kept_aside(data: Path) -> None:
    call("backup", data=data)
    with closing(sqlite3.connect(data / "rapport.sqlite3")) as database:
        database.execute("INSERT INTO note VALUES ('later')")
        database.commit()
    refused = call("restore", archive_in(data), data=data)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert notes(data) == ["kept", "later"]
    assert call("restore", "--force", archive_in(data), data=data).returncode == 0
    assert notes(data) == ["kept"]
    assert len(list(data.glob("rapport.sqlite3.before-*"))) == 1
    assert len(list(data.glob("files.before-*"))) == 1


def test_a_backup_is_for_its_maker_only(data: Path) -> None:
    call("backup", data=data)
    assert Path(archive_in(data)).stat().st_mode & 0o077 == 0


def test_an_archive_that_reaches_outside_is_refused(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    crooked = data / "crooked.tar.gz"
    with tarfile.open(crooked, "w:gz") as archive:
        entry = tarfile.TarInfo("../outside")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"evil"))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    refused = call("restore", str(crooked), data=elsewhere)
    assert refused.returncode == 1
    assert "no place in a backup" in refused.stderr
    assert list(elsewhere.iterdir()) == []


@pytest.fixture
def postgres(data: Path) -> Iterator[tuple[PostgreSQL, dict[str, str]]]:
    with PostgreSQL() as server:
        environment = server.environment()
        ask(environment, SCHEMA)
        yield server, environment


def ask(environment: dict[str, str], *questions: str) -> list[tuple[object, ...]]:
    """Answers to the last of the owner's questions, all in one transaction."""
    with (
        closing(psycopg2.connect(environment["DATABASE_OWNER_URL"])) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        for question in questions:
            cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def everything(environment: dict[str, str]) -> list[tuple[object, ...]]:
    return ask(environment, "SET LOCAL ROLE rapport_system", "SELECT body FROM house_note ORDER BY body")


@pytest.mark.postgres
def test_postgresql_gives_back_the_rows_of_all_agencies_and_their_walls(
    data: Path, postgres: tuple[PostgreSQL, dict[str, str]]
) -> None:
    _, environment = postgres
    done = call("backup", data=data, env=environment)
    assert done.returncode == 0, done.stderr

    refused = call("restore", archive_in(data), data=data, env=environment)
    assert refused.returncode == 1
    assert "--force" in refused.stderr

    ask(environment, "CREATE TABLE house_newer (id bigint)", "DELETE FROM house_agency WHERE id > 2")
    done = call("restore", "--force", archive_in(data), data=data, env=environment)
    assert done.returncode == 0, done.stderr
    assert everything(environment) == [("ours",), ("theirs",)]
    assert ask(environment, "SELECT body FROM house_note") == []
    assert ask(environment, "SET LOCAL rapport.agency_id = '1'", "SELECT body FROM house_notes") == [("ours",)]
    assert ask(environment, "SELECT to_regclass('house_newer') IS NULL") == [(True,)]


@pytest.mark.postgres
def test_a_backup_that_postgresql_refuses_changes_nothing(
    data: Path, postgres: tuple[PostgreSQL, dict[str, str]]
) -> None:
    server, environment = postgres
    call("backup", data=data, env=environment)
    server.psql("-d", "rapport", "-c", "CREATE TABLE not_ours (id bigint)")
    refused = call("restore", "--force", archive_in(data), data=data, env=environment)
    assert refused.returncode == 1
    assert "stands as it was" in refused.stderr
    assert everything(environment) == [("ours",), ("theirs",)]
