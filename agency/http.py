"""Requests as the middleware leaves them, for type hints."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from agency.models import Agency, Membership, User


class MemberRequest(HttpRequest):
    """A request that came through a member's door."""

    user: User
    agency: Agency
    member: Membership
    htmx: HtmxDetails


class AnyRequest(HttpRequest):
    """A request through a door of another kind."""

    user: User | AnonymousUser
    agency: Agency | None
    member: Membership | None
    htmx: HtmxDetails
