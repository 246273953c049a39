"""For tests in several processes: each has a Redis database and a data folder of its own, and what shares a costly
scene stays together. Loaded before Django, by `-p tests.apart`.
"""

import gc
import os
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from xdist.scheduler import LoadScopeScheduling

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ONE_SCENE = ("tests/demo", "tests/doors", "tests/journeys/main_job")
"""Folders whose tests share what is dear to set up."""
SCENES_OF_THEIR_OWN = ("tests/doors/test_axe.py",)
"""Files that take so long that a second process with a scene of its own is quicker."""
BESIDE = {"tests/api/test_events.py": "tests/doors"}
"""The feed of events holds back what comes after any transaction of the server that still runs: nobody follows it
while another process keeps its scene in one.
"""
gc.set_threshold(50_000, 20, 20)  # a test's rows and pages are gone soon enough

if WORKER:
    if url := os.environ.get("REDIS_URL"):
        number = int(WORKER.removeprefix("gw"))
        os.environ["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
    if folder := os.environ.get("RAPPORT_DATA_DIR"):
        os.environ["RAPPORT_DATA_DIR"] = str(Path(folder, WORKER))


class Scenes(LoadScopeScheduling):
    """A process takes a whole folder that shares a scene, else a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in BESIDE:
            return BESIDE[file]
        folder = str(PurePosixPath(file).parent)
        return folder if folder in ONE_SCENE and file not in SCENES_OF_THEIR_OWN else file


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Scenes:
    config.option.loadscopereorder = False  # in the order of tests/conftest.py: what takes long begins first
    return Scenes(config, log)
