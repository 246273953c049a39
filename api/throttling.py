"""So many calls a minute and token. Calls without a valid token are counted by address."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from agency.models import ApiToken
from agency.shortcuts import shortcuts


class TokenThrottle(SimpleRateThrottle):
    """Nobody is turned away for want of counting: while Redis is away, calls go uncounted."""

    scope = "token"
    cache = shortcuts  # type: ignore[assignment]

    def get_cache_key(self, request: Request, view: Any) -> str:
        if isinstance(request.auth, ApiToken):
            return f"throttle:{request.auth.agency_id}:{request.auth.pk}"
        return f"throttle:address:{self.get_ident(request)}"
