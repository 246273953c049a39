"""The glossary of a client, as its tab, the desk of a call, and the Inbox read it."""

from django.db.models import Q, QuerySet

from agency.models import Membership
from clients.domain.glossary import MOST_TERMS
from clients.glossary import Matcher
from clients.models import Client, GlossaryTerm
from clients.queries.reach import seen_by


def terms_of(client: Client) -> list[GlossaryTerm]:
    """Those in force, in the order of the alphabet."""
    return list(GlossaryTerm.objects.filter(client=client, removed_at=None)[:MOST_TERMS])


def matcher_of(client: Client) -> Matcher | None:
    """For marking the client's words in a text; None for an empty glossary."""
    terms = terms_of(client)
    return Matcher.of(terms) if terms else None


def glossary_of(member: Membership) -> QuerySet[GlossaryTerm]:
    """Of all clients that a member may see; those taken out, too."""
    return seen_by(member, GlossaryTerm.objects.select_related("client", "added_by__user"))


def holding(rows: QuerySet[GlossaryTerm], words: str) -> QuerySet[GlossaryTerm]:
    if not words:
        return rows
    return rows.filter(Q(term__icontains=words) | Q(forms__icontains=words) | Q(meaning__icontains=words))
