"""Loaded before Django: each of several test processes gets a Redis database and a data folder of its own."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if WORKER:
    if url := os.environ.get("REDIS_URL"):
        number = int(WORKER.removeprefix("gw"))
        os.environ["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
    if folder := os.environ.get("RAPPORT_DATA_DIR"):
        os.environ["RAPPORT_DATA_DIR"] = str(Path(folder, WORKER))
