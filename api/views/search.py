"""Search over everything the token's member may see, and quoting what was agreed."""

from typing import Any

from agency.reach import reach
from agency.search import results
from agency.search.results import Group, Results, Wanted
from api.operations import operation
from api.serializers.search import (
    CitationAnswer,
    CitationBody,
    OffersAnswer,
    QuotableQuery,
    SearchAnswer,
    SearchQuery,
)
from api.views.base import ApiView
from api.views.requests import RequestView
from comms import quoting
from comms.domain import citations as verbs
from comms.models import Citation, Request
from comms.queries import citations as queries


class Search(ApiView):
    tag = "Search"
    verbs = {"GET": "member.self"}

    @operation("Search everything", asks=SearchQuery, gives=SearchAnswer)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """By words in any language, grouped by kind; those with the words in their title first, then the newest."""
        client = query.get("client")
        wanted = Wanted(query["q"], query.get("kind", ""), client.pk if client else None, query["start"])
        return _told(results.search(self.member, wanted))


def _told(found: Results) -> dict[str, Any]:
    return {"some_words_only": found.some, "groups": [_group(group) for group in found.groups]}


def _group(group: Group) -> dict[str, Any]:
    hits = [
        {"kind": hit.kind.name, "id": hit.key, "title": hit.name, "excerpt": hit.said, "about": hit.about}
        for hit in group.hits
    ]
    return {"kind": group.family, "further": group.further, "found": hits}


class Quotable(RequestView):
    verbs = {"GET": "request.answer"}

    @operation("What may be quoted in a request", asks=QuotableQuery, gives=OffersAnswer)
    def get(self, request: Request, query: dict[str, Any]) -> dict[str, Any]:
        """Decisions, summaries that were sent, the scope in force, and messages that the contact was on."""
        if query["q"]:
            offers = quoting.found(request.contact, query["q"], self.now)
        else:
            offers = quoting.near(request, queries.said_last(request), self.now)
        return {
            "offers": [
                {
                    "kind": offer.thing.kind,
                    "id": offer.thing.key,
                    "passage": offer.passage,
                    "about": offer.thing.lead,
                    "afterwards": offer.thing.afterwards,
                }
                for offer in offers
            ]
        }


class Citations(RequestView):
    verbs = {"POST": "request.answer"}
    field_names = {"thing": "thing"}

    @operation("Quote something", takes=CitationBody, gives=CitationAnswer, status=201)
    def post(self, request: Request, body: dict[str, Any]) -> Citation:
        """In the contact’s language, dated, with a link that only they have. Put `text` into the answer you send."""
        found = queries.id_of(body["kind"], body["thing"], request.client_id)
        citation, text = verbs.cite(
            request.contact, body["kind"], found, by=self.member, at=self.now, words=body["words"], request=request
        )
        citation.text = text  # type: ignore[attr-defined]
        return citation


class CitationView(ApiView):
    tag = "Requests"

    def found(self, key: str) -> tuple[Citation]:  # type: ignore[override]
        return (reach(queries.citations_of(self.member), key=key),)


class OneCitation(CitationView):
    verbs = {"GET": "request.read"}

    @operation("One citation", gives=CitationAnswer)
    def get(self, citation: Citation) -> Citation:
        return citation


class CitationRevocation(CitationView):
    verbs = {"POST": "request.answer", "DELETE": "request.answer"}

    @operation("Close the link of a citation", gives=CitationAnswer)
    def post(self, citation: Citation) -> Citation:
        return verbs.revoke(citation, by=self.member, at=self.now)

    @operation("Open the link of a citation again", gives=CitationAnswer)
    def delete(self, citation: Citation) -> Citation:
        return verbs.restore(citation, by=self.member, at=self.now)
