"""Work for clients."""

from typing import Any

from django.db.models import QuerySet

from agency.permissions import Refused, require
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.tasks import NewTaskBody, TaskAnswer, TaskBody, TaskQuery
from api.views.base import ApiView
from clients.domain import tasks as verbs
from clients.models import Task
from clients.queries import tasks_of

TAG, FIELD_NAMES = "Tasks", {"who": "owner"}


class Tasks(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "POST": "task.edit"}
    field_names = FIELD_NAMES

    @listing("List tasks", of=TaskAnswer, asks=TaskQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Task]:
        chosen = {name: query[name] for name in ("client", "owner", "state") if name in query}
        return tasks_of(self.member).filter(**chosen)

    @operation("Add a task", takes=NewTaskBody, gives=TaskAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Task:
        """Our own date comes before the client's, so that there is a buffer."""
        client = body.pop("client")
        require(self.member, "task.edit", client)
        return verbs.create(client, by=self.member, at=self.now, **body)


class TaskView(ApiView):
    tag = TAG
    field_names = FIELD_NAMES

    def found(self, key: str) -> tuple[Task]:  # type: ignore[override]
        return (reach(tasks_of(self.member), key=key),)


class OneTask(TaskView):
    verbs = {"GET": "client.read", "PATCH": "task.edit"}

    @operation("One task", gives=TaskAnswer)
    def get(self, task: Task) -> Task:
        return task

    @operation("Change a task", takes=TaskBody, gives=TaskAnswer)
    def patch(self, task: Task, body: dict[str, Any]) -> Task:
        return verbs.change(task, by=self.member, at=self.now, **body)


class Completion(TaskView):
    verbs = {"POST": "task.complete", "DELETE": "task.complete"}

    def allow(self, verb: str, *things: Any) -> None:
        """Whoever leads or backs up the client, every owner, and whoever has the task."""
        if not verbs.may_complete(self.member, things[0]):
            raise Refused(verb)

    @operation("Complete a task", gives=TaskAnswer)
    def post(self, task: Task) -> Task:
        return verbs.complete(task, by=self.member, at=self.now)

    @operation("Take a task up again", gives=TaskAnswer)
    def delete(self, task: Task) -> Task:
        return verbs.reopen(task, by=self.member, at=self.now)
