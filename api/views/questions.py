"""Experts and what they are asked (practice M8), and the knowledge base (practice T19)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from agency.permissions import require
from agency.reach import reach
from api.fields import among, one
from api.operations import listing, operation
from api.serializers.base import Paged
from api.serializers.questions import (
    DraftAnswer,
    EntryAnswer,
    EntryChangeBody,
    EntryQuery,
    ExpertChangeBody,
    KnownExpertAnswer,
    NewEntryBody,
    NewExpertBody,
    NewQuestionBody,
    NewUseBody,
    NewWordBody,
    QuestionAnswer,
    QuestionQuery,
)
from api.views.base import ApiView
from api.views.requests import RequestView
from comms import asking
from comms.asking_pages import may_answer
from comms.domain import clocks, experts, knowledge, questions
from comms.models import Draft, Expert, ExpertAnswer, KnowledgeEntry, Question, Request
from comms.proposing import spoken
from comms.queries.experts import experts_of
from comms.queries.knowledge import entries_of
from comms.queries.questions import questions_of, with_answers

TAG = "Experts"


class Experts(ApiView):
    tag = TAG
    verbs = {"GET": "expert.read", "POST": "expert.edit"}

    @listing("List experts", of=KnownExpertAnswer, asks=Paged)
    def get(self, query: dict[str, Any]) -> QuerySet[Expert]:
        """Everybody in the directory, the retired too."""
        return experts_of()

    @operation("Add an expert", takes=NewExpertBody, gives=KnownExpertAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Expert:
        return shown(experts.add(by=self.member, at=self.now, **body))


def shown(expert: Expert) -> Expert:
    return experts_of().get(pk=expert.pk)


class ExpertView(ApiView):
    """A view under one expert's address."""

    tag = TAG

    def found(self, key: str) -> tuple[Expert]:  # type: ignore[override]
        return (reach(experts_of(), key=key),)


class OneExpert(ExpertView):
    verbs = {"GET": "expert.read", "PATCH": "expert.edit"}

    @operation("One expert", gives=KnownExpertAnswer)
    def get(self, expert: Expert) -> Expert:
        return expert

    @operation("Change an expert", takes=ExpertChangeBody, gives=KnownExpertAnswer)
    def patch(self, expert: Expert, body: dict[str, Any]) -> Expert:
        return shown(experts.change(expert, by=self.member, at=self.now, **body))


class ExpertRetirement(ExpertView):
    verbs = {"POST": "expert.edit", "DELETE": "expert.edit"}

    @operation("Ask an expert no more", gives=KnownExpertAnswer)
    def post(self, expert: Expert) -> Expert:
        return shown(experts.retire(expert, by=self.member, at=self.now))

    @operation("Ask an expert again", gives=KnownExpertAnswer)
    def delete(self, expert: Expert) -> Expert:
        return shown(experts.restore(expert, by=self.member, at=self.now))


