"""One thing done to many requests at once: to each by its own verb, under its own permission; and all of it undone."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.permissions import may
from comms.domain import answers, dismissals, requests as verbs, taking_back, together
from comms.models import Batch, Episode, Interaction, Request

MOST_AT_ONCE = 50
Kind = Batch.Kind
VERBS = {
    Kind.ASSIGN: "request.assign",
    Kind.ACKNOWLEDGE: "request.acknowledge",
    Kind.DISMISS: "request.dismiss",
    Kind.SNOOZE: "request.snooze",
}


class NothingChosen(ValidationError):
    def __init__(self) -> None:
        super().__init__({"requests": _("Choose a request first.")}, code="empty")


class TooMany(ValidationError):
    def __init__(self, count: int) -> None:
        words = _("You chose %(count)s. At most %(most)s go at once; nothing was done.")
        super().__init__({"requests": words % {"count": count, "most": MOST_AT_ONCE}}, code="too_many")


class NotWithUs(ValidationError):
    def __init__(self) -> None:
        super().__init__({"member": _("Choose somebody of the agency.")}, code="gone")


class NotAhead(ValidationError):
    def __init__(self) -> None:
        super().__init__({"until": _("Choose a time that lies ahead.")}, code="past")


class Left(Exception):
    """A row was left as it is: why, and who had been there."""

    def __init__(self, why: str, who: Membership | None = None) -> None:
        super().__init__(why)
        self.why, self.who = why, who.key if who else ""


@transaction.atomic
def apply(
    kind: str,
    requests: Sequence[Request],
    *,
    by: Membership,
    at: datetime,
    assignee: Membership | None = None,
    until: datetime | None = None,
) -> Batch:
    """Does it to each, in the order of their ids. What cannot be done is left as it is and kept with its reason.

    Raises NothingChosen, TooMany, NotWithUs and NotAhead; then nothing is done.
    """
    kind = Kind(kind)
    chosen = {request.pk: request for request in requests}
    if not chosen:
        raise NothingChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooMany(len(chosen))
    if kind is Kind.ASSIGN and assignee is not None and not assignee.active:
        raise NotWithUs
    if kind is Kind.SNOOZE and (until is None or until <= at):
        raise NotAhead
    acts: dict[Kind, Callable[[Request], dict[str, Any]]] = {
        Kind.ASSIGN: lambda request: _assign(request, assignee, by, at),
        Kind.ACKNOWLEDGE: lambda request: _acknowledge(request, by, at),
        Kind.DISMISS: lambda request: _dismiss(request, by, at),
        Kind.SNOOZE: lambda request: _snooze(request, until, by, at),
    }
    batch = Batch(member=by, kind=kind, made_at=at)
    batch.done, batch.left = _each([chosen[pk] for pk in sorted(chosen)], kind, acts[kind], by)
    batch.save()
    record("batch.applied", batch, by=by, at=at, kind=kind.value, done=len(batch.done), left=len(batch.left))
    return batch


@transaction.atomic
def undo(batch: Batch, *, by: Membership, at: datetime) -> tuple[int, list[dict[str, str]]]:
    """Takes all of it back that can be: how many, and what was left, with its reason."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at is not None:
        return 0, []
    items = {item["request"]: item for item in batch.done}
    rows = list(Request.objects.filter(key__in=items).select_related("client").order_by("pk"))
    kind = Kind(batch.kind)
    done, left = _each(rows, kind, lambda request: _undo(kind, request, items[request.key], by, at), by)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    record("batch.undone", batch, by=by, at=at, done=len(done), left=len(left))
    return len(done), left


def _each(
    rows: Sequence[Request], kind: Kind, act: Callable[[Request], dict[str, Any]], by: Membership
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    done, left = [], []
    for request in rows:
        try:
            if not may(by, VERBS[kind], request.client):
                raise Left("not_allowed")
            with transaction.atomic():
                done.append({"request": request.key, **act(request)})
        except Left as reason:
            left.append({"request": request.key, "why": reason.why, "who": reason.who})
        except ValidationError as refusal:
            code = getattr(refusal, "code", "") or next(iter(_codes(refusal)), "")
            left.append({"request": request.key, "why": str(code or "refused"), "who": ""})
    return done, left


def _codes(refusal: ValidationError) -> list[str]:
    inner = [error for errors in getattr(refusal, "error_dict", {}).values() for error in errors]
    return [str(error.code) for error in inner if error.code]


def _assign(request: Request, assignee: Membership | None, by: Membership, at: datetime) -> dict[str, Any]:
    before = together.hold(request)[0].assignee
    if before == assignee:
        raise Left("already", assignee)
    verbs.assign(request, assignee, by=by, at=at)
    return {"was": before.key if before else "", "now": assignee.key if assignee else ""}


def _acknowledge(request: Request, by: Membership, at: datetime) -> dict[str, Any]:
    _somebody_waits(request)
    return {"sent": answers.acknowledge(request, by=by, at=at).key}


def _dismiss(request: Request, by: Membership, at: datetime) -> dict[str, Any]:
    _somebody_waits(request)
    stopped = dismissals.dismiss(request, by=by, at=at)
    return {"at": max(each.dismissed_at for each in stopped if each.dismissed_at).isoformat()}


def _snooze(request: Request, until: datetime | None, by: Membership, at: datetime) -> dict[str, Any]:
    before = together.hold(request)[0].snoozed_until
    verbs.snooze(request, until=until, by=by, at=at)
    return {"was": before.isoformat() if before and before > at else "", "now": until.isoformat() if until else ""}


def _somebody_waits(request: Request) -> None:
    """Holds the thread. Raises Left, with who was there before, where no clock waits for anybody."""
    thread = together.hold(request)
    episodes = Episode.objects.filter(request__in=thread).select_related("acknowledged_by__user", "dismissed_by__user")
    if any(episode.closed_at is None and episode.acknowledged_at is None for episode in episodes):
        return
    last = max(episodes, key=lambda episode: (episode.closed_at is None, episode.opened_at), default=None)
    if last is None:
        raise Left("nobody_waits")
    if last.dismissed_at is not None:
        raise Left("dismissed", last.dismissed_by)
    raise Left("answered" if last.closed_at else "on_its_way", last.acknowledged_by)


def _undo(kind: Kind, request: Request, item: dict[str, Any], by: Membership, at: datetime) -> dict[str, Any]:
    held = together.hold(request)[0]
    if kind is Kind.ASSIGN:
        if (held.assignee.key if held.assignee else "") != item["now"]:
            raise Left("changed", held.assignee)
        verbs.assign(request, Membership.objects.filter(key=item["was"]).first(), by=by, at=at)
    elif kind is Kind.ACKNOWLEDGE:
        taking_back.withdraw(Interaction.objects.get(key=item["sent"]), by=by, at=at)
    elif kind is Kind.DISMISS:
        if not dismissals.undo(request, by=by, at=at, of=_moment(item.get("at", ""))):
            raise Left("changed")
    elif held.snoozed_until != _moment(item.get("now", "")):
        raise Left("changed")
    else:
        until = _moment(item["was"])
        verbs.snooze(request, until=until if until and until > at else None, by=by, at=at)
    return {}


def _moment(text: str) -> datetime | None:
    return parse_datetime(text) if text else None
