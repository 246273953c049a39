"""Sign-in links of the demo world: one for each person, with who they are."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from agency import queries
from agency.models import User

PURPOSE = "demo.sign-in"
THIRTY_DAYS = 30 * 24 * 3600


def links() -> list[tuple[str, str, str]]:
    """(name, who that is, address to open), staff before contacts; nobody who keeps the installation."""
    staff: list[tuple[str, str, str]] = []
    contacts: list[tuple[str, str, str]] = []
    for user in User.objects.filter(is_active=True, is_staff=False, is_superuser=False).order_by("pk"):
        work, portals = queries.workplaces(user), queries.portals(user)
        who = "; ".join(", ".join(filter(None, (str(place.about), place.name))) for place in (*work, *portals))
        if who:
            (staff if work else contacts).append((str(user), who, link(user)))
    return staff + contacts


def link(user: User) -> str:
    signed = signing.dumps(user.pk, salt=PURPOSE)
    return f"{settings.BASE_URL}{reverse('demo_sign_in', args=[signed])}"


def user_of(signed: str) -> User | None:
    """Whom a link signs in; None for a link that is forged, for another purpose or older than thirty days."""
    try:
        key = signing.loads(signed, salt=PURPOSE, max_age=THIRTY_DAYS)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True, is_staff=False, is_superuser=False).first()
