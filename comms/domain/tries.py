"""How often somebody may let us knock at a server that they have named."""

from datetime import datetime

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, ngettext

from agency.models import Membership

MOST, MINUTES = 10, 10


class TooManyTries(ValidationError):
    def __init__(self) -> None:
        words = ngettext(
            "That was %(count)d try in a few minutes.", "Those were %(count)d tries in a few minutes.", MOST
        )
        super().__init__(words % {"count": MOST} + " " + _("Please wait ten minutes, then try again."))


def count(member: Membership, *, at: datetime) -> None:
    """Counts one more. Raises TooManyTries; then nobody knocks."""
    key = f"mailbox-tries:{member.agency_id}:{member.pk}:{int(at.timestamp()) // (MINUTES * 60)}"
    cache.add(key, 0, MINUTES * 60)
    tries = cache.incr(key)
    cache.touch(key, MINUTES * 60)
    if tries > MOST:
        raise TooManyTries
