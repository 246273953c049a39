"""The client's door. Who comes through is settled first; then everything the page reads is read in the portal's scope,
in which no statement can write and, on PostgreSQL, no other client's row exists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agency.doors import Door, guard_member, sign_in_first
from agency.models import Agency
from agency.permissions import require
from agency.reach import reach
from agency.tenancy.scope import reading
from clients.models import Client, Contact
from clients.profile import effective_profile
from clients.queries import clients_of

VISIT_APART = timedelta(minutes=30)


@dataclass(frozen=True)
class Preview:
    """'You see this as Huda Al Noor does.', in the language of the member, not the contact's."""

    words: str
    language: str
    direction: str


@dataclass(frozen=True)
class Visit:
    """One look at the portal: for whom, in which language, zone and detail, since when; `preview` is what stands above
    it for a member who looks as this contact does."""

    agency: Agency
    client: Client
    contact_id: int
    contact_key: str
    person_id: int
    name: str
    language: str
    zone: ZoneInfo
    detail: str
    tone: str
    last_visit_at: datetime | None
    preview: Preview | None = None


View = Callable[..., HttpResponse]


def portal_door(view: View) -> View:
    """For contacts with portal access, in their own client's portal; and for members who 'see as client'.

    The view gets `visit` and reads through portal.queries alone. Anything but GET is refused: the portal changes
    nothing.
    """

    @wraps(view)
    def through(
        request: HttpRequest, *args: Any, agency_slug: str, client_key: str, contact_key: str = "", **kwargs: Any
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not request.user.is_authenticated:
            return sign_in_first(request)
        if request.agency is None:  # type: ignore[attr-defined]
            raise Http404("no such page")
        if contact_key and (answer := guard_member(request, "portal.preview")):
            return answer
        visit = preview(request, client_key, contact_key) if contact_key else enter(request, client_key)
        request.portal = True  # type: ignore[attr-defined]
        with translation.override(visit.language), timezone.override(visit.zone):
            with reading(visit.agency, visit.client.pk):
                response = view(request, visit, *args, **kwargs)
            response.headers["Content-Language"] = visit.language
            return response

    through.door = Door("contact")  # type: ignore[attr-defined]
    return through


def enter(request: HttpRequest, client_key: str) -> Visit:
    """The contact whom the signed-in user is at this client. Raises Http404 for anybody else."""
    contact = (
        Contact.objects.select_related("person", "client")
        .filter(
            client__key=client_key,
            client__archived_at=None,
            person__user=request.user.pk,
            portal_access=True,
            ended_at=None,
        )
        .first()
    )
    if contact is None:
        raise Http404("no such page")
    visit = visit_of(contact)
    now = timezone.now()
    if contact.last_visit_at is None or now - contact.last_visit_at > VISIT_APART:
        Contact.objects.filter(pk=contact.pk).update(last_visit_at=now)
    return visit


def preview(request: HttpRequest, client_key: str, contact_key: str) -> Visit:
    """'See as client': a member looks at exactly what the contact would see (practice P7). Nothing is
    recorded as a visit.
    """
    member = getattr(request, "member", None)
    if member is None:
        raise Http404("no such page")
    client = reach(clients_of(member), key=client_key)
    contacts = Contact.objects.select_related("person", "client").filter(client=client, ended_at=None)
    contact = reach(contacts, key=contact_key)
    require(member, "portal.preview", client)
    words = _("You see this as %(name)s does.") % {"name": contact.person.name}
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return visit_of(contact, preview=Preview(words, translation.get_language(), direction))


def visit_of(contact: Contact, preview: Preview | None = None) -> Visit:
    profile = effective_profile(contact, contact.client, contact.agency)
    return Visit(
        agency=contact.agency,
        client=contact.client,
        contact_id=contact.pk,
        contact_key=contact.key,
        person_id=contact.person_id,
        name=contact.person.name,
        language=profile.language.value,
        zone=ZoneInfo(profile.zone.value),
        detail=profile.detail_level.value,
        tone=profile.tone.value,
        last_visit_at=contact.last_visit_at,
        preview=preview,
    )
