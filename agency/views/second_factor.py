"""What a member sees whose agency asks for a second factor, until they have one."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from agency.addresses import home
from agency.doors import has_second_factor, user_door
from agency.http import AnyRequest


@user_door
def second_factor_needed(request: AnyRequest, agency_slug: str) -> HttpResponse:
    if request.member is None or request.agency is None:
        raise Http404("no such page")
    if not request.agency.second_factor_required or has_second_factor(request):
        return redirect(home(agency_slug))
    return render(
        request,
        "agency/second_factor_needed.html",
        {"brand_name": request.agency.name, "brand_hue": request.agency.hue},
    )
