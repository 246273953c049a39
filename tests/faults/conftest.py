"""The bed of the fault tests, on whichever database the run has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.comms.mailroom import point_to
from tests.conftest import on_postgres
from tests.faults.bed import Bed, postgres_bed, sqlite_bed
from tests.servers.smtp import SmtpServer


@pytest.fixture
def bed(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Bed]:
    settings.FILES_DIR = tmp_path
    with postgres_bed() if on_postgres() else sqlite_bed(tmp_path) as ready:
        yield ready


@pytest.fixture
def server(smtp_server: SmtpServer, settings: Any, bed: Bed) -> SmtpServer:
    """An SMTP server that this process and the workers write to."""
    point_to(smtp_server, settings, timeout=20)
    return smtp_server
