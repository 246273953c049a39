"""The link in an invitation. GET shows it, since mail scanners follow links; POST accepts."""

from typing import Any

from allauth.account.utils import complete_signup
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from agency.addresses import home
from agency.domain import invitations
from agency.doors import open_door
from agency.forms.people import JoinForm
from agency.http import AnyRequest
from agency.models import Invitation, User


@open_door("link", writes=True)
@never_cache
def invitation(request: AnyRequest, agency_slug: str, token: str) -> HttpResponse:
    """An unknown token is a page that does not exist; a used, revoked or expired one says so."""
    found = invitations.find(request.agency, token) if request.agency else None
    if found is None:
        raise Http404("no such page")
    state = invitations.state_of(found, timezone.now())
    if state != "open":
        return show(request, found, "agency/invitation_closed.html", state=state)
    if isinstance(request.user, User):
        return for_account(request, found, request.user)
    if invitations.users_at(found.email):
        query = urlencode({"next": request.path, "email": found.email})
        return show(request, found, "agency/invitation.html", sign_in_url=f"{reverse('account_login')}?{query}")
    return for_newcomer(request, found)


def for_account(request: AnyRequest, found: Invitation, user: User) -> HttpResponse:
    """Somebody is signed in: with the invited address they accept, with another they are told."""
    if not invitations.owns_address(user, found.email):
        return show(request, found, "agency/invitation.html", other=user.email, here=request.path)
    if request.method != "POST":
        return show(request, found, "agency/invitation.html", may_accept=True)
    try:
        invitations.accept(found, user=user, at=timezone.now())
    except ValidationError as error:
        return show(request, found, "agency/invitation.html", problem=" ".join(error.messages), status=422)
    messages.success(request, _("Welcome to %(agency)s.") % {"agency": found.agency})
    return redirect(home(found.agency.slug))


def for_newcomer(request: AnyRequest, found: Invitation) -> HttpResponse:
    """Nobody has this address yet: a small form makes the account and the membership in one go."""
    initial = {"name": found.name, "zone": found.agency.zone, "language": request.LANGUAGE_CODE}
    form = JoinForm(request.POST or None, initial=initial, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            member = invitations.join(found, **form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Welcome to %(agency)s.") % {"agency": found.agency})
            return complete_signup(request, member.user, None, home(found.agency.slug))
    return show(request, found, "agency/invitation.html", form=form, status=422 if form.errors else 200)


def show(request: AnyRequest, found: Invitation, page: str, *, status: int = 200, **context: Any) -> HttpResponse:
    brand = {"brand_name": found.agency.name, "brand_hue": found.agency.hue}
    return render(request, page, {"invitation": found, **brand, **context}, status=status)
