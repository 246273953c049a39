"""A token opens nothing by itself: its scope must allow the method, and its member's role the verb of the view."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from agency.models import ApiToken
from agency.permissions import may


class ScopedByToken(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return False
        if request.method not in SAFE_METHODS and token.scope != ApiToken.Scope.WRITE:
            return False
        verb = view.verb_for(request.method)
        return verb is not None and may(token.member, verb)
