"""Opening the portal for a contact: an invitation to one address, with a token that expires; and closing it again."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.domain.invitations import owns_address, users_at
from agency.keys import digest, new_token
from agency.models import Membership, User
from agency.tenancy.scope import current_agency
from clients.domain.changes import lock, write
from clients.domain.refusals import Refusal, require_active
from clients.letters import send_portal_invitation
from clients.models import Contact, Person, PersonAddress, PortalInvitation
from clients.profile import effective_profile


class NobodyToInvite(Refusal):
    """There is no address to write to, or the contact has left."""

    field = "email"


class InvitationOver(Refusal):
    """The invitation was used, taken back, or has run out."""


class WrongReader(Refusal):
    """Whoever is signed in is not the one who was invited."""


@transaction.atomic
def invite(contact: Contact, *, by: Membership, at: datetime, email: str = "") -> PortalInvitation:
    """Invites a contact by mail, in their language; an invitation still open is replaced by the new one.

    `email` is one of the person's addresses, the marked one if it is ''. Raises NobodyToInvite, ClientIsArchived.
    """
    require_active(lock(contact).client)
    if contact.ended_at is not None:
        raise NobodyToInvite(_("%(person)s is no longer a contact of this client.") % {"person": contact.person})
    address = _address(contact, email)
    replaced = _open_invitations(contact).update(revoked_at=at)
    token = new_token()
    invitation = PortalInvitation.objects.create(
        contact=contact,
        email=address.email,
        token_digest=digest(token),
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    record("portal.invited", invitation, by=by, at=at, client_id=contact.client_id, again=bool(replaced))
    send_portal_invitation(invitation, token, by=by)
    return invitation


@transaction.atomic
def revoke(invitation: PortalInvitation, *, by: Membership, at: datetime) -> PortalInvitation:
    """Takes an invitation back; its link opens nothing any more."""
    lock(invitation)
    if invitation.accepted_at is None and invitation.revoked_at is None:
        write(invitation, revoked_at=at)
        client_id = invitation.contact.client_id
        record("portal.invitation_revoked", invitation, by=by, at=at, client_id=client_id)
    return invitation


@transaction.atomic
def accept(invitation: PortalInvitation, *, user: User, at: datetime) -> Contact:
    """Ties the person to the user who holds the invited address, verified, and opens the portal.

    Raises InvitationOver, WrongReader.
    """
    contact = lock(lock(invitation).contact)
    person = lock(contact.person)
    require_open(invitation, at=at)
    if not owns_address(user, invitation.email):
        words = _("This invitation went to %(email)s. You are signed in with another address.")
        raise WrongReader(words % {"email": invitation.email})
    if person.user_id not in (None, user.pk):
        raise WrongReader(_("%(person)s opens the portal with another account already.") % {"person": person})
    if Person.objects.filter(user=user).exclude(pk=person.pk).exists():
        raise WrongReader(_("Your account belongs to somebody else here. Please write to us, so that we put it right."))
    write(person, user=user)
    write(invitation, accepted_at=at)
    write(contact, portal_access=True)
    record("portal.opened", invitation, by=contact, at=at, client_id=contact.client_id)
    return contact


@transaction.atomic
def join(invitation: PortalInvitation, *, at: datetime) -> User:
    """A new account for whoever was invited, and the portal opened for it.

    The address counts as verified, since the token came to it by mail; there is no password, one signs in by code.
    Raises InvitationOver, or WrongReader if there is an account with the address, which then has to sign in.
    """
    require_open(invitation, at=at)
    if users_at(invitation.email):
        raise WrongReader(_("There is an account with this address already. Sign in with it."))
    person, agency = invitation.contact.person, current_agency()
    profile = effective_profile(person, invitation.contact.client, agency)
    user = User.objects.create_user(
        invitation.email, None, name=person.name, zone=profile.zone.value, language=profile.language.value
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(invitation, user=user, at=at)
    return user


@transaction.atomic
def close(contact: Contact, *, by: Membership, at: datetime) -> Contact:
    """Takes the portal away from a contact and revokes what invitation is open."""
    for invitation in _open_invitations(contact):
        revoke(invitation, by=by, at=at)
    if write(lock(contact), portal_access=False):
        record("portal.closed", contact, by=by, at=at)
    return contact


@transaction.atomic
def open_again(contact: Contact, *, by: Membership, at: datetime) -> Contact:
    """Gives the portal back to a contact who has accepted an invitation before. Raises NobodyToInvite."""
    require_active(lock(contact).client)
    if contact.person.user_id is None or contact.ended_at is not None:
        raise NobodyToInvite(_("%(person)s has to be invited first.") % {"person": contact.person})
    if write(contact, portal_access=True):
        record("portal.reopened", contact, by=by, at=at)
    return contact


def require_open(invitation: PortalInvitation, *, at: datetime) -> None:
    """Raises InvitationOver, with the reason in words."""
    if invitation.accepted_at is not None:
        raise InvitationOver(_("This invitation has been used. Just sign in."))
    if invitation.revoked_at is not None or invitation.contact.ended_at is not None:
        raise InvitationOver(_("This invitation was taken back. If you expected it, write to us."))
    if invitation.expires_at <= at:
        raise InvitationOver(_("This invitation has run out. Write to us, and we send another one."))


def _open_invitations(contact: Contact) -> models.QuerySet[PortalInvitation]:
    return PortalInvitation.objects.filter(contact=contact, accepted_at=None, revoked_at=None)


def _address(contact: Contact, email: str) -> PersonAddress:
    addresses = PersonAddress.objects.filter(person=contact.person)
    wanted = addresses.filter(email__iexact=email) if email else addresses.filter(first=True)
    found = wanted.first()
    if found is None:
        raise NobodyToInvite(_("%(person)s has no such e-mail address.") % {"person": contact.person})
    return found
