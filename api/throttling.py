"""So many calls a minute and token. Calls without a valid token are counted by address."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from agency.models import ApiToken


class TokenThrottle(SimpleRateThrottle):
    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str:
        if isinstance(request.auth, ApiToken):
            return f"throttle:{request.auth.agency_id}:{request.auth.pk}"
        return f"throttle:address:{self.get_ident(request)}"
