"""Opening and closing the portal for a contact."""

from datetime import timedelta

import pytest
from django.core import mail

from agency.models import User
from clients.domain import contacts, people, portal_invitations as verbs
from clients.domain.portal_invitations import InvitationOver, NobodyToInvite, WrongReader
from clients.models import Contact, Person, PortalInvitation
from tests.clients.conftest import last_event
from tests.world import NOW, House, user_at

pytestmark = pytest.mark.usefixtures("settled_mail")


@pytest.fixture
def settled_mail(settings: object) -> None:
    mail.outbox.clear()


def newcomer(house: House) -> Contact:
    """Somebody without an account."""
    return people.create(
        house.client, by=house.manager, at=NOW, name="Anders Krogh", addresses=["anders@solvang.example"], language="ar"
    )


def test_the_mail_speaks_the_contacts_language_and_holds_the_link_once(ours: House) -> None:
    invitation = verbs.invite(newcomer(ours), by=ours.manager, at=NOW)
    (letter,) = mail.outbox
    assert letter.to == ["anders@solvang.example"]
    assert letter.extra_headers["Content-Language"] == "ar"
    token = letter.body.split("/portal-invitations/")[1].split("/")[0]
    assert verbs.digest(token) == invitation.token_digest
    assert token not in str(invitation.__dict__)
    html = letter.alternatives[0][0]
    assert 'dir="rtl"' in html
    assert token in html
    assert last_event().verb == "portal.invited"
    assert invitation.expires_at == NOW + timedelta(days=7)


def test_sending_again_replaces_the_first(ours: House) -> None:
    contact = newcomer(ours)
    first = verbs.invite(contact, by=ours.manager, at=NOW)
    verbs.invite(contact, by=ours.manager, at=NOW)
    first.refresh_from_db()
    assert first.revoked_at == NOW
    assert last_event().facts == {"again": True}
    assert PortalInvitation.objects.filter(contact=contact, revoked_at=None).count() == 1


@pytest.mark.parametrize("email", ["someone@else.example", "tomas.northlight@client.example"])
def test_only_to_an_address_of_the_person(ours: House, email: str) -> None:
    with pytest.raises(NobodyToInvite):
        verbs.invite(ours.contact, by=ours.manager, at=NOW, email=email)


def test_nobody_who_has_left_or_has_no_address(ours: House) -> None:
    nobody = people.create(ours.client, by=ours.manager, at=NOW, name="No Address")
    with pytest.raises(NobodyToInvite):
        verbs.invite(nobody, by=ours.manager, at=NOW)
    contacts.end(ours.contact, by=ours.manager, at=NOW)
    with pytest.raises(NobodyToInvite):
        verbs.invite(ours.contact, by=ours.manager, at=NOW)


def test_accepting_ties_the_person_to_the_account(ours: House) -> None:
    contact = newcomer(ours)
    invitation = verbs.invite(contact, by=ours.manager, at=NOW)
    user = user_at("anders@solvang.example", "Anders")
    verbs.accept(invitation, user=user, at=NOW)
    contact = Contact.objects.get(pk=contact.pk)
    assert (contact.person.user, contact.portal_access) == (user, True)
    event = last_event()
    assert (event.verb, event.actor_kind, event.actor_id) == ("portal.opened", "contact", contact.pk)
    with pytest.raises(InvitationOver):
        verbs.accept(invitation, user=user, at=NOW)


def test_equal_addresses_tie_nobody_without_a_verified_one(ours: House, world: object) -> None:
    invitation = verbs.invite(newcomer(ours), by=ours.manager, at=NOW)
    stranger = user_at("stranger@solvang.example", "Stranger")
    unproven = User.objects.create(email="anders@solvang.example")
    unproven.emailaddress_set.create(email=unproven.email, verified=False, primary=True)
    for user in (stranger, unproven):
        with pytest.raises(WrongReader):
            verbs.accept(invitation, user=user, at=NOW)
    assert Person.objects.get(name="Anders Krogh").user is None


def test_a_person_keeps_their_account_and_an_account_its_person(ours: House) -> None:
    maria = verbs.invite(ours.contact, by=ours.manager, at=NOW)
    tied = ours.contact.person.user
    assert tied is not None
    tied.emailaddress_set.all().delete()
    second = User.objects.create(email="second@client.example")
    second.emailaddress_set.create(email=maria.email, verified=True)
    with pytest.raises(WrongReader, match="another account"):
        verbs.accept(maria, user=second, at=NOW)
    contact = newcomer(ours)
    invitation = verbs.invite(contact, by=ours.manager, at=NOW)
    tied.emailaddress_set.create(email="anders@solvang.example", verified=True)
    with pytest.raises(WrongReader, match="somebody else here"):
        verbs.accept(invitation, user=tied, at=NOW)


@pytest.mark.parametrize("how", ["expired", "revoked", "ended"])
def test_an_invitation_that_is_over_opens_nothing(ours: House, how: str) -> None:
    contact = newcomer(ours)
    invitation = verbs.invite(contact, by=ours.manager, at=NOW)
    user, at = user_at("anders@solvang.example", "Anders"), NOW
    if how == "expired":
        at = invitation.expires_at
    elif how == "revoked":
        verbs.revoke(invitation, by=ours.manager, at=NOW)
    else:
        contacts.end(contact, by=ours.manager, at=NOW)
    with pytest.raises(InvitationOver):
        verbs.accept(invitation, user=user, at=at)


def test_joining_makes_an_account_without_a_password(ours: House) -> None:
    invitation = verbs.invite(newcomer(ours), by=ours.manager, at=NOW)
    user = verbs.join(invitation, at=NOW)
    assert not user.has_usable_password()
    assert (user.email, user.name, user.language) == ("anders@solvang.example", "Anders Krogh", "ar")
    assert user.emailaddress_set.get().verified
    assert Person.objects.get(name="Anders Krogh").user == user


def test_joining_never_takes_an_account_that_exists(ours: House) -> None:
    invitation = verbs.invite(ours.contact, by=ours.manager, at=NOW)
    with pytest.raises(WrongReader, match="already"):
        verbs.join(invitation, at=NOW)


def test_closing_and_opening_again(ours: House) -> None:
    verbs.close(ours.contact, by=ours.manager, at=NOW)
    assert last_event().verb == "portal.closed"
    assert not Contact.objects.get(pk=ours.contact.pk).portal_access
    verbs.open_again(ours.contact, by=ours.manager, at=NOW)
    assert Contact.objects.get(pk=ours.contact.pk).portal_access
    with pytest.raises(NobodyToInvite):
        verbs.open_again(newcomer(ours), by=ours.manager, at=NOW)
