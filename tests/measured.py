"""Coverage of what changes rows, measured while the tests of verbs run and at no other time: stories, doors and pages
go through the same lines, and measuring them takes half as long again. Nor is it measured while Django writes SQL and
draws templates, where no verb is at work. Loaded before Django, by `-p tests.measured`.

Each process leaves a file of its own beside `COVERAGE_FILE`, for `coverage combine`.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("agency", "clients", "comms", "reports")
ELSEWHERE = tuple(os.environ.get("RAPPORT_UNMEASURED", "").split())
"""Files and folders of tests that are not measured."""

coverage = Coverage(data_suffix=True, branch=True, source=[str(ROOT / room / "domain") for room in ROOMS])
coverage.start()


def unmeasured(work: Callable[..., Any]) -> Callable[..., Any]:
    """The function without the trace that measures."""

    @wraps(work)
    def untraced(*args: Any, **kwargs: Any) -> Any:
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            return work(*args, **kwargs)
        finally:
            sys.settrace(trace)

    return untraced


def pytest_sessionstart() -> None:
    """What runs when a module is imported counts as well."""
    from django.db.models.sql.compiler import SQLCompiler
    from django.template.base import Template

    for room in ROOMS:
        for path in sorted((ROOT / room / "domain").glob("*.py")):
            import_module(f"{room}.domain.{path.stem}".removesuffix(".__init__"))
    coverage.stop()
    SQLCompiler.execute_sql = unmeasured(SQLCompiler.execute_sql)  # type: ignore[method-assign]
    Template.render = unmeasured(Template.render)  # type: ignore[method-assign]


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
