"""A client's glossary."""

from typing import Any

from django.db.models import QuerySet

from agency.reach import reach
from api.operations import listing, operation
from api.serializers.glossary import EntriesBody, TermAnswer, TermBody, TermQuery, TermsTakenAnswer
from api.views.base import ApiView
from api.views.clients import ClientView
from clients.domain import glossary as verbs
from clients.models import Client, GlossaryTerm
from clients.queries.glossary import glossary_of, holding

TAG = "Glossary"


class ClientTerms(ClientView):
    tag = TAG
    verbs = {"GET": "client.read", "POST": "glossary.edit"}

    @listing("List a client’s terms", of=TermAnswer, asks=TermQuery)
    def get(self, client: Client, query: dict[str, Any]) -> QuerySet[GlossaryTerm]:
        """What this client means by their words."""
        return holding(glossary_of(self.member).filter(client=client, removed_at=None), query.get("q", ""))

    @operation("Write a term down", takes=TermBody, gives=TermAnswer, status=201, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> GlossaryTerm:
        return verbs.add(client, by=self.member, at=self.now, **body)


class ClientTermsAtOnce(ClientView):
    tag = TAG
    verbs = {"POST": "glossary.edit"}

    @operation("Take many terms over", takes=EntriesBody, gives=TermsTakenAnswer, once=True)
    def post(self, client: Client, body: dict[str, Any], key: str) -> dict[str, int]:
        """New ones are added, known ones get the new meaning."""
        entries = [{"forms": "", **entry} for entry in body["terms"]]
        return verbs.take_over(client, entries, by=self.member, at=self.now)._asdict()


class OneTerm(ApiView):
    tag = TAG
    verbs = {"GET": "client.read", "PATCH": "glossary.edit", "DELETE": "glossary.edit"}

    def found(self, key: str) -> tuple[GlossaryTerm]:  # type: ignore[override]
        return (reach(glossary_of(self.member).filter(removed_at=None), key=key),)

    @operation("One term", gives=TermAnswer)
    def get(self, term: GlossaryTerm) -> GlossaryTerm:
        return term

    @operation("Change a term", takes=TermBody, gives=TermAnswer)
    def patch(self, term: GlossaryTerm, body: dict[str, Any]) -> GlossaryTerm:
        changed: GlossaryTerm = verbs.change(term, by=self.member, at=self.now, **body)
        return changed

    @operation("Take a term out")
    def delete(self, term: GlossaryTerm) -> None:
        verbs.remove(term, by=self.member, at=self.now)
