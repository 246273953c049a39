"""A token opens nothing by itself: its scope must allow the method, and its member's role the verb of the view."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from agency.models import ApiToken
from agency.permissions import require


class ScopedByToken(BasePermission):
    message = _("This token may read only.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises Refused when the member's role lacks the verb. A method without a verb is allowed to nobody."""
        token, verb = request.auth, view.verb_for(request.method)
        if not isinstance(token, ApiToken) or verb is None:
            return False
        if request.method not in SAFE_METHODS and token.scope != ApiToken.Scope.WRITE:
            return False
        require(token.member, verb)
        return True
