"""What an agenda is proposed to be made of, and the talking points of a month."""

from datetime import date
from typing import Any

from agency.reach import reach
from api.fields import among
from api.operations import operation
from api.serializers.agenda import (
    MonthCallAnswer,
    MonthCallBody,
    MonthQuery,
    ProposalsAnswer,
    TakenAnswer,
    TakenBody,
    TalkAnswer,
    TalkingEditsBody,
)
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.days import day_of
from clients.models import Client
from comms.domain import proposals as proposal_verbs
from comms.models import Meeting
from comms.queries.meetings import meetings_of
from comms.queries.proposals import proposals
from reports.domain import talking as verbs
from reports.domain.talking import Edit
from reports.months import month_of, shifted
from reports.queries.talking import Talk, invited, talk_of


class MeetingProposals(ApiView):
    tag = "Meetings"
    verbs = {"GET": "agenda.propose", "POST": "agenda.propose"}

    def found(self, key: str) -> tuple[Meeting]:  # type: ignore[override]
        return (reach(meetings_of(self.member), key=key),)

    @operation("What could be put on an agenda", gives=ProposalsAnswer)
    def get(self, meeting: Meeting) -> dict[str, Any]:
        """From what is open with the client, ranked for the kind of meeting. Nothing once the meeting is over."""
        return {"proposals": proposals(meeting) if meeting.state == Meeting.State.PLANNED else []}

    @operation("Put proposals on an agenda", takes=TakenBody, gives=TakenAnswer, status=201, once=True)
    def post(self, meeting: Meeting, body: dict[str, Any], key: str) -> dict[str, Any]:
        """What stands there already is not put there again."""
        taken = proposal_verbs.take(meeting, by=self.member, at=self.now, wanted=body.get("keys"))
        return {"taken": [item.title for item in taken], "proposals": proposals(meeting)}


class TalkingPoints(ClientView):
    tag = "Reports"
    verbs = {"GET": "report.read", "PUT": "report.review"}

    @operation("What to say of a month", asks=MonthQuery, gives=TalkAnswer)
    def get(self, client: Client, query: dict[str, Any]) -> Talk:
        """The result against the goals, what went wrong, what comes, what was given free; in the client’s language."""
        return talk_of(client, self._month(query), at=self.now)

    @operation("Put talking points in other words", takes=TalkingEditsBody, gives=TalkAnswer)
    def put(self, client: Client, body: dict[str, Any]) -> Talk:
        """Points that are not named stay as they are."""
        edits = {edit["slot"]: Edit(edit.get("text", ""), edit.get("left_out", False)) for edit in body["points"]}
        return verbs.change(client, body["month"], edits, by=self.member, at=self.now)

    def _month(self, query: dict[str, Any]) -> date:
        month: date = query.get("month") or shifted(month_of(day_of(self.now, self.agency)), -1)
        return month


class MonthCall(ClientView):
    tag = "Reports"
    verbs = {"POST": "report.review"}

    @operation("Plan the call about a month", takes=MonthCallBody, gives=MonthCallAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Meeting:
        """A review whose agenda holds the talking points as notes for us. A month has one."""
        there = {contact.key: contact for contact in invited(client)}
        body["contacts"] = among("contacts", body["contacts"], there)
        return verbs.plan_call(client, by=self.member, at=self.now, **{"minutes": 30, **body})
