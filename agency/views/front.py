"""The front door: from the bare address to where somebody belongs, and founding an agency."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency import queries
from agency.addresses import home
from agency.domain import agencies
from agency.doors import open_door, sign_in_first, user_door
from agency.forms.accounts import StartForm
from agency.http import AnyRequest
from agency.models import User


@open_door("public")
def front_door(request: AnyRequest) -> HttpResponse:
    """Straight on where there is one place to go; a choice where there are several; a kind word where there is none."""
    if not isinstance(request.user, User):
        return sign_in_first(request)
    work, portals = queries.workplaces(request.user), queries.portals(request.user)
    if len(work) + len(portals) == 1:
        return redirect((work or portals)[0].url)
    page = "agency/places.html" if work or portals else "agency/no_place.html"
    return render(request, page, {"work": work, "portals": portals, "may_start": settings.SIGNUP_OPEN})


@user_door
def agency_front(request: AnyRequest, agency_slug: str) -> HttpResponse:
    """The bare address of an agency: on to Today, or to the portal; for whoever belongs to neither there is no such
    page.
    """
    user = request.user
    places = [*queries.workplaces(user), *queries.portals(user)] if isinstance(user, User) else []
    if (place := next((one for one in places if one.url.startswith(f"/{agency_slug}/")), None)) is None:
        raise Http404("no such page")
    return redirect(place.url)


@user_door
def agency_new(request: AnyRequest) -> HttpResponse:
    """Founding an agency with an account that one has already."""
    if not settings.SIGNUP_OPEN or not isinstance(request.user, User):
        raise Http404("no such page")
    initial = {"zone": request.user.zone, "language": request.user.language}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            owner = agencies.found(**form.founding(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(agency)s is there. Invite your colleagues next.") % {"agency": owner.agency})
            return redirect(home(owner.agency.slug))
    return render(request, "agency/agency_new.html", {"form": form}, status=422 if form.errors else 200)
