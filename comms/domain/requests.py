"""What people do to a request besides answering it: notes among us, whose it is, what comes next, and closing it.

None of these touches a clock.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.keys import is_key, new_key
from agency.models import Membership
from comms.domain import clock_notices, clocks as rows, episodes, following, notices, together
from comms.models import Interaction, Request


class StillWaiting(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("The client still waits for an answer. Answer first, or say that none is needed."), code="open"
        )


class EmptyNote(ValidationError):
    def __init__(self) -> None:
        super().__init__({"text": _("Write something first.")}, code="empty")


@transaction.atomic
def note(request: Request, *, by: Membership, at: datetime, text: str, key: str = "") -> Interaction:
    """A note among us: no client sees it, and nothing can mail it. Members named in it by @name are told, once.

    `key` is the form's own: sent twice by this member in this request, it is one note. One that is no key, or another
    row's, counts as none. Raises EmptyNote, and UnclearName for a name that several have.
    """
    if not text.strip():
        raise EmptyNote
    rows.lock(request.pk)
    known = Interaction.objects.filter(key=key).first() if is_key(key) else None
    if known is not None and known.internal and (known.request_id, known.member_id) == (request.pk, by.pk):
        return known
    named = following.named_in(text).named
    interaction = Interaction.objects.create(
        key=key if is_key(key) and known is None else new_key(),
        client=request.client,
        request=request,
        kind=Interaction.Kind.NOTE,
        direction=Interaction.Direction.INSIDE,
        internal=True,
        at=at,
        member=by,
        text=text.strip(),
    )
    told = following.tell_mentioned(request, interaction, named, by=by, at=at)
    following.tell_followers_of_note(request, interaction, {member.pk for member in told}, by=by, at=at)
    record("request.noted", request, by=by, at=at, interaction=interaction.key, mentioned=sorted(named))
    return interaction


@transaction.atomic
def assign(request: Request, assignee: Membership | None, *, by: Membership, at: datetime) -> Request:
    """Whose it is; None is nobody's. The new person is told, unless they took it themselves. Clocks stay where
    they are, and no return takes back what somebody was given meanwhile.
    """
    request = together.hold(request)[0]
    if assignee is not None and not assignee.active:
        raise ValidationError({"assignee": _("%(name)s is no longer with us.") % {"name": str(assignee)}})
    if request.assignee_id == (assignee.pk if assignee else None):
        return request
    request.assignee = assignee
    request.save(update_fields=["assignee"])
    record("request.assigned", request, by=by, at=at, assignee=assignee.pk if assignee else None)
    if assignee is not None:
        covered = together.running(request).exclude(covers=None)
        covered.exclude(covers=assignee).update(covers=None)
    if assignee is not None and assignee.pk != by.pk:
        notices.tell(
            assignee,
            kind="request.assigned",
            facts={"by": str(by), "subject": request.subject, "client": request.client.name},
            purpose_key=f"assigned:{request.key}:{at.isoformat()}",
            at=at,
            client=request.client,
            path=clock_notices.path_of(request),
        )
    return request


class GivenOnSince(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has given it to another person since. It stays as it is."), code="changed")


@transaction.atomic
def give_back(
    request: Request, *, given: Membership | None, was: Membership | None, by: Membership, at: datetime
) -> Request:
    """Undo of `assign`, as long as it is still theirs to whom it was given. Raises GivenOnSince."""
    held = together.hold(request)[0]
    if held.assignee != given:
        raise GivenOnSince
    return assign(held, was, by=by, at=at)


@transaction.atomic
def snooze(request: Request, *, until: datetime | None, by: Membership, at: datetime) -> Request:
    """Hides the row from Today until then; None shows it again. It comes back by itself when the client writes."""
    if until is not None and until <= at:
        raise ValidationError({"until": _("Choose a time that lies ahead.")})
    request = rows.lock(request.pk)
    request.snoozed_until = until
    request.save(update_fields=["snoozed_until"])
    record("request.snoozed", request, by=by, at=at, until=until.isoformat() if until else None)
    return request


@transaction.atomic
def plan_next_step(request: Request, *, step: str, on: date | None, by: Membership, at: datetime) -> Request:
    """What is done next, and when; a day that passes climbs in Today. An empty step takes it away."""
    request = rows.lock(request.pk)
    request.next_step, request.next_step_on = step.strip()[:200], on if step.strip() else None
    request.save(update_fields=["next_step", "next_step_on"])
    record("request.next_step", request, by=by, at=at, on=on.isoformat() if on else None)
    return request


@transaction.atomic
def close(request: Request, *, by: Membership, at: datetime) -> Request:
    """The matter is done. Raises StillWaiting while a clock runs. A further message of the client opens it again."""
    request = rows.lock(request.pk)
    if together.running(request).exists():
        raise StillWaiting
    if request.state != Request.State.CLOSED:
        request.state, request.closed_at, request.snoozed_until = Request.State.CLOSED, at, None
        request.next_step, request.next_step_on = "", None
        request.save(update_fields=["state", "closed_at", "snoozed_until", "next_step", "next_step_on"])
        record("request.closed", request, by=by, at=at, shown=True)
    return request


@transaction.atomic
def reopen(request: Request, *, by: Membership, at: datetime) -> Request:
    """The matter is not done after all."""
    request = rows.lock(request.pk)
    if request.state == Request.State.CLOSED:
        request.state, request.closed_at = Request.State.ANSWERED, None
        request.save(update_fields=["state", "closed_at"])
        episodes.settle_request(request)
        record("request.reopened", request, by=by, at=at, shown=True)
    return request
