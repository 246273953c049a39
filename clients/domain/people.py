"""The people on a client's side: getting to know somebody, and what is written down of them (practices T1, V2, M9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from agency.wording import listing
from clients.domain.changes import lock, set_fields
from clients.domain.contacts import add, edit as edit_place
from clients.domain.playbooks import check_lines
from clients.domain.refusals import Refusal, require_active
from clients.models import Client, Contact, Person, PersonAddress

EDITABLE = frozenset(
    [
        "name",
        "salutation",
        "phone",
        "personality_type",
        "triggers",
        "ways",
        "do",
        "dont",
        "boundaries",
        "calls_from",
        "calls_until",
        "personal_note",
        "preferred_channel",
        "detail_level",
        "tone",
        "involvement",
        "cadence_days",
        "language",
        "zone",
    ]
)


class AddressRefused(Refusal):
    """An e-mail address is none, or belongs to somebody else of this agency. `owner` is the person who has it."""

    field = "addresses"

    def __init__(self, words: str, owner: Person | None = None) -> None:
        super().__init__(words)
        self.owner = owner


class CallWindow(Refusal):
    """The hours for calls end before they begin, or only one end is given."""

    field = "calls_until"


@transaction.atomic
def create(
    client: Client,
    *,
    by: Membership,
    at: datetime,
    name: str,
    addresses: Sequence[str] = (),
    place: dict[str, Any] | None = None,
    **fields: Any,
) -> Contact:
    """Writes down a new person as a contact of a client. `place` holds what the contact is there: see contacts.add.

    The first of `addresses` is the one we write to. Raises AddressRefused, CallWindow, TooMuch, ClientIsArchived.
    """
    require_active(client)
    person = Person(name=name.strip())
    set_fields(person, fields, EDITABLE)
    _check(person)
    person.save()
    _set_addresses(person, addresses)
    return add(person, client, by=by, at=at, **(place or {}))


@transaction.atomic
def edit(
    person: Person,
    *,
    by: Membership,
    at: datetime,
    client: Client,
    addresses: Sequence[str] | None = None,
    **fields: Any,
) -> Person:
    """Changes what is known of a person, seen from one of their clients. `addresses` None leaves them as they are.

    Raises AddressRefused, CallWindow, TooMuch.
    """
    changed = set_fields(lock(person), fields, EDITABLE)
    _check(person)
    if changed:
        person.save(update_fields=changed)
    if addresses is not None and _set_addresses(person, addresses):
        changed = [*changed, "addresses"]
    if changed:
        record("person.edited", person, by=by, at=at, client_id=client.pk, fields=changed)
    return person


@transaction.atomic
def edit_contact(
    contact: Contact,
    *,
    by: Membership,
    at: datetime,
    place: dict[str, Any],
    addresses: Sequence[str],
    **fields: Any,
) -> Contact:
    """Changes a person and their place at a client in one step: both, or neither. Raises what edit does."""
    edit_place(contact, by=by, at=at, **place)
    edit(contact.person, by=by, at=at, client=contact.client, addresses=addresses, **fields)
    return contact


def _check(person: Person) -> None:
    _check_call_window(person)
    for name in ("do", "dont"):
        check_lines(name, getattr(person, name))


def _check_call_window(person: Person) -> None:
    begin, end = person.calls_from, person.calls_until
    if (begin is None) != (end is None):
        raise CallWindow(_("Give both ends of the hours for calls, or neither."))
    if begin is not None and end is not None and end <= begin:
        raise CallWindow(_("The hours for calls end before they begin."))


def _set_addresses(person: Person, addresses: Sequence[str]) -> bool:
    """Makes exactly these the person's addresses, the first one marked. True if anything changed."""
    wanted = list(dict.fromkeys(clean for address in addresses if (clean := address.strip().lower())))
    for address in wanted:
        check_address(address)
    known = {row.email.lower(): row for row in PersonAddress.objects.filter(person=person)}
    first_was = next((email for email, row in known.items() if row.first), None)
    if set(known) == set(wanted) and first_was == (wanted[0] if wanted else None):
        return False
    PersonAddress.objects.filter(person=person).exclude(email__in=wanted).delete()
    PersonAddress.objects.filter(person=person, first=True).update(first=False)
    for address in wanted:
        row = known.get(address) or PersonAddress(person=person, email=address)
        row.first = address == wanted[0]
        _save_address(row)
    return True


def check_address(address: str) -> None:
    """Raises AddressRefused for what is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressRefused(_("“%(address)s” is not an e-mail address.") % {"address": address}) from error


def _save_address(row: PersonAddress) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        taken = PersonAddress.objects.select_related("person").filter(email__iexact=row.email).first()
        if taken is None:
            raise
        raise AddressRefused(_whose(taken), taken.person) from error


def _whose(taken: PersonAddress) -> str:
    places = Contact.objects.filter(person=taken.person).select_related("client").order_by("client__name")
    words = {"address": taken.email, "person": taken.person.name, "clients": listing(c.client.name for c in places)}
    return _("%(address)s belongs to %(person)s of %(clients)s already.") % words
