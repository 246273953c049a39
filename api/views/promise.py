"""What is promised to one client."""

from dataclasses import asdict
from typing import Any

from api.operations import operation
from api.serializers.promise import ClientPromiseAnswer, PromiseBody
from api.views.clients import ClientView
from clients.domain import promises
from clients.models import Client
from clients.promise import silence_days, terms_for


class Promise(ClientView):
    verbs = {"GET": "client.read", "PATCH": "client.edit"}

    @operation("What is promised to a client", gives=ClientPromiseAnswer)
    def get(self, client: Client) -> dict[str, Any]:
        """The agency’s promise, and the client’s own where it differs."""
        return held(client)

    @operation("Promise a client something else", takes=PromiseBody, gives=ClientPromiseAnswer)
    def patch(self, client: Client, body: dict[str, Any]) -> dict[str, Any]:
        """Only the fields that are sent change. Clocks that run follow within a minute; none of them gets longer."""
        return held(promises.change(client, by=self.member, at=self.now, **body))


def held(client: Client) -> dict[str, Any]:
    terms = asdict(terms_for(client))
    own = [*terms["own"], *(["silence_days"] if client.silence_days else [])]
    return {**terms, "own": own, "silence_days": silence_days(client)}
