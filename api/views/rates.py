"""How the promise was kept, and the messages behind each figure."""

from typing import Any

from django.db.models import QuerySet

from api.operations import listing, operation
from api.serializers.rates import MessageBehindAnswer, MessagesBehindQuery, RatesAnswer, RatesQuery
from api.views.base import ApiView
from clients.days import day_of
from comms.models import Episode
from comms.queries.promise import Show
from reports import promise_rows
from reports.asked import Asked
from reports.periods import days_between
from reports.queries import promise as queries
from reports.queries.promise import By, Line


class RatesView(ApiView):
    tag = "Promise"
    verbs = {"GET": "promise.read"}

    def asked(self, query: dict[str, Any]) -> Asked:
        days = days_between(query.get("from_day"), query.get("until"), day_of(self.now, self.agency))
        return Asked(days=days, rated=query.get("member"), client=query.get("client"))


class Rates(RatesView):
    @operation("How the promise was kept", asks=RatesQuery, gives=RatesAnswer)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """By month, member or client, in real time. A manager who is kept to their own gets their clients’ rates and
        their own.
        """
        asked = self.asked(query)
        lines = queries.lines(asked, By(query["by"]), self.member)
        return {
            "from_day": asked.days.first,
            "until": asked.days.last,
            "total": queries.whole(asked, self.member),
            "lines": [_line(line, By(query["by"])) for line in lines],
        }


def _line(line: Line, by: By) -> dict[str, Any]:
    return {
        "month": line.month,
        "member": line.row if by is By.MANAGER else None,
        "client": line.row if by is By.CLIENT else None,
        "figures": line.kept,
    }


class MessagesBehind(RatesView):
    @listing("List the messages behind a figure", of=MessageBehindAnswer, asks=MessagesBehindQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Episode]:
        """As many as the figure of that name says."""
        return promise_rows.behind(self.asked(query), Show(query["show"]), self.member)

    def shown_with(self, rows: list[Any]) -> list[Any]:
        told = promise_rows.is_theirs(self.member)
        for row in rows:
            wait = promise_rows.waited(row)
            row.told = row if told(row) else None
            row.stood_at = None if wait is None else row.opened_at + wait
        return rows
