"""Calls and their summaries; and everything that passed between us and a client."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agency.reach import reach
from api import queries
from api.fields import among
from api.notes import call_notes
from api.operations import listing, operation
from api.serializers.calls import (
    CallAnswer,
    CallBody,
    SendingBody,
    SummaryAnswer,
    SummaryQuery,
)
from api.serializers.requests import MessageAnswer, MessageQuery
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.models import Client
from comms import sheet
from comms.domain import calls as verbs, checked_sending, corrections
from comms.models import Interaction, Summary
from comms.queries.calls import cast_of, summaries_of, with_answers


class ClientInteractions(ClientView):
    tag = "Requests"
    verbs = {"GET": "request.read"}

    @listing("List what passed between us and a client", of=MessageAnswer, asks=MessageQuery)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[Interaction]:
        """Mails, calls, meetings, letters, and notes among us."""
        rows = queries.interactions_of(self.member).filter(client=client)
        return rows.filter(kind=query["kind"]) if "kind" in query else rows


class ClientCalls(ClientView):
    tag = "Calls"
    verbs = {"GET": "summary.read", "POST": "call.log"}

    @listing("List a client’s calls", of=CallAnswer)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[Interaction]:
        """Calls, meetings, visits and chats, with their topics."""
        return queries.calls_of(self.member).filter(client=client)

    @operation("Log a call", takes=CallBody, gives=CallAnswer, status=201, once=True)
    def post(self, client: Client, body: Mapping[str, Any], key: str) -> Interaction:
        """By topics, each with its answer or decision and what is to be done. Its summary is a draft until sent."""
        summary = verbs.log_call(client, call_notes(body, cast_of(client), self.member), by=self.member, at=self.now)
        return reach(queries.calls_of(self.member), pk=summary.interaction_id)


class OneCall(ApiView):
    tag = "Calls"
    verbs = {"GET": "summary.read", "PUT": "call.log", "DELETE": "call.log"}

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.calls_of(self.member), key=key),)

    @operation("One call", gives=CallAnswer)
    def get(self, call: Interaction) -> Interaction:
        return call

    @operation("Write a call anew", takes=CallBody, gives=CallAnswer)
    def put(self, call: Interaction, body: Mapping[str, Any]) -> Interaction:
        """All of it, while its summary is a draft. What was sent is never edited."""
        notes = call_notes(body, cast_of(call.client), self.member)
        verbs.rewrite_call(self.newest(call), notes, by=self.member, at=self.now)
        return self.found(key=call.key)[0]

    @operation("Take a call back")
    def delete(self, call: Interaction) -> None:
        """For one that was logged by mistake, while nothing was sent; else the new version of its summary in draft."""
        corrections.discard(self.newest(call), by=self.member, at=self.now)

    def newest(self, call: Interaction) -> Summary:
        return summaries_of(self.member).filter(interaction=call).latest("version")


class Summaries(ApiView):
    tag = "Summaries"
    verbs = {"GET": "summary.read"}

    @listing("List summaries", of=SummaryAnswer, asks=SummaryQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Summary]:
        """The written records of calls, with what the client said to them."""
        chosen = {name: query[name] for name in ("client", "state") if name in query}
        return shown(summaries_of(self.member).filter(**chosen))


class SummaryView(ApiView):
    tag = "Summaries"

    def found(self, key: str) -> tuple[Summary]:  # type: ignore[override]
        return (reach(shown(summaries_of(self.member)), key=key),)


class OneSummary(SummaryView):
    verbs = {"GET": "summary.read"}

    @operation("One summary", gives=SummaryAnswer)
    def get(self, summary: Summary) -> Summary:
        return summary


class Sending(SummaryView):
    verbs = {"POST": "summary.send"}

    @operation("Send a summary", takes=SendingBody, gives=SummaryAnswer, once=True)
    def post(self, summary: Summary, body: dict[str, Any], key: str) -> Summary:
        """Freezes the lines, mails each contact their copy, and records decisions, tasks and flags. While the check
        before sending warns of something, it takes a reason: `because`.
        """
        keys = body.get("to", [])
        among("to", keys, dict.fromkeys(summary.interaction.participants.values_list("contact__key", flat=True)))
        to = sheet.recipients(summary, keys)
        why = {name: body.get(name, "") for name in ("because", "purpose", "value")}
        checked_sending.send(summary, by=self.member, at=self.now, to=to, **why)
        return self.found(key=summary.key)[0]


def shown(rows: QuerySet[Summary]) -> QuerySet[Summary]:
    return with_answers(rows.select_related("client", "interaction", "written_by__user", "supersedes"))
