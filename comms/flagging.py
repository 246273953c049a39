"""Does a request ask for something that the scope leaves out? A quiet proposal; a person decides (practices V6, T6)."""

import re
from typing import Any

from clients.models import Exclusion, ScopeOfWork
from comms.models import Interaction, Request, ScopeFlag

WORD = re.compile(r"\w{4,}")
ENOUGH = 2


def hint(request: Request) -> dict[str, Any] | None:
    """The standing flag, or the clause that shares the most words with what was asked; None if nothing bears on it."""
    flag = (
        ScopeFlag.objects.filter(request=request).select_related("exclusion", "raised_by__user").order_by("-id").first()
    )
    if flag is not None:
        return {"flag": flag, "exclusion": flag.exclusion}
    exclusion = best_clause(request)
    return {"flag": None, "exclusion": exclusion} if exclusion else None


def best_clause(request: Request) -> Exclusion | None:
    clauses = list(
        Exclusion.objects.filter(scope__client_id=request.client_id, scope__state=ScopeOfWork.State.ACCEPTED)
    )
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
