"""The goodwill ledger: work given free, which the client sees (practices M6b, V7)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Favour


class NotAFavour(Refusal):
    """A favour has hours, and was given today or before."""

    field = "hours"


@transaction.atomic
def give(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    day: date,
    what: str,
    hours: Decimal,
    worth_minor: int = 0,
    currency: str = "EUR",
) -> Favour:
    """Writes a favour into the ledger. `worth_minor` is what it would have cost, in minor units. Raises NotAFavour."""
    require_active(client)
    if hours <= 0:
        raise NotAFavour(_("Say how long it took."))
    if worth_minor < 0:
        raise NotAFavour(_("A favour is worth something, or nothing; never less."), field="worth")
    favour = Favour.objects.create(
        client=client, day=day, what=what.strip(), hours=hours, worth_minor=worth_minor, currency=currency
    )
    record("favour.given", favour, by=by, at=at, shown=True, hours=str(hours))
    return favour


@transaction.atomic
def take_back(favour: Favour, *, by: Membership, at: datetime) -> None:
    """Takes a line out that was written by mistake. Raises ClientIsArchived."""
    require_active(lock(favour).client)
    record("favour.taken_back", favour, by=by, at=at, shown=True, hours=str(favour.hours))
    favour.delete()
