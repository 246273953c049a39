"""Flagging a request as outside the scope of work, and what becomes of the flag (practice V6)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.days import day_of
from clients.domain import favours, scopes
from clients.domain.changes import lock
from clients.domain.refusals import require_active
from clients.models import Deliverable, Exclusion, ScopeOfWork
from clients.scope_changes import Promise
from comms.models import Interaction, Request, ScopeFlag

LONGEST_WISH = 2000
LONGEST_LINE = 200
"""As much of a wish as the goodwill ledger takes."""
LONGEST_NAME = 120
"""As much of it as names a deliverable."""
LONGEST_CHANGES = 300
"""As much as a version says of what changed in it."""


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
    raised: ScopeFlag,
    state: str,
    *,
    by: Membership,
    at: datetime,
    outcome: str = "",
    hours: Decimal | None = None,
    what: str = "",
    worth_minor: int = 0,
    currency: str = "EUR",
) -> ScopeFlag:
    """Found to be inside, parked, or given as a favour: with `hours`, the goodwill ledger gets its line, called `what`
    or as the wish in short. Raises ValidationError when it was settled already, or when the client is archived.
    """
    raised = ScopeFlag.objects.select_for_update().get(pk=raised.pk)
    if raised.state != ScopeFlag.State.RAISED or state == ScopeFlag.State.RAISED:
        raise ValidationError(_("This flag was settled already."))
    raised.state, raised.settled_at, raised.settled_by, raised.outcome = state, at, by, outcome.strip()
    if state == ScopeFlag.State.FAVOUR and hours is not None:
        raised.favour = favours.give(
            raised.client, by=by, at=at, day=day_of(at, raised.agency), what=what.strip() or in_short(raised),
            hours=hours, worth_minor=worth_minor, currency=currency,
        )  # fmt: skip
    raised.save(update_fields=["state", "settled_at", "settled_by", "outcome", "favour"])
    record("scope.flag_settled", raised, by=by, at=at, state=state)
    return raised


@transaction.atomic
def reopen(settled: ScopeFlag, *, by: Membership, at: datetime) -> ScopeFlag:
    """Undo: the flag stands again, and the favour that was given with it is taken out of the ledger.

    Raises ValidationError when another flag stands on the request meanwhile, or for a favour when the client is
    archived.
    """
    settled = ScopeFlag.objects.select_for_update().get(pk=settled.pk)
    if settled.state == ScopeFlag.State.RAISED:
        return settled
    if settled.request is not None:
        others = ScopeFlag.objects.filter(request=lock(settled.request), state=ScopeFlag.State.RAISED)
        if others.exists():
            raise ValidationError(_("The request is flagged again already."))
    if settled.favour is not None:
        favours.take_back(settled.favour, by=by, at=at)
    was, settled.state, settled.favour = settled.state, ScopeFlag.State.RAISED, None
    settled.settled_at, settled.settled_by, settled.outcome = None, None, ""
    settled.save(update_fields=["state", "settled_at", "settled_by", "outcome", "favour"])
    record("scope.flag_reopened", settled, by=by, at=at, was=was)
    return settled


@transaction.atomic
def take_back(raised: ScopeFlag, *, by: Membership, at: datetime) -> None:
    """Undo: the flag was raised by mistake. Only while it has not been settled."""
    if lock(raised).state != ScopeFlag.State.RAISED:
        raise ValidationError(_("This flag was settled already."))
    record("scope.flag_withdrawn", raised, by=by, at=at)
    raised.delete()


@transaction.atomic
def write_into_scope(raised: ScopeFlag, *, by: Membership, at: datetime) -> ScopeOfWork:
    """The draft of the next scope with the wish among its deliverables, once and in all, to be completed there. What
    changed names the clause it touches. The flag stands on. Raises ValidationError when it was settled already, or when
    the client is archived.
    """
    if lock(raised).state != ScopeFlag.State.RAISED:
        raise ValidationError(_("This flag was settled already."))
    draft = lock(scopes.draft(raised.client, by=by, at=at))
    promises, name = list(scopes.promises_of(draft)), in_short(raised, LONGEST_NAME)
    if name.casefold() in {promise.name.casefold() for promise in promises}:
        return draft
    promises.append(Promise(name=name, quantity=Decimal(1), unit="", period=Deliverable.Period.TOTAL))
    said: dict[str, Any] = {}
    if raised.exclusion is not None:
        touched = f"{name} ({raised.exclusion})"
        said["changes"] = _line("; ".join(filter(None, [draft.changes, touched])), LONGEST_CHANGES)
    return scopes.revise(draft, by=by, at=at, promises=promises, exclusions=list(scopes.exclusions_of(draft)), **said)


def in_short(raised: ScopeFlag, longest: int = LONGEST_LINE) -> str:
    """The wish in a line: the subject of its request, or how it begins."""
    subject = raised.request.subject if raised.request is not None else ""
    if subject in {"(no subject)", _("(no subject)")}:
        subject = ""
    return _line(subject, longest) or _line(raised.wish, longest)


def _line(text: str, longest: int) -> str:
    """Cut between any two letters: not every script has blanks."""
    return Truncator(" ".join(text.split())).chars(longest)


def _words_of(request: Request) -> str:
    asked = Interaction.objects.filter(request=request, direction=Interaction.Direction.INBOUND).order_by("-at").first()
    return asked.text.strip() if asked and asked.text.strip() else request.subject
