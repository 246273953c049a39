"""What programs sign in with. The text is shown once and only its digest kept. `api/authentication.py` reads it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from agency import keys
from agency.domain.events import record
from agency.models import ApiToken, Membership
from agency.permissions import require
from agency.registry import Holding
from agency.shortcuts import shortcuts

PER_MEMBER = 20
PREFIX = "rp_"
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class TooManyTokens(ValidationError):
    def __init__(self) -> None:
        words = _("There are %(count)s tokens already. Revoke one that is no longer used.")
        super().__init__(words % {"count": PER_MEMBER})


@transaction.atomic
def create(
    *, name: str, scope: str, by: Membership, at: datetime, expires_at: datetime | None, for_agency: bool = False
) -> tuple[ApiToken, str]:
    """A token and its text, `rp_<slug>_<secret>` with 180 random bits. Raises Refused, TooManyTokens."""
    require(by, "token.agency" if for_agency else "token.personal")
    if ApiToken.objects.filter(member=by, for_agency=for_agency, revoked_at=None).count() >= PER_MEMBER:
        raise TooManyTokens
    secret = "".join(keys.new_key() for _part in range(3))
    text = f"{PREFIX}{by.agency.slug}_{secret}"
    token = ApiToken.objects.create(
        name=name,
        scope=scope,
        member=by,
        for_agency=for_agency,
        digest=keys.digest(text),
        hint=secret[-4:],
        created_at=at,
        expires_at=expires_at,
    )
    record("token.created", token, by=by, at=at, scope=scope, for_agency=for_agency)
    return token, text


@transaction.atomic
def revoke(token: ApiToken, *, by: Membership, at: datetime) -> ApiToken:
    """Nothing signs in with it any more; it cannot be brought back. Raises Refused for another's personal token."""
    if token.member_id != by.pk or token.for_agency:
        require(by, "token.agency")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record("token.revoked", token, by=by, at=at)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Keeps when the token was last used, at most once a minute, so that calls do not queue for one row."""
    if token.last_used_at is not None and at - token.last_used_at < USE_IS_NOTED_EVERY:
        return
    seconds = int(USE_IS_NOTED_EVERY.total_seconds())
    if shortcuts.add(f"token:{token.agency_id}:{token.pk}:used", True, seconds):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def held_by(member: Membership) -> list[Holding]:
    """The agency's own tokens that act in a member's name: somebody else must answer for them when the member goes."""
    count = ApiToken.objects.filter(member=member, for_agency=True, revoked_at=None).count()
    words = ngettext("%(count)s token of the agency", "%(count)s tokens of the agency", count)
    return [Holding(words % {"count": count}, count, "")]


def hand_over(leaving: Membership, receiving: Membership, by: Membership, at: datetime) -> None:
    ApiToken.objects.filter(member=leaving, for_agency=True, revoked_at=None).update(member=receiving)
