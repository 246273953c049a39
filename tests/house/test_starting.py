"""Production refuses to start with unsafe settings, and says in words what is wrong; development starts on nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(module: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    quiet = {
        name: value for name, value in os.environ.items() if not name.startswith(("RAPPORT_", "DATABASE_", "REDIS_"))
    }
    return subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=ROOT,
        env={**quiet, "RAPPORT_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_with_nothing_set_does_not_start(tmp_path: Path) -> None:
    refused = start("config.wsgi", tmp_path, RAPPORT_ENV="production", RAPPORT_SECRET_KEY="short", RAPPORT_DEMO="1")
    assert refused.returncode != 0
    for words in (
        "RAPPORT_DEMO is on in production",
        "RAPPORT_SECRET_KEY is missing or short",
        "DATABASE_URL is not PostgreSQL",
    ):
        assert words in refused.stderr


@pytest.mark.parametrize("module", ["config.wsgi", "config.celery"])
def test_development_starts_on_nothing(module: str, tmp_path: Path) -> None:
    assert start(module, tmp_path).returncode == 0
