"""The decision log: recorded, replaced, withdrawn, looked at again, confirmed in writing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from agency.reach import reach
from api import queries
from api.fields import among, one
from api.operations import listing, operation
from api.serializers.following import (
    DecisionAnswer,
    DecisionLetterBody,
    DecisionQuery,
    NewDecisionBody,
    RecordedDecisionAnswer,
    ReplacementBody,
    RevisitBody,
    ScopeBody,
)
from api.serializers.requests import MessageAnswer
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.models import Client
from comms import decision_words, noting_letters
from comms.domain import decisions as verbs, first_words
from comms.domain.senders import NoAddress
from comms.models import Decision, Interaction
from comms.queries.calls import cast_of
from comms.queries.decisions import Choice, chain_of, chosen, log_of
from comms.queries.insights import insights_of

TAG = "Decisions"


class Decisions(ApiView):
    tag = TAG
    verbs = {"GET": "decision.read"}

    @listing("List decisions", of=DecisionAnswer, asks=DecisionQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Decision]:
        """What was decided, why, by whom, and where."""
        asked = {name: query[name] for name in ("client", "who", "stands", "since", "until") if name in query}
        return chosen(log_of(self.member), Choice(words=query.get("q", ""), **asked))


class ClientDecisions(ClientView):
    tag = TAG
    verbs = {"POST": "decision.record"}

    @operation("Record a decision", takes=NewDecisionBody, gives=RecordedDecisionAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Decision:
        """By hand, from a message or without. It is never edited; a later one takes its place."""
        body["interaction"] = said_with(self, client, body.pop("message", None))
        heard = {row.key: row for row in insights_of(self.member).filter(client=client)} if body.get("insights") else {}
        body["insights"] = among("insights", body.get("insights", []), heard)
        made = verbs.record(client, by=self.member, at=self.now, key=key, **body)
        return in_full(self, reach(log_of(self.member), pk=made.pk))


def said_with(view: ApiView, client: Client, key: str | None) -> Interaction | None:
    """The call or message of that key. Raises ValidationError that names `message`."""
    rows = queries.interactions_of(view.member).filter(client=client, internal=False)
    found: Interaction | None = one("message", key, {row.key: row for row in rows.filter(key=key)} if key else {})
    return found


def in_full(view: ApiView, decision: Decision) -> Decision:
    """With whose it was to decide, and its line."""
    decision.shown_hint = decision_words.hint(decision)  # type: ignore[attr-defined]
    decision.shown_history = chain_of(decision, view.member)  # type: ignore[attr-defined]
    return decision


class DecisionView(ApiView):
    """A view under one decision's address. What is done to it is answered with the decision as it then stands."""

    tag = TAG

    def found(self, key: str) -> tuple[Decision]:  # type: ignore[override]
        return (reach(log_of(self.member), key=key),)

    def again(self, decision: Decision) -> Decision:
        return in_full(self, self.found(key=decision.key)[0])


class OneDecision(DecisionView):
    verbs = {"GET": "decision.read"}

    @operation("One decision", gives=RecordedDecisionAnswer)
    def get(self, decision: Decision) -> Decision:
        """With its history: why it is so."""
        return in_full(self, decision)


class Replacement(DecisionView):
    verbs = {"POST": "decision.record", "DELETE": "decision.record"}

    @operation("Put a later decision in its place", takes=ReplacementBody, gives=RecordedDecisionAnswer)
    def post(self, decision: Decision, body: dict[str, Any]) -> Decision:
        """One of the same client. Both stay in the log."""
        verbs.supersede(decision, body["later"], by=self.member, at=self.now)
        return self.again(decision)

    @operation("Let it stand again", gives=RecordedDecisionAnswer)
    def delete(self, decision: Decision) -> Decision:
        """Nothing took its place."""
        verbs.stand_again(decision, by=self.member, at=self.now)
        return self.again(decision)


class Withdrawal(DecisionView):
    verbs = {"POST": "decision.record", "DELETE": "decision.record"}

    @operation("Withdraw a decision", gives=RecordedDecisionAnswer)
    def post(self, decision: Decision) -> Decision:
        """For one that was recorded by hand; what a call decided is corrected in its summary."""
        if decision.topic_id is not None:
            raise verbs.by_its_summary()
        verbs.withdraw(decision, by=self.member, at=self.now)
        return self.again(decision)

    @operation("Take a withdrawal back", gives=RecordedDecisionAnswer)
    def delete(self, decision: Decision) -> Decision:
        verbs.reinstate(decision, by=self.member, at=self.now)
        return self.again(decision)


class Revisit(DecisionView):
    field_names = {"revisit_on": "on"}
    verbs = {"PUT": "decision.record", "DELETE": "decision.record"}

    @operation("Plan to look at a decision again", takes=RevisitBody, gives=RecordedDecisionAnswer)
    def put(self, decision: Decision, body: dict[str, Any]) -> Decision:
        """On that day it stands in Today and is proposed for the next agenda."""
        verbs.look_again(decision, by=self.member, at=self.now, on=body["on"])
        return self.again(decision)

    @operation("A decision was looked at", gives=RecordedDecisionAnswer)
    def delete(self, decision: Decision) -> Decision:
        verbs.look_again(decision, by=self.member, at=self.now, on=None)
        return self.again(decision)


class WrittenInto(DecisionView):
    verbs = {"PUT": "decision.record", "DELETE": "decision.record"}

    @operation("Say which scope a decision led to", takes=ScopeBody, gives=RecordedDecisionAnswer)
    def put(self, decision: Decision, body: dict[str, Any]) -> Decision:
        rows = queries.scopes_of(self.member).filter(client=decision.client, key=body["scope"])
        scope = one("scope", body["scope"], {row.key: row for row in rows})
        verbs.written_into(decision, scope, by=self.member, at=self.now)
        return self.again(decision)

    @operation("A decision led to no scope", gives=RecordedDecisionAnswer)
    def delete(self, decision: Decision) -> Decision:
        verbs.written_into(decision, None, by=self.member, at=self.now)
        return self.again(decision)


class Letter(DecisionView):
    verbs = {"POST": "letter.write"}

    @operation("Confirm a decision in writing", takes=DecisionLetterBody, gives=MessageAnswer, status=201, once=True)
    def post(self, decision: Decision, body: dict[str, Any], key: str) -> Interaction:
        """A short mail in the contact's language: 'We have noted …'. It begins a thread and leaves after 20 seconds."""
        contact = one("to", body["to"], cast_of(decision.client).contacts)
        proposed = noting_letters.noted(decision, contact)
        try:
            sent = first_words.write(
                contact, by=self.member, at=self.now, subject=body.get("subject") or proposed.subject,
                text=body.get("text") or proposed.text, key=key,
            )  # fmt: skip
        except NoAddress as refusal:
            raise ValidationError({"to": refusal}) from None
        return reach(queries.interactions_of(self.member), pk=sent.pk)
