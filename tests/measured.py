"""Coverage of what changes rows, measured while the tests of verbs run and at no other time: stories, doors and pages
go through the same lines, and measuring them takes half as long again. Loaded before Django, by `-p tests.measured`.

Each process leaves a file of its own beside `COVERAGE_FILE`, for `coverage combine`.
"""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("agency", "clients", "comms", "reports")
ELSEWHERE = tuple(os.environ.get("RAPPORT_UNMEASURED", "").split())
"""Files and folders of tests that are not measured."""

coverage = Coverage(data_suffix=True, branch=True, source=[str(ROOT / room / "domain") for room in ROOMS])
coverage.start()


def pytest_sessionstart() -> None:
    """What runs when a module is imported counts as well."""
    for room in ROOMS:
        for path in sorted((ROOT / room / "domain").glob("*.py")):
            import_module(f"{room}.domain.{path.stem}".removesuffix(".__init__"))
    coverage.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if item.nodeid.startswith(ELSEWHERE):
        return (yield)
    coverage.start()
    try:
        return (yield)
    finally:
        coverage.stop()


def pytest_sessionfinish() -> None:
    coverage.save()
