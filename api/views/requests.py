"""Requests: what clients want, and what one does about it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from agency.reach import reach
from api import queries
from api.fields import among
from api.operations import listing, operation
from api.serializers.requests import (
    ANYBODYS,
    AcknowledgementBody,
    AnswerBody,
    AssignmentBody,
    MessageAnswer,
    NoteBody,
    RequestAnswer,
    RequestQuery,
    ThreadAnswer,
)
from api.views.base import ApiView
from clients.models import Contact
from comms.domain import answers, dismissals, draft_files, following as follows, later, requests as verbs
from comms.mail.parsed import Part
from comms.models import Interaction, Request, ScopeFlag
from comms.queries.conversation import other_open, said_in
from comms.queries.inbox import clock_of

LATEST = 100


class Requests(ApiView):
    tag = "Requests"
    verbs = {"GET": "request.read"}

    @listing("List requests", of=RequestAnswer, asks=RequestQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Request]:
        """A request that was merged is not listed; its own address still shows it, and into which it was merged."""
        rows = queries.requests_shown(self.member).filter(merged_into=None)
        rows = rows.filter(**{name: query[name] for name in ("state", "client") if name in query})
        if "assignee" in query:
            rows = rows.filter(assignee=None if query["assignee"] == ANYBODYS else query["assignee"])
        if "put_off" in query:
            asleep = rows.filter(snoozed_until__gt=self.now)
            rows = asleep if query["put_off"] else rows.exclude(snoozed_until__gt=self.now)
        return queries.running(rows, query["waiting"]) if "waiting" in query else rows


class RequestView(ApiView):
    """A view under one request's address. What is done to it is answered with the request as it then stands."""

    tag = "Requests"

    def found(self, key: str) -> tuple[Request]:  # type: ignore[override]
        """What is done to a request that was merged is done to the one that survives."""
        request = reach(queries.requests_shown(self.member), key=key)
        if request.merged_into is not None and self.request.method != "GET":
            request = reach(queries.requests_shown(self.member), key=request.merged_into.key)
        return (request,)

    def again(self, request: Request) -> Request:
        return reach(queries.requests_shown(self.member), key=request.key)


class OneRequest(RequestView):
    verbs = {"GET": "request.read"}

    @operation("One request", gives=ThreadAnswer)
    def get(self, request: Any) -> Request:
        """With its clock, what was said, and the flag that stands on it."""
        said = queries.said_by(said_in(request))
        request.said = list(said.order_by("-at", "-pk")[:LATEST])[::-1]
        standing = queries.flags_of(self.member).filter(request=request, state=ScopeFlag.State.RAISED)
        request.standing_flag = standing.first()
        return request


class Acknowledgement(RequestView):
    verbs = {"POST": "request.acknowledge"}

    @operation("Acknowledge a request", takes=AcknowledgementBody, gives=MessageAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> Interaction:
        """'Received, we are on it', mailed to whoever wrote, after 20 seconds in which it can be taken back."""
        return answers.acknowledge(request, by=self.member, at=self.now, text=body.get("text", ""), key=key)


class Answer(RequestView):
    verbs = {"POST": "request.answer"}
    largest_body = draft_files.TOGETHER * 4 // 3 + 1_000_000

    @operation("Answer a request", takes=AnswerBody, gives=MessageAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> Interaction:
        """Mailed to contacts of the client, after 20 seconds in which it can be taken back; or later, if you say so."""
        to = body.get("to")
        when = body.get("leaves", "now")
        leaves_at = later.morning_of(request.contact, self.now) if when == "morning" else body.get("leaves_at")
        if when == "chosen" and leaves_at is None:
            raise ValidationError({"leaves_at": [_("Say when it is to leave.")]}, code="required")
        there = {contact.key: contact for contact in contacts_now(request)} if to else {}
        open_now = {episode.request.key: episode.request for episode in other_open(request)} if body.get("also") else {}
        written: dict[str, Any] = {
            "by": self.member,
            "at": self.now,
            "text": body["text"],
            "subject": body.get("subject", ""),
            "to": among("to", to, there) if to else None,
            "also": among("also", body.get("also", []), open_now),
            "attachments": draft_files.bounded(parts(body.get("attachments", []))),
            "key": key,
        }
        if when == "now" or leaves_at is None:
            sent = answers.answer(request, **written)
        else:
            late = body.get("late", "")
            sent = later.answer(
                request, leaves_at=leaves_at, acknowledge=late == "acknowledge", late=late == "accept", **written
            )
        later.replace(request, [key for key in body.get("instead", []) if key != sent.key], by=self.member, at=self.now)
        return sent


def parts(files: list[dict[str, Any]]) -> list[Part]:
    return [Part(file["name"], file.get("content_type", "application/octet-stream"), file["content"]) for file in files]


def contacts_now(request: Request) -> QuerySet[Contact]:
    return Contact.objects.filter(client=request.client, ended_at=None).select_related("person", "client")


class OneMessage(ApiView):
    tag = "Requests"
    verbs = {"DELETE": "request.answer"}

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.interactions_of(self.member), key=key),)

    @operation("Take a message back")
    def delete(self, message: Interaction) -> None:
        """An acknowledgement or an answer, while every copy of it still waits: nothing leaves."""
        answers.take_back(message, by=self.member, at=self.now)


