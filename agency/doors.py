"""Every address of Rapport is a door, and every door says who may come through it.

A view is decorated with one of these; the tenancy sweep makes its inventory from them and fails on a view without one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from agency import at_hand
from agency.http import MemberRequest
from agency.models import Membership
from agency.permissions import TABLE, require

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Door:
    """`kind`: 'member' (staff of the agency in the address), 'contact' (the portal), 'link' (a signed link's holder),
    'user' (whoever is signed in), 'public', 'operator' or 'machine' (a provider's webhook, the API).
    `verb` is the row of the permission table that the role must hold.
    """

    kind: str
    verb: str = ""
    writes: bool = False


def _door(door: Door, guard: Callable[[HttpRequest], HttpResponse | None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return guard(request) or view(request, *args, **kwargs)

        through.door = door  # type: ignore[attr-defined]
        return through

    return decorate


def member_door(verb: str, *, writes: bool = False) -> Callable[[View], View]:
    """For staff of the agency in the address whose role holds the verb. Takes `agency_slug` off the view's
    arguments.
    """
    if verb not in TABLE:
        raise KeyError(f"{verb} is not in the permission table")

    def decorate(view: View) -> View:
        def without_slug(request: MemberRequest, *args: Any, agency_slug: str, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if request.method not in ("GET", "HEAD"):
                at_hand.forget(request.member)
            return response

        return _door(Door("member", verb, writes), lambda request: guard_member(request, verb))(
            wraps(view)(without_slug)
        )

    return decorate


def guard_member(request: HttpRequest, verb: str) -> HttpResponse | None:
    """What answers in the page's place: sign-in, or the second factor the agency asks for. Raises Http404, Refused."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    member: Membership | None = getattr(request, "member", None)
    if member is None:
        raise Http404("no such page")
    if member.agency.second_factor_required and not has_second_factor(request):
        return redirect(reverse("second_factor_needed", args=[member.agency.slug]))
    require(member, verb)
    return None


def has_second_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To sign in, and from there to the page. A script is refused instead (401), so that its page stays as it is; and
    what a form sent is shown, to be taken along: nothing typed is lost with the session.
    """
    from django.contrib.auth.views import redirect_to_login

    if "HX-Request" in request.headers or "X-Draft" in request.headers:
        return HttpResponse(status=401)
    if request.method == "POST":
        context = {"typed": request.POST.get("text", ""), "sign_in": redirect_to_login(_came_from(request)).url}
        return render(request, "signed_out.html", context, status=401)
    return redirect_to_login(request.get_full_path())


def _came_from(request: HttpRequest) -> str:
    """The page of ours that a form stood on, as its own address may take no visits; else the front."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(page)._replace(scheme="", netloc="").geturl() if ours and page else "/"


def user_door(view: View) -> View:
    """For whoever is signed in, in no agency's name."""
    guard: Callable[[HttpRequest], HttpResponse | None] = lambda request: (  # noqa: E731
        None if request.user.is_authenticated else sign_in_first(request)
    )
    return _door(Door("user"), guard)(view)


def open_door(kind: str, *, writes: bool = False) -> Callable[[View], View]:
    """For doors with a lock of their own ('link', 'machine', 'contact') or none ('public')."""
    return _door(Door(kind, writes=writes), lambda request: None)
