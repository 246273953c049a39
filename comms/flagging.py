"""Does a request ask for something that the scope leaves out? A quiet proposal; a person decides (practices V6, T6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from clients.models import Exclusion, ScopeOfWork
from comms.models import Interaction, Request, ScopeFlag

WORD = re.compile(r"\w{4,}")
ENOUGH = 2


@dataclass(frozen=True)
class Bearing:
    """What the scope says to a request: its last flag, the clause that bears on it, and all that one could name."""

    flag: ScopeFlag | None
    exclusion: Exclusion | None
    clauses: Sequence[Exclusion]

    @property
    def open(self) -> bool:
        """Whether it can be flagged: nobody has to decide about a flag of it now."""
        return self.flag is None or self.flag.state != ScopeFlag.State.RAISED


def bearing(request: Request) -> Bearing:
    """The clause of the last flag, or without a flag the one that shares the most words with what was asked."""
    clauses = list(clauses_of(request.client_id))
    flag = (
        ScopeFlag.objects.filter(request=request).select_related("exclusion", "raised_by__user").order_by("-id").first()
    )
    return Bearing(flag, flag.exclusion if flag else best_clause(request, clauses), clauses)


def clauses_of(client_id: int) -> QuerySet[Exclusion]:
    """What the scope in force leaves out."""
    return Exclusion.objects.filter(scope__client_id=client_id, scope__state=ScopeOfWork.State.ACCEPTED)


def currency_at(client_id: int) -> str:
    """The one that the scope in force is agreed in; euros without a scope."""
    rows = ScopeOfWork.objects.filter(client_id=client_id, state=ScopeOfWork.State.ACCEPTED)
    return rows.values_list("currency", flat=True).first() or "EUR"


def best_clause(request: Request, clauses: Sequence[Exclusion]) -> Exclusion | None:
    if not clauses:
        return None
    asked = Interaction.objects.filter(request=request, direction=Interaction.Direction.INBOUND).order_by("-at").first()
    said = stems(f"{request.subject} {asked.text if asked else ''}")
    scored = [(len(stems(clause.what) & said), clause) for clause in clauses]
    score, clause = max(scored, key=lambda pair: pair[0])
    return clause if score >= min(ENOUGH, len(stems(clause.what))) and score else None


def stems(text: str) -> set[str]:
    """Words of four letters and more by their first six: enough to see 'adverts' in 'advertising'."""
    return {word.lower()[:6] for word in WORD.findall(text)}
