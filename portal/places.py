"""Which portals a user may open, for the front door. An equal address is no key: only an accepted invitation is."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from agency.models import Agency, User
from agency.registry import Place
from agency.tenancy.scope import everywhere, within
from clients.models import Contact


def portals_of(user: User) -> Iterator[Place]:
    """The portals of the user's contacts, by agency and client: ids are found everywhere, words in each own scope."""
    found: dict[int, list[int]] = defaultdict(list)
    with everywhere():
        open_to_user = Contact.objects.filter(
            person__user=user, portal_access=True, ended_at=None, client__archived_at=None
        )
        for agency_id, contact_id in open_to_user.values_list("agency_id", "pk"):
            found[agency_id].append(contact_id)
    for agency in Agency.objects.filter(pk__in=found, closed_at=None).order_by("name"):
        with within(agency):
            rows = Contact.objects.filter(pk__in=found[agency.pk]).values_list("client__key", "client__name")
            clients = sorted(rows, key=lambda row: row[1])
        for key, name in clients:
            yield Place(agency.name, name, reverse("portal", args=[agency.slug, key]))
