"""What is promised to one client."""

from typing import Any

from agency.promise import Terms
from api.operations import operation
from api.serializers.promise import PromiseAnswer, PromiseBody
from api.views.clients import ClientView
from clients.domain import promises
from clients.models import Client
from clients.promise import terms_for


class Promise(ClientView):
    verbs = {"GET": "client.read", "PATCH": "client.edit"}

    @operation("What is promised to a client", gives=PromiseAnswer)
    def get(self, client: Client) -> Terms:
        """The agency’s promise, and the client’s own where it differs."""
        return terms_for(client)

    @operation("Promise a client something else", takes=PromiseBody, gives=PromiseAnswer)
    def patch(self, client: Client, body: dict[str, Any]) -> Terms:
        """Only the fields that are sent change. Clocks that run follow within a minute; none of them gets longer."""
        return terms_for(promises.change(client, by=self.member, at=self.now, **body))
