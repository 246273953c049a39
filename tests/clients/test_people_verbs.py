"""People, their addresses, and their places at clients."""

from datetime import time

import pytest

from agency.models import Event
from clients.domain import clients, contacts, people, portal_invitations
from clients.domain.contacts import AlreadyThere
from clients.domain.people import AddressRefused, CallWindow
from clients.domain.refusals import ClientIsArchived
from clients.models import Contact, Person, PersonAddress
from tests.clients.conftest import last_event
from tests.world import NOW, House, World


def addresses(person: Person) -> list[tuple[str, bool]]:
    rows = PersonAddress.objects.filter(person=person).order_by("-first", "email")
    return list(rows.values_list("email", "first"))


def test_a_new_person_with_addresses_and_a_place(ours: House) -> None:
    contact = people.create(
        ours.client,
        by=ours.manager,
        at=NOW,
        name="Anders Krogh",
        addresses=["Anders@Solvang.example", "ak@private.example", "anders@solvang.example"],
        personality_type="phlegmatic",
        place={"role": "web shop", "gets_reports": False},
    )
    assert (contact.person.name, contact.role, contact.gets_reports) == ("Anders Krogh", "web shop", False)
    assert addresses(contact.person) == [("anders@solvang.example", True), ("ak@private.example", False)]
    assert (last_event().verb, last_event().client_id) == ("contact.added", ours.client.pk)


def test_an_address_belongs_to_one_person(ours: House) -> None:
    with pytest.raises(AddressRefused) as refusal:
        people.create(
            ours.other_client, by=ours.backup, at=NOW, name="M.", addresses=["MARIA.northlight@client.example"]
        )
    assert refusal.value.words == "maria.northlight@client.example belongs to Maria Holm of Solvang Cycles already."
    assert refusal.value.owner == ours.contact.person
    assert not Person.objects.filter(name="M.").exists(), "nothing is left of what was refused"


def test_another_agencys_address_is_free(ours: House, world: World) -> None:
    email = "maria.harbour@client.example"
    assert people.create(ours.client, by=ours.manager, at=NOW, name="M.", addresses=[email]).pk


def test_what_is_no_address_is_named(ours: House) -> None:
    with pytest.raises(AddressRefused, match="“maria at home”"):
        people.create(ours.client, by=ours.manager, at=NOW, name="M.", addresses=["maria at home"])


def test_addresses_change_as_a_list(ours: House) -> None:
    person = ours.contact.person
    old = addresses(person)[0][0]
    edit = {"by": ours.manager, "at": NOW, "client": ours.client}
    people.edit(person, addresses=["new@solvang.example", old], **edit)
    assert addresses(person) == [("new@solvang.example", True), (old, False)]
    assert last_event().facts == {"fields": ["addresses"]}
    before = Event.objects.count()
    people.edit(person, addresses=["new@solvang.example", old], **edit)
    assert Event.objects.count() == before, "nothing changed"
    people.edit(person, addresses=[], **edit)
    assert addresses(person) == []


def test_a_kept_address_keeps_what_is_known_of_it(ours: House) -> None:
    row = PersonAddress.objects.get(person=ours.contact.person)
    PersonAddress.objects.filter(pk=row.pk).update(bounced_at=NOW)
    people.edit(
        ours.contact.person, by=ours.manager, at=NOW, client=ours.client, addresses=["a@solvang.example", row.email]
    )
    row.refresh_from_db()
    assert (row.bounced_at, row.first) == (NOW, False)


def test_an_edit_without_addresses_leaves_them(ours: House) -> None:
    before = addresses(ours.contact.person)
    people.edit(ours.contact.person, by=ours.manager, at=NOW, client=ours.client, phone="+45 12")
    assert addresses(ours.contact.person) == before
    assert last_event().facts == {"fields": ["phone"]}


@pytest.mark.parametrize(
    ("begin", "end"), [(time(10), None), (None, time(10)), (time(12), time(12)), (time(18), time(9))]
)
def test_hours_for_calls_begin_before_they_end(ours: House, begin: time | None, end: time | None) -> None:
    with pytest.raises(CallWindow):
        people.edit(ours.contact.person, by=ours.manager, at=NOW, client=ours.client, calls_from=begin, calls_until=end)


def test_one_contact_decides(ours: House) -> None:
    contacts.edit(ours.contact, by=ours.manager, at=NOW, decision_maker=True)
    ours.second_contact.refresh_from_db()
    assert not ours.second_contact.decision_maker
    assert last_event().facts == {"fields": ["decision_maker"]}


def test_one_person_at_two_clients(ours: House) -> None:
    contact = contacts.add(ours.contact.person, ours.other_client, by=ours.backup, at=NOW, role="adviser")
    assert contact.person == ours.contact.person
    with pytest.raises(AlreadyThere, match="Maria Holm is a contact of Clínica Duero already"):
        contacts.add(ours.contact.person, ours.other_client, by=ours.backup, at=NOW)


def test_a_contact_ends_and_begins_again(ours: House) -> None:
    invitation = portal_invitations.invite(ours.second_contact, by=ours.manager, at=NOW)
    contacts.end(ours.second_contact, by=ours.manager, at=NOW)
    ended = Contact.objects.get(pk=ours.second_contact.pk)
    invitation.refresh_from_db()
    assert (ended.ended_at, ended.portal_access, ended.decision_maker) == (NOW, False, False)
    assert invitation.revoked_at == NOW
    before = Event.objects.count()
    contacts.end(ended, by=ours.manager, at=NOW)
    assert Event.objects.count() == before
    again = contacts.add(ended.person, ours.client, by=ours.manager, at=NOW)
    assert (again.pk, again.ended_at) == (ended.pk, None)


def test_an_archived_client_gets_nobody_new(ours: House) -> None:
    client = clients.archive(ours.client, by=ours.manager, at=NOW, reason="budget")
    with pytest.raises(ClientIsArchived):
        people.create(client, by=ours.manager, at=NOW, name="A")
    with pytest.raises(ClientIsArchived):
        contacts.add(ours.other_contact.person, client, by=ours.manager, at=NOW)