class MessageSending(ApiView):
    tag = "Requests"
    verbs = {"POST": "request.answer"}

    def found(self, key: str) -> tuple[Interaction]:  # type: ignore[override]
        return (reach(queries.interactions_of(self.member), key=key),)

    @operation("Send a message now", gives=MessageAnswer)
    def post(self, message: Interaction) -> Interaction:
        """An answer that was to leave later: it leaves after 20 seconds, in which it can be taken back."""
        later.send_now(message, by=self.member, at=self.now)
        return self.found(key=message.key)[0]


class Following(RequestView):
    verbs = {"POST": "request.follow", "DELETE": "request.follow"}

    @operation("Follow a request", gives=RequestAnswer)
    def post(self, request: Request) -> Request:
        """You are told what is said in it, whoever looks after it."""
        follows.follow(request, by=self.member, at=self.now)
        return self.again(request)

    @operation("Stop following a request", gives=RequestAnswer)
    def delete(self, request: Request) -> Request:
        follows.unfollow(request, by=self.member, at=self.now)
        return self.again(request)


class Notes(RequestView):
    verbs = {"POST": "request.note"}

    @operation("Write a note for us", takes=NoteBody, gives=MessageAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> Interaction:
        """No client sees it, and nothing can mail it. Members named by `@name` are told."""
        return verbs.note(request, by=self.member, at=self.now, text=body["text"])


class Dismissal(RequestView):
    verbs = {"POST": "request.dismiss", "DELETE": "request.dismiss"}

    @operation("Say that no answer is needed", gives=RequestAnswer)
    def post(self, request: Request) -> Request:
        """Stops the clock, with your name on it."""
        self.has_a_clock(request)
        dismissals.dismiss(request, by=self.member, at=self.now)
        return self.again(request)

    @operation("Take a dismissal back", gives=RequestAnswer)
    def delete(self, request: Request) -> Request:
        """The clock runs on with its old times."""
        self.has_a_clock(request)
        dismissals.undo(request, by=self.member, at=self.now)
        return self.again(request)

    def has_a_clock(self, request: Request) -> None:
        if clock_of(request) is None:
            raise ValidationError([_("No clock has ever run on this request.")], code="no_clock")


class Assignment(RequestView):
    verbs = {"PUT": "request.assign"}

    @operation("Assign a request", takes=AssignmentBody, gives=RequestAnswer)
    def put(self, request: Request, body: dict[str, Any]) -> Request:
        """Clocks stay as they are; the new person is told."""
        verbs.assign(request, body["member"], by=self.member, at=self.now)
        return self.again(request)


class Closure(RequestView):
    verbs = {"POST": "request.answer", "DELETE": "request.answer"}

    @operation("Close a request", gives=RequestAnswer)
    def post(self, request: Request) -> Request:
        """Only when nobody waits for an answer any more."""
        verbs.close(request, by=self.member, at=self.now)
        return self.again(request)

    @operation("Open a request again", gives=RequestAnswer)
    def delete(self, request: Request) -> Request:
        verbs.reopen(request, by=self.member, at=self.now)
        return self.again(request)
