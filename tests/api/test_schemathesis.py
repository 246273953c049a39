"""Hostile calls made from the schema itself, against the running app: nothing breaks, and all answers are as described.

A real server, a real token of an owner, and the keys of real rows, so that calls get past 404. Reduced by default; with
RAPPORT_FULL_SIZE every phase and many more examples.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.throttling import TokenThrottle
from api.views import docs
from tests.api.conftest import token_for
from tests.api.scenes import Scene, answered, fill
from tests.world import World

FULL = bool(os.environ.get("RAPPORT_FULL_SIZE"))
SIZE = (
    ("--max-examples=50", "--phases=examples,coverage,fuzzing")
    if FULL
    else ("--max-examples=2", "--phases=examples,fuzzing")
)
LEFT_OUT = "positive_data_acceptance"
"""What fits the schema may still be refused: a key that is nobody's, a name that is taken, a summary that was sent."""

pytestmark = pytest.mark.django_db(transaction=True)


def settings_for(scene: Scene, folder: Path) -> Path:
    """Tells schemathesis which key stands in which address."""
    lines = ["[cache]", "enabled = false"]
    for path in docs.described()["paths"]:
        noun = path.partition("/{key}")[0].rpartition("/")[2] if "{key}" in path else ""
        if noun:
            key = json.dumps({"path.key": scene[noun].key}).replace(":", " =")
            lines += ["[[operations]]", f"include-path = {json.dumps(path)}", f"parameters = {key}"]
    file = folder / "schemathesis.toml"
    file.write_text("\n".join(lines))
    return file


def test_nothing_breaks(world: World, live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TokenThrottle, "rate", "1000000/min", raising=False)
    scene, token = answered(fill(world.ours)), token_for(world.ours.owner)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={settings_for(scene, tmp_path)}",
        *("run", f"{live_server.url}/api/v1/schema/", "--url", live_server.url),
        *("--header", f"Authorization: Bearer {token}", "--workers=1", "--seed=7", f"--exclude-checks={LEFT_OUT}"),
        *("--generation-database=none", "--no-color", *SIZE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
