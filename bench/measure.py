"""Measuring: several shuffled rounds, medians of wall time and of this process's CPU, ratios to a floor."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass
class Case:
    """Something to measure. `run` returns what it did, which `check` must accept; `floor` names the case it is held
    to; what `before` does is not measured."""

    name: str
    run: Callable[[], object]
    check: Callable[[object], bool] = bool
    floor: str = ""
    before: Callable[[], object] = bool
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def middle(self) -> float:
        """Median wall time in milliseconds."""
        return median(self.wall) * 1000

    @property
    def slowest(self) -> float:
        """95th percentile of the wall time in milliseconds."""
        return (quantiles(self.wall, n=20)[-1] if len(self.wall) > 1 else self.wall[0]) * 1000


def measure(cases: Sequence[Case], rounds: int) -> None:
    """Warms each up once, counting its queries, then runs all in shuffled rounds."""
    for case in cases:
        case.before()
        _checked(case)
        case.before()
        with CaptureQueriesContext(connection) as captured:
            _checked(case)
        case.queries = len(captured)
    order = list(cases)
    for number in range(rounds):
        random.Random(number).shuffle(order)
        for case in order:
            case.before()
            wall, cpu = time.perf_counter(), time.process_time()
            _checked(case)
            case.wall.append(time.perf_counter() - wall)
            case.cpu.append(time.process_time() - cpu)


def _checked(case: Case) -> None:
    found = case.run()
    if not case.check(found):
        raise AssertionError(f"{case.name}: not what was asked for: {str(found)[:200]}")


def table(cases: Sequence[Case]) -> str:
    """Queries, median, p95, CPU, and the ratio to the floor of each, as text."""
    by_name = {case.name: case for case in cases}
    lines = [f"{'':<34}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'CPU ms':>9}  ratio"]
    for case in cases:
        ratio = f"{case.middle / by_name[case.floor].middle:>6.2f} x {case.floor}" if case.floor else ""
        cpu = median(case.cpu) * 1000
        lines.append(f"{case.name:<34}{case.queries:>8}{case.middle:>11.2f}{case.slowest:>9.2f}{cpu:>9.2f}  {ratio}")
    return "\n".join(lines)
