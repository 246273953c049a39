"""Taking a client on, changing what we know, handing over, letting go (practices T3, V8)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership, Role
from clients.domain import portal_invitations, tasks
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, PortalInvitation, Task

EDITABLE = frozenset(
    [
        "name",
        "industry",
        "about",
        "website",
        "country",
        "engagement",
        "started_on",
        "expectations",
        "worries",
        "preferred_channel",
        "detail_level",
        "tone",
        "involvement",
        "cadence_days",
        "language",
        "zone",
    ]
)


class NameTaken(Refusal):
    """Another client in our care has this name."""

    field = "name"


class CannotLookAfter(Refusal):
    """Only an active owner or manager leads or backs up, and one person cannot do both."""


class StillOpen(Refusal):
    """Something of the client is open that whoever archives it has not been shown."""


@transaction.atomic
def create(
    *, by: Membership, at: datetime, name: str, lead: Membership, backup: Membership | None = None, **fields: Any
) -> Client:
    """Takes a client on. Raises NameTaken, CannotLookAfter."""
    _require_fit(lead, backup)
    client = Client(name=name.strip(), lead=lead, backup=backup)
    set_fields(client, fields, EDITABLE)
    _save(client)
    record("client.created", client, by=by, at=at, client_id=client.pk)
    return client


@transaction.atomic
def edit(client: Client, *, by: Membership, at: datetime, **fields: Any) -> Client:
    """Changes what we know of a client. Raises NameTaken, ClientIsArchived."""
    require_active(lock(client))
    changed = set_fields(client, fields, EDITABLE)
    if changed:
        _save(client, changed)
        record("client.edited", client, by=by, at=at, client_id=client.pk, fields=changed)
    return client


@transaction.atomic
def hand_over(client: Client, *, by: Membership, at: datetime, lead: Membership, backup: Membership | None) -> Client:
    """Gives a client another lead, backup, or both. Raises CannotLookAfter, ClientIsArchived."""
    require_active(lock(client))
    _require_fit(lead, backup)
    before = {"lead_was": client.lead_id, "backup_was": client.backup_id}
    if write(client, lead_id=lead.pk, backup_id=backup and backup.pk):
        facts: dict[str, Any] = {**before, "lead": client.lead_id, "backup": client.backup_id}
        record("client.handed_over", client, by=by, at=at, client_id=client.pk, **facts)
    return client


@transaction.atomic
def archive(
    client: Client, *, by: Membership, at: datetime, reason: str, note: str = "", seen: Collection[str] = ()
) -> Client:
    """Lets a client go, with the reason. `seen` holds the keys of the open tasks that were shown to whoever does it.

    Open tasks are dropped and open portal invitations end; everything else stays as it is. Raises StillOpen if a task
    has come up meanwhile.
    """
    require_active(lock(client))
    if reason not in Client.LeavingReason.values:
        raise Refusal(_("Say why the client leaves."), field="reason")
    still_open = list(Task.objects.filter(client=client, state=Task.State.OPEN))
    if {task.key for task in still_open} - set(seen):
        raise StillOpen(_("A task came up while you were reading. Please look at the list again."))
    for task in still_open:
        tasks.drop(task, by=by, at=at)
    for invitation in PortalInvitation.objects.filter(contact__client=client, accepted_at=None, revoked_at=None):
        portal_invitations.revoke(invitation, by=by, at=at)
    write(client, archived_at=at, archived_reason=reason, archived_note=note)
    record("client.archived", client, by=by, at=at, client_id=client.pk, reason=reason)
    return client


@transaction.atomic
def reopen(client: Client, *, by: Membership, at: datetime) -> Client:
    """Takes an archived client up again. Raises NameTaken if another one has its name by now."""
    if lock(client).archived:
        _save(client, set_fields(client, {"archived_at": None, "archived_reason": "", "archived_note": ""}))
        record("client.reopened", client, by=by, at=at, client_id=client.pk)
    return client


def touch(client: Client, at: datetime) -> None:
    """Keeps the moment of the last contact, which silences and the table of clients read; never an earlier one."""
    known = Client.objects.filter(Q(last_contact_at=None) | Q(last_contact_at__lt=at), pk=client.pk)
    if known.update(last_contact_at=at):
        client.last_contact_at = at


@transaction.atomic
def hand_over_everything(leaving: Membership, receiver: Membership, by: Membership, at: datetime) -> None:
    """Moves what a leaving member leads and backs up, and their open tasks. Where the receiver already holds the other
    place, the client is left without a backup. Raises CannotLookAfter.
    """
    looked_after = Client.objects.filter(archived_at=None)
    for client in looked_after.filter(lead=leaving).select_related("backup"):
        backup = None if client.backup_id in (receiver.pk, leaving.pk) else client.backup
        hand_over(client, by=by, at=at, lead=receiver, backup=backup)
    for client in looked_after.filter(backup=leaving).select_related("lead"):
        hand_over(client, by=by, at=at, lead=client.lead, backup=None if client.lead_id == receiver.pk else receiver)
    for task in Task.objects.filter(owner=leaving, state=Task.State.OPEN, client__archived_at=None):
        tasks.change(task, by=by, at=at, owner=receiver)


def _save(client: Client, changed: list[str] | None = None) -> None:
    """The database decides whether the name is free, so that two at once cannot both have it."""
    try:
        with transaction.atomic():
            client.save(update_fields=changed)
    except IntegrityError as error:
        if Client.objects.filter(name=client.name, archived_at=None).exclude(pk=client.pk).exists():
            raise NameTaken(_("There is a client with this name already.")) from error
        raise


def _require_fit(lead: Membership, backup: Membership | None) -> None:
    for field, member in (("lead", lead), ("backup", backup)):
        if member is not None and (not member.active or member.role == Role.SPECIALIST):
            words = _("%(name)s cannot look after clients: that takes an active account manager or owner.")
            raise CannotLookAfter(words % {"name": member.user}, field=field)
    if backup is not None and backup.pk == lead.pk:
        raise CannotLookAfter(_("Lead and backup are two people."), field="backup")
