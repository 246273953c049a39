"""One's own settings in an agency, and leaving it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, override

from agency.domain import members, profile
from agency.doors import member_door
from agency.forms.profile import ProfileForm
from agency.http import MemberRequest
from agency.models import User
from agency.sections import settings_sections
from agency.views.look import keep


@member_door("member.self", writes=True)
def my_settings(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            profile.change(request.member, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            with override(form.cleaned_data["language"]):
                messages.success(request, _("Saved."))
            response = redirect("my_settings", request.agency.slug)
            keep(response, theme=form.cleaned_data["theme"], language=form.cleaned_data["language"])
            return response
    context = {"form": form, "settings_sections": settings_sections(request), **signing_in(request.member.user)}
    return render(request, "agency/my_settings.html", context, status=422 if form.errors else 200)


def signing_in(user: User) -> dict[str, Any]:
    """How the user signs in, in words: password or code, app, passkeys, recovery codes that are left."""
    factors = list(Authenticator.objects.filter(user=user))
    passkeys = [factor.wrap().name for factor in factors if factor.type == Authenticator.Type.WEBAUTHN]
    codes = [factor.wrap() for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES]
    return {
        "has_password": user.has_usable_password(),
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "passkeys": passkeys,
        "codes_left": len(codes[0].get_unused_codes()) if codes else 0,
        "second_factor": bool(passkeys) or any(factor.type == Authenticator.Type.TOTP for factor in factors),
    }


@member_door("member.self", writes=True)
def leave(request: MemberRequest) -> HttpResponse:
    """GET shows what one holds; POST goes. Whoever holds something asks an owner to hand it over first."""
    held, problem = members.holdings_of(request.member), ""
    if request.method == "POST":
        try:
            members.deactivate(request.member, by=request.member, at=timezone.now())
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("You have left %(agency)s.") % {"agency": request.agency})
            return redirect("front_door")
    context = {"holdings": held, "problem": problem, "settings_sections": settings_sections(request)}
    return render(request, "agency/leave.html", context, status=422 if problem else 200)
