"""What was spent where and what it brought (P3): from the tree of account, channel and campaign to a table. Pure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, ngettext

from reports.sentences import month_before, month_names, year_before
from reports.snapshot import Node, Spend
from reports.units import change_words, minor_words, value_words

NOTHING = "–"
MOST_ROWS = 40


def by_channel(spend: Spend, month: date, depth: int) -> dict[str, Any]:
    """Head, rows with their level, the sum, and a word on rows left out; columns that nobody filled are left out."""
    lines = list(_lines(spend.whole.children, depth))
    everything = [node for node, _level in lines] + [spend.whole]
    columns = _columns(spend, month, everything)
    return {
        "head": [name for name, _cell in columns],
        "rows": [
            {"name": node.name, "level": level, "cells": _labelled(node, columns)} for node, level in lines[:MOST_ROWS]
        ],
        "together": _labelled(spend.whole, columns),
        "left_out": (
            ngettext("and %(count)d more line, on request", "and %(count)d more lines, on request", left_out)
            % {"count": left_out}
            if (left_out := len(lines) - MOST_ROWS) > 0
            else ""
        ),
    }


def _labelled(node: Node, columns: list[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"head": name, "words": cell(node)} for name, cell in columns]


def _lines(nodes: tuple[Node, ...], depth: int, level: int = 0) -> Iterator[tuple[Node, int]]:
    for node in nodes if depth else ():
        yield node, level
        yield from _lines(node.children, depth - 1, level + 1)


def _columns(spend: Spend, month: date, nodes: list[Node]) -> list[tuple[str, Any]]:
    """Name and cell of each column that has something in it."""

    def result(node: Node) -> str:
        return NOTHING if node.result is None else value_words(node.result, spend.result_unit)

    def against(before: str) -> Any:
        def cell(node: Node) -> str:
            earlier: Decimal | None = getattr(node, before)
            if node.result is None or earlier is None:
                return NOTHING
            return change_words(node.result, earlier, spend.result_unit, as_share=True) or _("as before")

        return cell

    a_year_ago, a_month_ago = month_names(year_before(month)), month_names(month_before(month))
    columns = [
        (_("Spent"), _minor("spent_minor", spend), "spent_minor"),
        (spend.result_name or _("Result"), result, "result"),
        (_("On %(short_year)s") % a_year_ago, against("result_year_ago"), "result_year_ago"),
        (_("On %(short)s") % a_month_ago, against("result_month_ago"), "result_month_ago"),
        (spend.unit_cost_name or _("Per result"), _minor("unit_cost_minor", spend), "unit_cost_minor"),
    ]
    return [(name, cell) for name, cell, field in columns if any(getattr(node, field) is not None for node in nodes)]


def _minor(field: str, spend: Spend) -> Any:
    def cell(node: Node) -> str:
        amount: int | None = getattr(node, field)
        return NOTHING if amount is None else minor_words(amount, spend.currency)

    return cell
