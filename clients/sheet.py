"""A table as a CSV file that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it spreadsheets take UTF-8 for something older."""


def csv_answer(name: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A download called `name`. Cells that a spreadsheet would take for a formula are defused."""
    text = io.StringIO()
    csv.writer(text).writerows([defused(cell) for cell in row] for row in rows)
    answer = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def defused(cell: str) -> str:
    """The cell with an apostrophe before what would begin a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
