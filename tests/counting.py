"""How many queries something takes: the same at one row and at three, or a list has an N+1."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(ask: Callable[[], object]) -> int:
    """Counted with an empty cache, so that nothing depends on what was asked before."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)
