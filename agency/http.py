"""Requests as the middleware leaves them, for type hints, and from which address one came."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from agency.models import Agency, Membership, User

READS = ("GET", "HEAD")
"""Methods that change nothing. Behind a secret they are asked for only once the secret is known: 405 tells that an
address is there.
"""


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


def client_address(request: HttpRequest) -> str | None:
    """The address at the other end as our own proxies saw it; what stands before theirs anybody can write."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    written = seen[-proxies] if 0 < proxies <= len(seen) else ""
    for address in (written, request.META.get("REMOTE_ADDR") or ""):
        try:
            return str(ip_address(address.strip().partition("%")[0]))
        except ValueError:
            continue
    return None
