"""Flagging a request as outside the scope of work, and what becomes of the flag (practice V6)."""

from datetime import datetime
from decimal import Decimal
from textwrap import shorten

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.days import day_of
from clients.domain import favours
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from clients.models import Exclusion
from comms.models import Interaction, Request, ScopeFlag

LONGEST_WISH = 2000
LONGEST_LINE = 200
"""As much of a wish as the goodwill ledger takes."""


@transaction.atomic
def flag(
    request: Request, *, by: Membership, at: datetime, exclusion: Exclusion | None = None, wish: str = ""
) -> ScopeFlag:
    """Marks the request; a second flag gives the standing one. The wish is what the client wrote, unless said
    otherwise. Raises ClientIsArchived.
    """
    require_active(lock(request).client)
    standing = ScopeFlag.objects.filter(request=request, state=ScopeFlag.State.RAISED).first()
    if standing is not None:
        return standing
    if exclusion is not None and exclusion.client_id != request.client_id:
        raise ValidationError(_("This clause belongs to another client's scope."))
    raised = ScopeFlag.objects.create(
        client_id=request.client_id,
        request=request,
        exclusion=exclusion,
        wish=(wish or _words_of(request))[:LONGEST_WISH],
        raised_by=by,
        raised_at=at,
    )
    record("scope.flagged", raised, by=by, at=at, request=request.key, exclusion=exclusion.number if exclusion else "")
    return raised


@transaction.atomic
def settle(
    raised: ScopeFlag, state: str, *, by: Membership, at: datetime, outcome: str = "", hours: Decimal | None = None
) -> ScopeFlag:
    """Found to be inside, parked, or given as a favour: with `hours`, the goodwill ledger gets its line.

    Raises ValidationError when it was settled already, or when the client is archived.
    """
    raised = ScopeFlag.objects.select_for_update().get(pk=raised.pk)
    if raised.state != ScopeFlag.State.RAISED or state == ScopeFlag.State.RAISED:
        raise ValidationError(_("This flag was settled already."))
    raised.state, raised.settled_at, raised.settled_by, raised.outcome = state, at, by, outcome.strip()
    raised.save(update_fields=["state", "settled_at", "settled_by", "outcome"])
    record("scope.flag_settled", raised, by=by, at=at, state=state)
    if state == ScopeFlag.State.FAVOUR and hours is not None:
        what = shorten(raised.wish, LONGEST_LINE, placeholder="…")
        favours.give(raised.client, by=by, at=at, day=day_of(at, raised.agency), what=what, hours=hours)
    return raised


@transaction.atomic
def reopen(settled: ScopeFlag, *, by: Membership, at: datetime) -> ScopeFlag:
    """Undo: the flag stands again. A favour stays in its ledger, where it is taken out by itself.

    Raises ValidationError when another flag stands on the request meanwhile.
    """
    settled = ScopeFlag.objects.select_for_update().get(pk=settled.pk)
    if settled.state == ScopeFlag.State.RAISED:
        return settled
    if settled.request is not None:
        others = ScopeFlag.objects.filter(request=lock(settled.request), state=ScopeFlag.State.RAISED)
        if others.exists():
            raise ValidationError(_("The request is flagged again already."))
    was, settled.state = settled.state, ScopeFlag.State.RAISED
    settled.settled_at, settled.settled_by, settled.outcome = None, None, ""
    settled.save(update_fields=["state", "settled_at", "settled_by", "outcome"])
    record("scope.flag_reopened", settled, by=by, at=at, was=was)
    return settled


@transaction.atomic
def take_back(raised: ScopeFlag, *, by: Membership, at: datetime) -> None:
    """Undo: the flag was raised by mistake. Only while it has not been settled."""
    if lock(raised).state != ScopeFlag.State.RAISED:
        raise ValidationError(_("This flag was settled already."))
    record("scope.flag_withdrawn", raised, by=by, at=at)
    raised.delete()


def _words_of(request: Request) -> str:
    asked = Interaction.objects.filter(request=request, direction=Interaction.Direction.INBOUND).order_by("-at").first()
    return asked.text.strip() if asked and asked.text.strip() else request.subject
