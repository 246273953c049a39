"""What a topic of a call may go on from: the decisions whose place it can take, and whom it can ask."""

from datetime import datetime

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from agency.models import Membership
from clients.models import Client
from comms.forms.cast import Cast
from comms.models import Decision, Interaction, Topic
from comms.queries.decisions import STANDING
from comms.queries.experts import away_words, to_be_asked

MOST_DECISIONS, MOST_EXPERTS = 60, 200


def offer_more(cast: Cast, client: Client, call: Interaction | None, *, to: Membership, now: datetime) -> Cast:
    """Puts both into the cast, for the member at the desk; a constant number of queries."""
    cast.call = call
    found = _replaceable(client, call)
    if len(found) > MOST_DECISIONS:
        words = _("The newest %(count)s that stand. An older one is replaced in the decision log.")
        cast.decisions_help = words % {"count": MOST_DECISIONS}
    newest_first = sorted(found[:MOST_DECISIONS], key=lambda row: (row.decided_on, row.pk), reverse=True)
    cast.decisions = {decision.key: decision for decision in newest_first}
    experts = [expert for expert in to_be_asked()[: MOST_EXPERTS + 1] if expert.member_id != to.pk]
    experts.sort(key=lambda expert: (not expert.inside, str(expert).casefold(), expert.pk))
    cast.experts = {expert.key: expert for expert in experts}
    cast.away = away_words(experts, now)
    return cast


def _replaceable(client: Client, call: Interaction | None) -> list[Decision]:
    """What stands, and what an earlier version of this call's summary has replaced; what its topics name comes first,
    so that it is never cut off.
    """
    rows = Decision.objects.filter(client=client).select_related("superseded_by")
    if call is None:
        return list(rows.filter(STANDING).order_by("-decided_on", "-id")[: MOST_DECISIONS + 1])
    named = Topic.objects.filter(interaction=call, dropped_at=None, replaces__isnull=False).values("replaces")
    rows = rows.filter(STANDING | Q(superseded_by__interaction=call, withdrawn_at=None))
    rows = rows.exclude(interaction=call)
    first = Case(When(pk__in=named, then=Value(0)), default=Value(1))
    return list(rows.order_by(first, "-decided_on", "-id")[: MOST_DECISIONS + 1])
