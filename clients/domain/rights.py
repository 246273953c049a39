"""Who decides what at a client, theirs or ours (practice M0a)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from clients.domain.changes import lock, write
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, DecisionRight

MOST = 20


class SubjectTaken(Refusal):
    field = "subject"


class NobodyDecides(Refusal):
    """It is one person who decides: of theirs, who is there, or of ours."""

    field = "who"


class TooMany(Refusal):
    field = "subject"


@transaction.atomic
def grant(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    subject: str,
    contact: Contact | None = None,
    member: Membership | None = None,
) -> DecisionRight:
    """One person decides about a subject. Raises SubjectTaken, NobodyDecides, TooMany, ClientIsArchived."""
    require_active(lock(client))
    if DecisionRight.objects.filter(client=client).count() >= MOST:
        raise TooMany(_("Twenty subjects are enough. Bring some together."))
    right = DecisionRight(client=client, subject=_subject(subject), contact=contact, member=member)
    _check(right)
    try:
        with transaction.atomic():
            right.save(force_insert=True)
    except IntegrityError as error:
        raise SubjectTaken(_("Somebody decides about this already.")) from error
    record("right.granted", right, by=by, at=at, shown=True)
    return right


@transaction.atomic
def change(
    right: DecisionRight,
    *,
    by: Membership,
    at: datetime,
    subject: str,
    contact: Contact | None = None,
    member: Membership | None = None,
) -> DecisionRight:
    """Somebody else decides, or the subject is called otherwise. Raises what `grant` raises."""
    require_active(lock(right).client)
    right.contact, right.member = contact, member
    _check(right)
    right.refresh_from_db(fields=["contact", "member"])
    try:
        with transaction.atomic():
            changed = write(right, subject=_subject(subject), contact=contact, member=member)
    except IntegrityError as error:
        raise SubjectTaken(_("Somebody decides about this already.")) from error
    if changed:
        record("right.changed", right, by=by, at=at, shown=True)
    return right


@transaction.atomic
def remove(right: DecisionRight, *, by: Membership, at: datetime) -> None:
    """Raises ClientIsArchived."""
    require_active(lock(right).client)
    record("right.removed", right, by=by, at=at, shown=True, subject=right.subject)
    right.delete()


def _subject(text: str) -> str:
    subject = " ".join(text.split())
    if not subject:
        raise Refusal(_("Say what it is about."), field="subject")
    return subject


def _check(right: DecisionRight) -> None:
    if (right.contact is None) == (right.member is None):
        raise NobodyDecides(_("Choose one person, of theirs or of ours."))
    if right.contact is not None and right.contact.client_id != right.client_id:
        raise NobodyDecides(_("That person is not at this client."))
    if right.contact is not None and right.contact.ended_at is not None:
        raise NobodyDecides(_("%(name)s no longer speaks for the client.") % {"name": right.contact.person.name})
    if right.member is not None and not right.member.active:
        raise NobodyDecides(_("%(name)s is no longer with us.") % {"name": right.member})
