"""Opens the scope of the agency that an address names, for the length of the request, and says who has come in."""

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from agency.models import Agency, Membership

from .scope import on_postgresql, within


class TenantMiddleware:
    """Addresses of an agency carry `agency_slug`. On PostgreSQL its whole request is one transaction, rolled back on an
    answer of 500 or above. Doors that must commit early (mail coming in) take no slug and open scopes themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.agency = request.member = request.contact = None  # type: ignore[attr-defined]
        slug = agency_slug(request.path_info)
        agency = Agency.objects.filter(slug=slug, closed_at=None).first() if slug else None
        if agency is None:
            request.agency_missing = bool(slug)  # type: ignore[attr-defined]
            return self.get_response(request)
        with within(agency):
            request.agency = agency  # type: ignore[attr-defined]
            request.member = member_of(request)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 and on_postgresql():
                transaction.set_rollback(True)
            return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, str]
    ) -> HttpResponse | None:
        """An agency that does not exist answers exactly as one that isn't the reader's, whatever the method.

        Doors of members, contacts and users ask who comes first; they answer for a missing agency themselves.
        """
        kind = getattr(getattr(view, "door", None), "kind", "")
        missing = getattr(request, "agency_missing", False)
        if kind == "member" and request.user.is_authenticated and request.member is None:  # type: ignore[attr-defined]
            raise Http404("no such page")
        if missing and kind not in ("member", "contact", "user"):
            raise Http404("no such page")
        return None


def agency_slug(path: str) -> str | None:
    try:
        return resolve(path).kwargs.get("agency_slug")
    except Resolver404:
        return None


def member_of(request: HttpRequest) -> Membership | None:
    """The active membership of whoever is signed in, within the open scope."""
    if not request.user.is_authenticated:
        return None
    return Membership.objects.select_related("user").filter(user=request.user, deactivated_at=None).first()
