"""Calls and their summaries; and everything that passed between us and a client."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from agency.models import Membership
from agency.reach import reach
from api import queries
from api.fields import among, one
from api.notes import call_notes
from api.operations import listing, operation
from api.serializers.calls import (
    CallAnswer,
    CallBody,
    SendingBody,
    SummaryAnswer,
    SummaryQuery,
    TranscriptAnswer,
    TranscriptBody,
)
from api.serializers.requests import MessageAnswer, MessageQuery
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.models import Client
from comms import sheet
from comms.domain import calls as verbs, checked_sending, corrections, transcripts
from comms.models import Interaction, Summary, Transcript
from comms.queries.calls import cast_of, meeting_of, planned_meeting, summaries_of, with_answers


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
        cast = cast_of(client)
        if wanted := body.get("meeting"):
            cast.meeting = one("meeting", wanted, {wanted: found} if (found := planned_meeting(client, wanted)) else {})
        with transaction.atomic():
            summary = verbs.log_call(client, call_notes(body, cast, self.member), by=self.member, at=self.now)
            if said := body.get("transcript"):
                put_beside(summary.interaction, said, by=self.member, at=self.now)
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
        cast = cast_of(call.client)
        cast.meeting = meeting_of(call)
        with transaction.atomic():
            verbs.rewrite_call(self.newest(call), call_notes(body, cast, self.member), by=self.member, at=self.now)
            if said := body.get("transcript"):
                put_beside(call, said, by=self.member, at=self.now)
        return self.found(key=call.key)[0]

    @operation("Take a call back")
    def delete(self, call: Interaction) -> None:
        """For one that was logged by mistake, while nothing was sent; else the new version of its summary in draft."""
        corrections.discard(self.newest(call), by=self.member, at=self.now)

    def newest(self, call: Interaction) -> Summary:
        return summaries_of(self.member).filter(interaction=call).latest("version")


def put_beside(call: Interaction, said: Mapping[str, Any], *, by: Membership, at: datetime) -> Transcript:
    lines, name = said["text"], said.get("name", "")
    return transcripts.put(call.client, lines, by=by, at=at, name=name, interaction=call)


class CallTranscript(ApiView):
    tag = "Calls"
    verbs = {"GET": "summary.read", "PUT": "call.log", "DELETE": "call.log"}
    largest_body = 12_000_000

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.calls_of(self.member), key=key),)

    @operation("The transcript of a call", gives=TranscriptAnswer)
    def get(self, call: Interaction) -> Transcript:
        """Who said what, as a machine heard it. It is never shown to the client."""
        return reach(Transcript.objects.filter(interaction=call).select_related("member__user"))

    @operation("Put a transcript beside a call", takes=TranscriptBody, gives=TranscriptAnswer)
    def put(self, call: Interaction, body: Mapping[str, Any]) -> Transcript:
        """It takes the place of the one before."""
        return put_beside(call, body, by=self.member, at=self.now)

    @operation("Take the transcript away")
    def delete(self, call: Interaction) -> None:
        """Nothing of it is kept."""
        transcripts.remove(by=self.member, at=self.now, interaction=call)


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
