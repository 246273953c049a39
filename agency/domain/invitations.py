"""Asking people onto the staff. The mail carries a token that expires; holding it proves that one reads that mail."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from agency import invitation_mail, keys
from agency.domain.events import record
from agency.models import Agency, Invitation, Membership, User

OPEN_AT_ONCE = 100
"""So many may be open in one agency, so that nobody sends mail to half the world in our name."""
BETWEEN_MAILS = timedelta(minutes=1)


class AlreadyMember(ValidationError):
    """`member` is the membership that the address has already, perhaps a former one."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        words = _("%(email)s belongs to the agency already.") if member.active else _("%(email)s is a former member.")
        super().__init__(words % {"email": member.user.email})


class TooManyOpen(ValidationError):
    def __init__(self) -> None:
        words = _("%(count)s invitations are open. Revoke some, or wait until they are accepted.")
        super().__init__(words % {"count": OPEN_AT_ONCE})


class JustSent(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The mail has just gone. Wait a minute before you send it again."))


class InvitationClosed(ValidationError):
    """`state` is 'accepted', 'revoked' or 'expired'."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(_("This invitation cannot be used any more."))


class AnotherAddress(ValidationError):
    def __init__(self, email: str) -> None:
        super().__init__(_("This invitation is for %(email)s. Sign in with that address.") % {"email": email})


def state_of(invitation: Invitation, at: datetime) -> str:
    """'open', 'accepted', 'revoked' or 'expired'."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.revoked_at:
        return "revoked"
    return "open" if at < invitation.expires_at else "expired"


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: Membership, at: datetime) -> Invitation:
    """Sends an invitation, or sends an open one anew. Raises AlreadyMember, TooManyOpen, JustSent."""
    email = email.strip().lower()
    if member := Membership.objects.select_related("user").filter(user__in=users_at(email)).first():
        raise AlreadyMember(member)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    if invitation := waiting.filter(email=email).first():
        return send_again(invitation, by=by, at=at, role=role, name=name)
    if waiting.count() >= OPEN_AT_ONCE:
        raise TooManyOpen
    token = keys.new_token()
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        token_digest=keys.digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    record("member.invited", invitation, by=by, at=at, role=role)
    invitation_mail.send(invitation, token)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: Membership, at: datetime, role: str = "", name: str = "") -> Invitation:
    """A new mail with a new token; the one before stops working. Raises InvitationClosed, JustSent."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if (state := state_of(invitation, at)) not in ("open", "expired"):
        raise InvitationClosed(state)
    if at < invitation.invited_at + BETWEEN_MAILS:
        raise JustSent
    token = keys.new_token()
    invitation.token_digest = keys.digest(token)
    invitation.invited_by, invitation.invited_at = by, at
    invitation.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    invitation.role, invitation.name = role or invitation.role, name or invitation.name
    invitation.save()
    record("invitation.sent_again", invitation, by=by, at=at, role=invitation.role)
    invitation_mail.send(invitation, token)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Membership, at: datetime) -> Invitation:
    """The link stops working. Raises InvitationClosed if somebody has accepted it."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationClosed("accepted")
    if invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        record("invitation.revoked", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, user: User, at: datetime) -> Membership:
    """Makes the user a member. Raises InvitationClosed, AnotherAddress; a member already stays as they are."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if (state := state_of(invitation, at)) != "open":
        raise InvitationClosed(state)
    if not owns_address(user, invitation.email):
        raise AnotherAddress(invitation.email)
    member, is_new = Membership.objects.get_or_create(user=user, defaults={"role": invitation.role})
    if not member.active:
        member.deactivated_at, member.role = None, invitation.role
        member.save(update_fields=["deactivated_at", "role"])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    if not user.name and invitation.name:
        user.name = invitation.name
        user.save(update_fields=["name"])
    record("member.joined", member, by=member, at=at, role=member.role, is_new=is_new)
    return member


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str, zone: str, language: str, at: datetime) -> Membership:
    """A new account at the invited address, verified since the token came by mail to it, and its membership.

    Raises InvitationClosed, or ValidationError if an account has taken the address meanwhile.
    """
    user = new_account(invitation.email, name=name, zone=zone, language=language, password=password)
    return accept(invitation, user=user, at=at)


@transaction.atomic
def new_account(email: str, *, name: str, zone: str, language: str, password: str = "") -> User:
    """An account at an address that counts as verified. Raises ValidationError for no address, or one that is taken."""
    validate_email(email)
    own = {"name": name, "zone": zone, "language": language, "password": make_password(password or None)}
    taken = users_at(email)
    user, is_new = User.objects.get_or_create(email=email, defaults=own)
    if taken or not is_new:
        raise ValidationError(_("There is an account with this address already. Sign in with it."))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def find(agency: Agency, token: str) -> Invitation | None:
    """The invitation of the agency, whose scope is open, that a token belongs to, in whatever state."""
    rows = Invitation.objects.select_related("invited_by__user")
    return rows.filter(agency=agency, token_digest=keys.digest(token)).first()


def users_at(email: str) -> list[User]:
    """Accounts that hold an address, as their first or a further one."""
    held = EmailAddress.objects.filter(email__iexact=email).values_list("user_id", flat=True)
    return list(User.objects.filter(email__iexact=email) | User.objects.filter(pk__in=list(held)))


def owns_address(user: User, email: str) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())