class RequestQuestions(RequestView):
    tag = TAG
    verbs = {"POST": "question.ask"}

    @operation("Ask an expert", takes=NewQuestionBody, gives=QuestionAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> Question:
        """One of us is told; somebody outside gets a mail, after 20 seconds in which it can be taken back."""
        open_now = Question.objects.filter(request=request, state=Question.State.ASKED).select_related("expert")
        known = {row.key: row for row in open_now} if body.get("instead_of") else {}
        said = {row.key: row for row in spoken(request)} if body.get("said") else {}
        until = body.pop("hear_by", None)
        told = questions.telling(request, until=until, at=self.now, key=key) if until else None
        body.setdefault("due_at", asking.usual_due(self.now, clocks.hours_at(self.agency, self.now)))
        body["instead_of"] = one("instead_of", body.get("instead_of"), known)
        body["said"] = among("said", body.get("said", []), said)
        asked = questions.ask(request, by=self.member, at=self.now, telling=told, key=key, **body)
        return reach(with_answers(questions_of(self.member)), pk=asked.pk)


class Questions(ApiView):
    tag = TAG
    verbs = {"GET": "question.read"}

    @listing("List questions", of=QuestionAnswer, asks=QuestionQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Question]:
        chosen = {name: query[name] for name in ("client", "state", "subject") if name in query}
        return with_answers(questions_of(self.member)).filter(**chosen)


class QuestionView(ApiView):
    """A view under one question's address. What is done to it is answered with the question as it then stands."""

    tag = TAG

    def found(self, key: str) -> tuple[Question]:  # type: ignore[override]
        return (reach(with_answers(questions_of(self.member)), key=key),)

    def again(self, question: Question) -> Question:
        return self.found(key=question.key)[0]


class OneQuestion(QuestionView):
    verbs = {"GET": "question.read"}

    @operation("One question", gives=QuestionAnswer)
    def get(self, question: Question) -> Question:
        return question


class QuestionWords(QuestionView):
    verbs = {"POST": "question.answer"}

    def allow(self, verb: str, *things: Any) -> None:
        """Who is asked answers; who looks after the client writes down what they were told."""
        if not may_answer(things[0], self.member):
            raise PermissionDenied(verb)

    @operation("Answer a question", takes=NewWordBody, gives=QuestionAnswer, status=201, once=True)
    def post(self, question: Question, body: dict[str, Any], key: str) -> Question:
        """The client never sees these words; whoever asked is told."""
        own = question.holder_id == self.member.pk
        way = ExpertAnswer.Way.PAGE if own else ExpertAnswer.Way.TOLD
        questions.answer(question, by=self.member, at=self.now, text=body["text"], way=way)
        return self.again(question)


class QuestionWithdrawal(QuestionView):
    verbs = {"POST": "question.ask"}

    @operation("Withdraw a question", gives=QuestionAnswer)
    def post(self, question: Question) -> Question:
        """Whoever was asked is told; a request that was handed over comes back."""
        questions.withdraw(question, by=self.member, at=self.now)
        return self.again(question)


class Entries(ApiView):
    tag = TAG
    verbs = {"GET": "knowledge.read", "POST": "knowledge.edit"}

    @listing("List entries of the knowledge base", of=EntryAnswer, asks=EntryQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[KnowledgeEntry]:
        rows = entries_of()
        if q := query.get("q"):
            rows = rows.filter(Q(title__icontains=q) | Q(question__icontains=q) | Q(answer__icontains=q))
        return rows.filter(subject=query["subject"]) if "subject" in query else rows

    @operation("Write an entry", takes=NewEntryBody, gives=EntryAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> KnowledgeEntry:
        of = body.pop("of", None)
        known = {row.key: row for row in questions_of(self.member).filter(key=of)} if of else {}
        return knowledge.write(by=self.member, at=self.now, of=one("of", of, known), **body)


class EntryView(ApiView):
    """A view under one entry's address."""

    tag = TAG

    def found(self, key: str) -> tuple[KnowledgeEntry]:  # type: ignore[override]
        return (reach(entries_of(), key=key),)


class OneEntry(EntryView):
    verbs = {"GET": "knowledge.read", "PATCH": "knowledge.edit"}

    @operation("One entry", gives=EntryAnswer)
    def get(self, entry: KnowledgeEntry) -> KnowledgeEntry:
        return entry

    @operation("Rewrite an entry", takes=EntryChangeBody, gives=EntryAnswer)
    def patch(self, entry: KnowledgeEntry, body: dict[str, Any]) -> KnowledgeEntry:
        """What it said before is kept as a version."""
        return knowledge.rewrite(entry, by=self.member, at=self.now, **body)


class EntryRetirement(EntryView):
    verbs = {"POST": "knowledge.edit", "DELETE": "knowledge.edit"}

    @operation("Take an entry out of use", gives=EntryAnswer)
    def post(self, entry: KnowledgeEntry) -> KnowledgeEntry:
        return knowledge.retire(entry, by=self.member, at=self.now)

    @operation("Put an entry back into use", gives=EntryAnswer)
    def delete(self, entry: KnowledgeEntry) -> KnowledgeEntry:
        return knowledge.restore(entry, by=self.member, at=self.now)


class EntryUses(EntryView):
    verbs = {"POST": "request.answer"}

    @operation("Use an entry in a reply", takes=NewUseBody, gives=DraftAnswer, status=201, once=True)
    def post(self, entry: KnowledgeEntry, body: dict[str, Any], key: str) -> Draft:
        """Its answer stands in your draft of the reply, for you to finish; counted once a request. Nothing leaves."""
        require(self.member, "request.answer", body["request"].client)
        return knowledge.use(entry, body["request"], by=self.member, at=self.now)
