"""Clients: taken on, changed, handed over, archived and taken up again."""

from typing import Any

from django.db.models import QuerySet

from agency.permissions import require
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.clients import ArchiveBody, CareBody, ClientAnswer, ClientBody, ClientQuery, NewClientBody
from api.views.base import ApiView
from clients.domain import clients as verbs
from clients.models import Client
from clients.queries import clients_of
from clients.queries.client_list import Choice, chosen


class Clients(ApiView):
    tag = "Clients"
    verbs = {"GET": "client.read", "POST": "client.create"}

    @listing("List clients", of=ClientAnswer, asks=ClientQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Client]:
        """Those in our care, or those that were archived."""
        lead = query.get("lead")
        whose = "archived" if query["archived"] else "all"
        return chosen(self.member, Choice(whose=whose, q=query.get("q", ""), lead_id=lead.pk if lead else None))

    @operation("Take a client on", takes=NewClientBody, gives=ClientAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Client:
        """You lead the client; an owner may name somebody else."""
        lead = body.pop("lead", self.member)
        if lead != self.member:
            require(self.member, "client.hand_over")
        return verbs.create(by=self.member, at=self.now, lead=lead, **body)


class ClientView(ApiView):
    """A view under one client's address."""

    tag = "Clients"

    def found(self, key: str) -> tuple[Client]:  # type: ignore[override]
        return (reach(clients_of(self.member).select_related("lead__user", "backup__user"), key=key),)


class OneClient(ClientView):
    verbs = {"GET": "client.read", "PATCH": "client.edit"}

    @operation("One client", gives=ClientAnswer)
    def get(self, client: Client) -> Client:
        return client

    @operation("Change a client", takes=ClientBody, gives=ClientAnswer)
    def patch(self, client: Client, body: dict[str, Any]) -> Client:
        """Only the fields that are sent change."""
        return verbs.edit(client, by=self.member, at=self.now, **body)


class Care(ClientView):
    verbs = {"PUT": "client.hand_over"}

    @operation("Hand a client over", takes=CareBody, gives=ClientAnswer)
    def put(self, client: Client, body: dict[str, Any]) -> Client:
        """Says who leads the client and who stands in. Both are named; a backup may be null."""
        return verbs.hand_over(client, by=self.member, at=self.now, **body)


class Archive(ClientView):
    verbs = {"POST": "client.archive", "DELETE": "client.archive"}

    @operation("Archive a client", takes=ArchiveBody, gives=ClientAnswer)
    def post(self, client: Client, body: dict[str, Any]) -> Client:
        """Lets the client go, with the reason. Its open tasks are dropped, all of which must be named."""
        seen = body.pop("tasks", [])
        verbs.archive(client, by=self.member, at=self.now, seen=seen, **body)
        return self.found(key=client.key)[0]

    @operation("Take a client up again", gives=ClientAnswer)
    def delete(self, client: Client) -> Client:
        return verbs.reopen(client, by=self.member, at=self.now)
