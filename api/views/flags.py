"""Flags: what clients asked for beyond the scope of work, and what became of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from agency.reach import reach
from api import queries
from api.fields import one
from api.operations import listing, operation
from api.serializers.requests import FlagAnswer, FlagBody, FlagQuery, SettlementBody
from api.views.base import ApiView
from api.views.requests import RequestView
from comms.domain import flags as verbs
from comms.flagging import clauses_of, currency_at
from comms.models import Request, ScopeFlag

TAG = "Scope"


class Flag(RequestView):
    verbs = {"POST": "request.flag", "DELETE": "request.flag"}

    @operation("Flag a request as out of scope", takes=FlagBody, gives=FlagAnswer, status=201, once=True)
    def post(self, request: Request, body: dict[str, Any], key: str) -> ScopeFlag:
        """One flag stands at a time: a second call gives the one that stands."""
        clause = body.get("exclusion")
        known = {row.key: row for row in clauses_of(request.client_id)} if clause else {}
        exclusion = one("exclusion", clause, known)
        return verbs.flag(request, by=self.member, at=self.now, exclusion=exclusion, wish=body.get("wish", ""))

    @operation("Take a flag back")
    def delete(self, request: Request) -> None:
        """For one that was raised by mistake, while it is not settled."""
        raised = ScopeFlag.objects.filter(request=request, state=ScopeFlag.State.RAISED).first()
        if raised is None:
            raise Http404("no flag stands on it")
        verbs.take_back(raised, by=self.member, at=self.now)


class Flags(ApiView):
    tag = TAG
    verbs = {"GET": "scope.read"}

    @listing("List flags", of=FlagAnswer, asks=FlagQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[ScopeFlag]:
        """What was asked for beyond the scope of work, on requests and on calls."""
        chosen = {name: query[name] for name in ("client", "state") if name in query}
        return queries.flags_of(self.member).filter(**chosen)


class Settlement(ApiView):
    tag = TAG
    verbs = {"POST": "request.flag", "DELETE": "request.flag"}

    def found(self, key: str) -> tuple[ScopeFlag]:  # type: ignore[override]
        return (reach(queries.flags_of(self.member), key=key),)

    @operation("Settle a flag", takes=SettlementBody, gives=FlagAnswer, once=True)
    def post(self, flag: ScopeFlag, body: dict[str, Any], key: str) -> ScopeFlag:
        """Found to be inside the scope, parked, or given as a favour; with hours, the goodwill ledger gets its line."""
        currency = currency_at(flag.client_id)
        return verbs.settle(flag, by=self.member, at=self.now, currency=currency, **body)

    @operation("Put a settled flag up again")
    def delete(self, flag: ScopeFlag) -> None:
        """A favour that was given with it is taken out of the ledger."""
        verbs.reopen(flag, by=self.member, at=self.now)
