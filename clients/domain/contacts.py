"""A person's place at a client: who decides, who gets what, and its end (practices T1, P5)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import Actor, record
from agency.models import Membership
from clients.domain import portal_invitations
from clients.domain.changes import lock, set_fields, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, Person, PortalInvitation

EDITABLE = frozenset(["role", "decision_maker", "decides_about", "gets_summaries", "gets_reports"])


class AlreadyThere(Refusal):
    """The person is a contact of this client already."""

    field = "person"


@transaction.atomic
def add(person: Person, client: Client, *, by: Membership, at: datetime, **fields: Any) -> Contact:
    """Gives a person a place at a client; one that had ended begins again. Raises AlreadyThere, ClientIsArchived."""
    require_active(client)
    before = Contact.objects.select_for_update().filter(person=person, client=client).first()
    if before is not None and before.ended_at is None:
        raise AlreadyThere(_("%(person)s is a contact of %(client)s already.") % {"person": person, "client": client})
    contact = before or Contact(person=person, client=client)
    changed = [*set_fields(contact, fields, EDITABLE), *set_fields(contact, {"ended_at": None})]
    _save(contact, changed if before else None)
    record("contact.added", contact, by=by, at=at)
    return contact


@transaction.atomic
def edit(contact: Contact, *, by: Membership, at: datetime, **fields: Any) -> Contact:
    """Changes a contact's role and rights. Whoever is made the decision-maker takes that from whoever was."""
    require_active(lock(contact).client)
    changed = set_fields(contact, fields, EDITABLE)
    if changed:
        _save(contact, changed)
        record("contact.edited", contact, by=by, at=at, fields=changed)
    return contact


@transaction.atomic
def end(contact: Contact, *, by: Membership, at: datetime) -> Contact:
    """Somebody no longer speaks for the client: no summaries, no portal, no open invitation. What they said stays."""
    if lock(contact).ended_at is None:
        write(contact, ended_at=at, portal_access=False, decision_maker=False)
        for invitation in PortalInvitation.objects.filter(contact=contact, accepted_at=None, revoked_at=None):
            portal_invitations.revoke(invitation, by=by, at=at)
        record("contact.ended", contact, by=by, at=at)
    return contact


@transaction.atomic
def stop_reports(contact: Contact, *, by: Actor, at: datetime, how: str) -> bool:
    """The contact wants no monthly report any more. `how`: by 'link' or 'complaint'. False if they got none."""
    if not lock(contact).gets_reports:
        return False
    write(contact, gets_reports=False)
    record("contact.reports_stopped", contact, by=by, at=at, how=how)
    return True


def _save(contact: Contact, changed: list[str] | None) -> None:
    contact.save(update_fields=changed)
    if contact.decision_maker:
        others = Contact.objects.filter(client_id=contact.client_id, decision_maker=True)
        others.exclude(pk=contact.pk).update(decision_maker=False)
