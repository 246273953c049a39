"""What the pages about us read: where a user may go, who works here, which tokens and invitations there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agency import absence_words, absences, registry, wording
from agency.addresses import home
from agency.domain import invitations, members as verbs
from agency.models import Absence, Agency, ApiToken, Invitation, Membership, User
from agency.registry import Place
from agency.shortcuts import shortcuts
from agency.tenancy.scope import everywhere, within

FIVE_MINUTES = 300


class Elsewhere(NamedTuple):
    """Another agency that somebody works for, as the frame's menu names it."""

    name: str
    slug: str


def agencies_of(user: User) -> list[Agency]:
    """The agencies whose active staff the user is, by name."""
    with everywhere():
        ids = list(Membership.objects.filter(user=user, deactivated_at=None).values_list("agency_id", flat=True))
    agencies = list(Agency.objects.filter(pk__in=ids, closed_at=None).order_by("name"))
    shortcuts.set(_places_key(user), [(agency.name, agency.slug) for agency in agencies], FIVE_MINUTES)
    return agencies


def elsewhere(member: Membership) -> list[Elsewhere]:
    """The member's other agencies. Kept for five minutes; the front door looks afresh."""
    kept = shortcuts.get(_places_key(member.user))
    if kept is None:
        kept = [(agency.name, agency.slug) for agency in agencies_of(member.user)]
    return [Elsewhere(name, slug) for name, slug in kept if slug != member.agency.slug]


def _places_key(user: User) -> str:
    return f"user:{user.pk}:agencies"


def workplaces(user: User) -> list[Place]:
    """The agencies a user works for, each with the role they have there, read in its own scope."""
    places = []
    for agency in agencies_of(user):
        with within(agency):
            role = Membership.objects.get(user=user).get_role_display()
        places.append(Place(agency.name, role, home(agency.slug)))
    return places


def portals(user: User) -> list[Place]:
    return [place for provider in registry.places for place in provider(user)]


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One line of the list of people, in words."""

    member: Membership
    name: str
    email: str
    initials: str
    role: str
    title: str
    load: str
    over: bool
    last_seen: str
    second_factor: bool
    active: bool
    away: str


def member_rows(zone: ZoneInfo, now: datetime) -> list[MemberRow]:
    """Everybody who works or has worked here, the active first, in four queries."""
    people = list(
        Membership.objects.select_related("user")
        .annotate(second_factor=Exists(Authenticator.objects.filter(user_id=OuterRef("user_id"))))
        .order_by("user__name", "pk")
    )
    led, away = verbs.clients_led(people), absences.away_at(now)
    rows = [_member_row(member, led.get(member.pk, 0), away.get(member.pk), zone, now) for member in people]
    return sorted(rows, key=lambda row: not row.active)


def _member_row(member: Any, led: int, away: Absence | None, zone: ZoneInfo, now: datetime) -> MemberRow:
    seen = member.user.last_login
    leads = member.role != "specialist"
    return MemberRow(
        member=member,
        name=str(member.user),
        email=member.user.email,
        initials=wording.initials(str(member.user)),
        role=capfirst(member.get_role_display()),
        title=member.title,
        load=_("%(led)s of %(limit)s") % {"led": led, "limit": member.limit} if leads else "",
        over=leads and led > member.limit,
        last_seen=wording.moment(seen, zone, now) if seen else "",
        second_factor=member.second_factor,
        active=member.active,
        away=capfirst(absence_words.away_until(away.last, now.astimezone(zone).date())) if away else "",
    )


class InvitationRow(NamedTuple):
    invitation: Invitation
    email: str
    role: str
    words: str
    expired: bool


def invitation_rows(zone: ZoneInfo, now: datetime) -> list[InvitationRow]:
    """Invitations that nobody has accepted yet, the latest first."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("invited_by__user")
    return [_invitation_row(row, zone, now) for row in rows.order_by("-invited_at")]


def _invitation_row(invitation: Invitation, zone: ZoneInfo, now: datetime) -> InvitationRow:
    expired = invitations.state_of(invitation, now) == "expired"
    pattern = _("Expired %(day)s") if expired else _("Invited by %(inviter)s, open until %(day)s")
    words = pattern % {
        "inviter": invitation.invited_by,
        "day": wording.long_day(invitation.expires_at.astimezone(zone).date(), now.date()),
    }
    return InvitationRow(invitation, invitation.email, capfirst(invitation.get_role_display()), words, expired)


class TokenRow(NamedTuple):
    token: ApiToken
    scope: str
    who: str
    used: str
    ends: str
    over: bool


def tokens_of(member: Membership, *, of_agency: bool) -> QuerySet[ApiToken]:
    """A member's own tokens, or those of the agency; without the revoked ones."""
    rows = ApiToken.objects.filter(revoked_at=None, for_agency=of_agency).select_related("member__user")
    return rows if of_agency else rows.filter(member=member)


def token_rows(tokens: QuerySet[ApiToken], zone: ZoneInfo, now: datetime) -> list[TokenRow]:
    return [_token_row(token, zone, now) for token in tokens.order_by("-created_at", "-pk")]


def _token_row(token: ApiToken, zone: ZoneInfo, now: datetime) -> TokenRow:
    used, ends = token.last_used_at, token.expires_at
    return TokenRow(
        token=token,
        scope=capfirst(token.get_scope_display()),
        who=str(token.member),
        used=wording.moment(used, zone, now) if used else _("never used"),
        ends=wording.long_day(ends.astimezone(zone).date(), now.date()) if ends else _("does not expire"),
        over=bool(ends and ends <= now),
    )
