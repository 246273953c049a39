"""What clients told us, who decides what, and hopes beyond what was agreed."""

from typing import Any

from django.db.models import QuerySet

from agency.reach import reach
from api import queries
from api.fields import among, one
from api.operations import listing, operation
from api.serializers.following import (
    CallQuestionBody,
    InsightAnswer,
    InsightChangeBody,
    InsightQuery,
    NewInsightBody,
    RightAnswer,
    RightBody,
    TalkBody,
)
from api.serializers.questions import QuestionAnswer
from api.serializers.scope import GoalAnswer
from api.views.base import ApiView
from api.views.clients import ClientView
from api.views.decisions import said_with
from clients.domain import goals as goal_verbs, rights as right_verbs
from clients.models import Client, DecisionRight, Goal
from clients.queries import tasks_of
from clients.queries.rights import rights_of
from comms.domain import call_questions, insights as verbs
from comms.domain.calls import topics_of
from comms.models import Insight, Interaction, Question
from comms.queries.decisions import log_of
from comms.queries.insights import chosen, insights_of
from comms.queries.questions import questions_of, with_answers

OUTCOMES = ("decisions", "tasks", "flags")


class InsightLinks(ApiView):
    """What a view of insights needs to say what they led to."""

    tag = "Insights"

    def outcomes(self, client: Client, body: dict[str, Any]) -> list[verbs.Outcome] | None:
        """Taken out of the body; None if none of the three lists was sent."""
        sent = {name: body.pop(name) for name in OUTCOMES if name in body}
        rows: dict[str, QuerySet[Any]] = {
            "decisions": log_of(self.member),
            "tasks": tasks_of(self.member),
            "flags": queries.flags_of(self.member),
        }
        found = [
            among(name, keys, {row.key: row for row in rows[name].filter(client=client, key__in=keys)})
            for name, keys in sent.items()
        ]
        return [row for group in found for row in group] if sent else None


class Insights(ApiView):
    tag = "Insights"
    verbs = {"GET": "insight.read"}

    @listing("List what clients told us", of=InsightAnswer, asks=InsightQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Insight]:
        rows = chosen(insights_of(self.member), words=query.get("q", ""), unused=query.get("unused", False))
        return rows.filter(client=query["client"]) if "client" in query else rows


class ClientInsights(ClientView, InsightLinks):
    tag = "Insights"
    verbs = {"POST": "insight.note"}

    @operation("Note what a client told us", takes=NewInsightBody, gives=InsightAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Insight:
        """Only we see it, unless `shown`."""
        body["interaction"] = said_with(self, client, body.pop("message", None))
        led_to = self.outcomes(client, body)
        made = verbs.note(client, by=self.member, at=self.now, key=key, **body)
        verbs.link_to(made, led_to or [], by=self.member, at=self.now)
        return reach(insights_of(self.member), pk=made.pk)


class OneInsight(InsightLinks):
    verbs = {"GET": "insight.read", "PATCH": "insight.note", "DELETE": "insight.note"}

    def found(self, key: str) -> tuple[Insight]:  # type: ignore[override]
        return (reach(insights_of(self.member), key=key),)

    @operation("One thing a client told us", gives=InsightAnswer)
    def get(self, insight: Insight) -> Insight:
        return insight

    @operation("Put right what a client told us", takes=InsightChangeBody, gives=InsightAnswer)
    def patch(self, insight: Insight, body: dict[str, Any]) -> Insight:
        """And say what it led to: the lists that are sent are all that it led to."""
        led_to = self.outcomes(insight.client, body)
        verbs.change(insight, by=self.member, at=self.now, **body)
        if led_to is not None:
            verbs.link_to(insight, led_to, by=self.member, at=self.now)
        return self.found(key=insight.key)[0]

    @operation("Remove what a client told us")
    def delete(self, insight: Insight) -> None:
        """It was noted by mistake; what it led to stays."""
        verbs.remove(insight, by=self.member, at=self.now)


class ClientRights(ClientView):
    tag = "Decisions"
    field_names = {"who": "contact"}
    verbs = {"GET": "client.read", "POST": "right.edit"}

    @listing("List who decides what", of=RightAnswer)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[DecisionRight]:
        return rights_of(self.member).filter(client=client)

    @operation("Say who decides about a subject", takes=RightBody, gives=RightAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> DecisionRight:
        return right_verbs.grant(client, by=self.member, at=self.now, **body)


class OneRight(ApiView):
    tag = "Decisions"
    field_names = {"who": "contact"}
    verbs = {"PUT": "right.edit", "DELETE": "right.edit"}

    def found(self, key: str) -> tuple[DecisionRight]:  # type: ignore[override]
        return (reach(rights_of(self.member), key=key),)

    @operation("Say anew who decides", takes=RightBody, gives=RightAnswer)
    def put(self, right: DecisionRight, body: dict[str, Any]) -> DecisionRight:
        right_verbs.change(right, by=self.member, at=self.now, **body)
        return self.found(key=right.key)[0]

    @operation("Nobody in particular decides")
    def delete(self, right: DecisionRight) -> None:
        right_verbs.remove(right, by=self.member, at=self.now)


class Expectation(ApiView):
    tag = "Goals"
    verbs = {"POST": "client.edit", "DELETE": "client.edit"}

    def found(self, key: str) -> tuple[Goal]:  # type: ignore[override]
        return (reach(queries.goals_of(self.member), key=key),)

    @operation("Note that a hope beyond the target was talked about", takes=TalkBody, gives=GoalAnswer)
    def post(self, goal: Goal, body: dict[str, Any]) -> Goal:
        """Where a client hopes for far more than was agreed; the portal shows nothing of it."""
        call, decision = body.pop("call", None), body.pop("decision", None)
        calls = queries.calls_of(self.member).filter(client=goal.client, key=call) if call else []
        decided = log_of(self.member).filter(client=goal.client, key=decision) if decision else []
        there = one("call", call, {row.key: row for row in calls})
        origin = there or one("decision", decision, {row.key: row for row in decided})
        return goal_verbs.settle_hope(goal, by=self.member, at=self.now, origin=origin, **body)

    @operation("A hope is to be talked about again", gives=GoalAnswer)
    def delete(self, goal: Goal) -> Goal:
        return goal_verbs.unsettle_hope(goal, by=self.member, at=self.now)


class CallQuestions(ApiView):
    tag = "Experts"
    verbs = {"POST": "question.ask"}

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.calls_of(self.member), key=key),)

    @operation("Ask an expert about a call", takes=CallQuestionBody, gives=QuestionAnswer, status=201, once=True)
    def post(self, call: Interaction, body: dict[str, Any], key: str) -> Question:
        """What nobody on the call could answer. The answer comes back to you; you tell the client."""
        topics = topics_of(call)
        places = {str(number): topic for number, topic in enumerate(topics, 1)}
        chosen_topics = among("topics", [str(number) for number in body.pop("topics", [])], places)
        about = chosen_topics[0].title if chosen_topics else ""
        asked = call_questions.ask(
            call, by=self.member, at=self.now, topics=chosen_topics, about=about, key=key, **body
        )
        return reach(with_answers(questions_of(self.member)), pk=asked.pk)
