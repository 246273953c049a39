"""Goals, the scope of work, and what was used of it."""

from typing import Any

from django.db.models import QuerySet

from agency.reach import reach
from api import queries
from api.operations import listing, operation
from api.serializers.base import Paged
from api.serializers.scope import GoalAnswer, GoalBody, ScopeAnswer, ScopeQuery, UseAnswer, UseBody
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.domain import goals as goal_verbs, scopes as verbs
from clients.models import Client, Deliverable, DeliverableUse, Goal, ScopeOfWork


class ClientGoals(ClientView):
    tag = "Goals"
    verbs = {"GET": "client.read", "POST": "client.edit"}

    @listing("List a client’s goals", of=GoalAnswer)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[Goal]:
        return queries.goals_of(self.member).filter(client=client)

    @operation("Set a goal", takes=GoalBody, gives=GoalAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> Goal:
        return goal_verbs.set_goal(client, by=self.member, at=self.now, **body)


class OneGoal(ApiView):
    tag = "Goals"
    verbs = {"GET": "client.read", "PATCH": "client.edit", "DELETE": "client.edit"}

    def found(self, key: str) -> tuple[Goal]:  # type: ignore[override]
        return (reach(queries.goals_of(self.member), key=key),)

    @operation("One goal", gives=GoalAnswer)
    def get(self, goal: Goal) -> Goal:
        return goal

    @operation("Change a goal", takes=GoalBody, gives=GoalAnswer)
    def patch(self, goal: Goal, body: dict[str, Any]) -> Goal:
        """Also for writing down where it stands: send `current`."""
        return goal_verbs.change(goal, by=self.member, at=self.now, **body)

    @operation("Give a goal up")
    def delete(self, goal: Goal) -> None:
        goal_verbs.remove(goal, by=self.member, at=self.now)


class ClientScopes(ClientView):
    tag = "Scope"
    verbs = {"GET": "scope.read"}

    @listing("List a client’s scopes of work", of=ScopeAnswer, asks=ScopeQuery)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[ScopeOfWork]:
        """All versions, drafts too, with deliverables and exclusions."""
        rows = queries.scopes_of(self.member).filter(client=client)
        return rows.filter(state=query["state"]) if "state" in query else rows


class OneScope(ApiView):
    tag = "Scope"
    verbs = {"GET": "scope.read"}

    def found(self, key: str) -> tuple[ScopeOfWork]:  # type: ignore[override]
        return (reach(queries.scopes_of(self.member), key=key),)

    @operation("One scope of work", gives=ScopeAnswer)
    def get(self, scope: ScopeOfWork) -> ScopeOfWork:
        return scope


class Uses(ApiView):
    tag = "Scope"
    verbs = {"GET": "scope.read", "POST": "scope.use"}

    def found(self, key: str) -> tuple[Deliverable]:  # type: ignore[override]
        return (reach(queries.deliverables_of(self.member), key=key),)

    @listing("List what was used of a deliverable", of=UseAnswer, asks=Paged)
    def get(self, deliverable: Deliverable, query: dict[str, Any]) -> QuerySet[DeliverableUse]:
        return queries.uses_of(self.member).filter(deliverable=deliverable)

    @operation("Write down a use", takes=UseBody, gives=UseAnswer, status=201, once=True)
    def post(self, deliverable: Deliverable, body: dict[str, Any], key: str) -> DeliverableUse:
        """So much was delivered on a day. Only of the scope in force."""
        return verbs.record_use(deliverable, by=self.member, at=self.now, **body)


class OneUse(ApiView):
    tag = "Scope"
    verbs = {"DELETE": "scope.use"}

    def found(self, key: str) -> tuple[DeliverableUse]:  # type: ignore[override]
        return (reach(queries.uses_of(self.member), key=key),)

    @operation("Take a use back")
    def delete(self, use: DeliverableUse) -> None:
        """For what was written down by mistake."""
        verbs.take_back_use(use, by=self.member, at=self.now)
