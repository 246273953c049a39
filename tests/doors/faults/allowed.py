"""Nobody asks who somebody is, or what they may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from agency import permissions
from agency.models import Membership
from agency.tenancy import middleware
from tests.doors.aiming import Whose
from tests.doors.faults.fault import fault, instead


@fault("nobody asks whether a role holds a verb", "settings audit client_hand_over", "specialist", check="permissions")
def _(patch: pytest.MonkeyPatch) -> None:
    instead(patch, permissions.require, lambda member, verb, client=None: None)


@fault(
    "a verb is asked for without its client",
    "client_edit goal",
    "manager of another client",
    methods=("POST",),
    last=Whose.OTHER,
)
def _(patch: pytest.MonkeyPatch) -> None:
    require = permissions.require
    instead(patch, require, lambda member, verb, client=None: require(member, verb))


@fault("whoever is signed in counts as a member", "today clients", "stranger, owner of another agency")
def _(patch: pytest.MonkeyPatch) -> None:
    def anybody(request: HttpRequest) -> Membership | None:
        first = Membership.objects.select_related("user").order_by("pk").first()
        return first if request.user.is_authenticated else None

    patch.setattr(middleware, "member_of", anybody)


@fault("who was deactivated is still let in", "today clients", "deactivated member")
def _(patch: pytest.MonkeyPatch) -> None:
    def still(request: HttpRequest) -> Membership | None:
        found = Membership.objects.select_related("user").filter(user_id=request.user.pk).first()
        if found is not None:
            found.deactivated_at = None
        return found

    patch.setattr(middleware, "member_of", still)


@fault("an agency that is another's says that it is there", "today", "owner", check="agency")
def _(patch: pytest.MonkeyPatch) -> None:
    member_of = middleware.member_of

    def telling(request: HttpRequest) -> Membership | None:
        found = member_of(request)
        if found is None and request.user.is_authenticated:
            raise PermissionDenied
        return found

    patch.setattr(middleware, "member_of", telling)
