"""Services, briefing questions and answers."""

from typing import Any

from django.db.models import QuerySet

from agency.reach import reach
from api.fields import among
from api.operations import listing, operation
from api.serializers.base import Paged
from api.serializers.briefing import (
    BriefingAnswerAnswer,
    BriefingPlaceBody,
    BriefingQuestionAnswer,
    BriefingQuestionBody,
    BriefingState,
    NewBriefingAnswerBody,
    ServiceAnswer,
    ServiceBody,
    ServicesBody,
)
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.domain import briefing_answers, briefing_questions, offering
from clients.models import BriefingAnswer, BriefingQuestion, Client, Service
from clients.queries import seen_by
from clients.queries.briefing import briefing_of, services_of

TAG = "Briefing"


class Services(ApiView):
    tag = TAG
    verbs = {"GET": "briefing.read", "POST": "briefing.edit"}

    @listing("List services", of=ServiceAnswer)
    def get(self, query: dict[str, Any]) -> QuerySet[Service]:
        """What the agency does for clients, the retired too."""
        return Service.objects.all()

    @operation("Add a service", takes=ServiceBody, gives=ServiceAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Service:
        return offering.add(by=self.member, at=self.now, **body)


class ServiceView(ApiView):
    tag = TAG

    def found(self, key: str) -> tuple[Service]:  # type: ignore[override]
        return (reach(Service.objects.all(), key=key),)


class OneService(ServiceView):
    verbs = {"GET": "briefing.read", "PUT": "briefing.edit"}

    @operation("One service", gives=ServiceAnswer)
    def get(self, service: Service) -> Service:
        return service

    @operation("Rename a service", takes=ServiceBody, gives=ServiceAnswer)
    def put(self, service: Service, body: dict[str, Any]) -> Service:
        return offering.rename(service, by=self.member, at=self.now, **body)


class ServiceRetirement(ServiceView):
    verbs = {"POST": "briefing.edit", "DELETE": "briefing.edit"}

    @operation("Retire a service", gives=ServiceAnswer)
    def post(self, service: Service) -> Service:
        """Clients who have it keep it."""
        return offering.retire(service, by=self.member, at=self.now)

    @operation("Offer a service again", gives=ServiceAnswer)
    def delete(self, service: Service) -> Service:
        return offering.restore(service, by=self.member, at=self.now)


class BriefingQuestions(ApiView):
    tag = TAG
    verbs = {"GET": "briefing.read", "POST": "briefing.edit"}

    @listing("List briefing questions", of=BriefingQuestionAnswer)
    def get(self, query: dict[str, Any]) -> QuerySet[BriefingQuestion]:
        """The bank, the retired too. `position` counts within a service."""
        return BriefingQuestion.objects.select_related("service")

    @operation(
        "Write a briefing question", takes=BriefingQuestionBody, gives=BriefingQuestionAnswer, status=201, once=True
    )
    def post(self, body: dict[str, Any], key: str) -> BriefingQuestion:
        """It stands after those of its service."""
        return briefing_questions.add(by=self.member, at=self.now, **{"text": "", **body})


class QuestionView(ApiView):
    tag = TAG

    def found(self, key: str) -> tuple[BriefingQuestion]:  # type: ignore[override]
        return (reach(BriefingQuestion.objects.select_related("service"), key=key),)


class OneBriefingQuestion(QuestionView):
    verbs = {"GET": "briefing.read", "PATCH": "briefing.edit"}

    @operation("One briefing question", gives=BriefingQuestionAnswer)
    def get(self, question: BriefingQuestion) -> BriefingQuestion:
        return question

    @operation("Change a briefing question", takes=BriefingQuestionBody, gives=BriefingQuestionAnswer)
    def patch(self, question: BriefingQuestion, body: dict[str, Any]) -> BriefingQuestion:
        """Answers stay with it."""
        return briefing_questions.change(question, by=self.member, at=self.now, **body)


class BriefingPlace(QuestionView):
    verbs = {"PUT": "briefing.edit"}

    @operation("Ask a briefing question earlier or later", takes=BriefingPlaceBody, gives=BriefingQuestionAnswer)
    def put(self, question: BriefingQuestion, body: dict[str, Any]) -> BriefingQuestion:
        briefing_questions.move(question, by=self.member, at=self.now, **body)
        return self.found(key=question.key)[0]


class BriefingQuestionRetirement(QuestionView):
    verbs = {"POST": "briefing.edit", "DELETE": "briefing.edit"}

    @operation("Ask a briefing question no more", gives=BriefingQuestionAnswer)
    def post(self, question: BriefingQuestion) -> BriefingQuestion:
        """What was answered stays."""
        return briefing_questions.retire(question, by=self.member, at=self.now)

    @operation("Ask a briefing question again", gives=BriefingQuestionAnswer)
    def delete(self, question: BriefingQuestion) -> BriefingQuestion:
        return briefing_questions.restore(question, by=self.member, at=self.now)


class ClientBriefing(ClientView):
    tag = TAG
    verbs = {"GET": "briefing.read"}

    @operation("A client’s briefing", gives=BriefingState)
    def get(self, client: Client) -> dict[str, Any]:
        """How far it has come, and what to ask next."""
        return state_of(client)


class ClientServices(ClientView):
    tag = TAG
    verbs = {"PUT": "briefing.answer"}

    @operation("Say which services a client has", takes=ServicesBody, gives=BriefingState)
    def put(self, client: Client, body: dict[str, Any]) -> dict[str, Any]:
        known = {service.key: service for service in Service.objects.filter(key__in=body["services"])}
        wanted = among("services", body["services"], known)
        offering.choose(client, wanted, by=self.member, at=self.now)
        return state_of(client)


class ClientBriefingAnswers(ClientView):
    tag = TAG
    verbs = {"GET": "briefing.read", "POST": "briefing.answer"}

    @listing("List what a client answered", of=BriefingAnswerAnswer, asks=Paged)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[BriefingAnswer]:
        """The answers that newer ones have taken the place of, too."""
        return answers_of(self.member).filter(client=client)

    @operation("Note an answer", takes=NewBriefingAnswerBody, gives=BriefingAnswerAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> BriefingAnswer:
        """It takes the place of the answer before."""
        question = body.pop("question")
        noted = briefing_answers.note(client, question, by=self.member, at=self.now, **body)
        return reach(answers_of(self.member), key=noted.key)


class OneBriefingAnswer(ApiView):
    tag = TAG
    verbs = {"GET": "briefing.read", "DELETE": "briefing.answer"}

    def found(self, key: str) -> tuple[BriefingAnswer]:  # type: ignore[override]
        return (reach(answers_of(self.member), key=key),)

    @operation("One answer of a client", gives=BriefingAnswerAnswer)
    def get(self, answer: BriefingAnswer) -> BriefingAnswer:
        return answer

    @operation("Take an answer back")
    def delete(self, answer: BriefingAnswer) -> None:
        """For what was noted by mistake: the answer before stands again."""
        briefing_answers.take_back(answer, by=self.member, at=self.now)


def answers_of(member: Any) -> QuerySet[BriefingAnswer]:
    people = ("contact__person", "noted_by__user")
    return seen_by(member, BriefingAnswer.objects.select_related("client", "question", *people))


def state_of(client: Client) -> dict[str, Any]:
    briefing = briefing_of(client)
    return {
        "answered": briefing.answered,
        "asked": len(briefing.rows),
        "next": briefing.next,
        "services": [{"id": service.key, "name": service.name} for service in services_of(client)],
    }
