"""Tokens of the form `rp_<agency's slug>_<secret>`: the slug opens the agency's scope, the digest is looked up there.

Whatever is wrong with a token, unknown, revoked, expired, or its member gone, the answer is the same.
"""

import re
from contextlib import ExitStack

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agency.domain import tokens
from agency.keys import digest
from agency.models import Agency, ApiToken, User
from agency.tenancy.scope import within

FORM = re.compile(rf"{tokens.PREFIX}([a-z0-9-]{{3,40}})_[0-9a-z]{{36}}")


class TokenAuthentication(BaseAuthentication):
    """Opens the scope of the token's agency for the rest of the call; `api.views.base.ApiView` closes it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _blank, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
        known = FORM.fullmatch(text.strip())
        if known is None:
            raise AuthenticationFailed
        return self.holder(request, known[0], slug=known[1])

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Rapport"'

    def holder(self, request: Request, text: str, *, slug: str) -> tuple[User, ApiToken]:
        agency = Agency.objects.filter(slug=slug, closed_at=None).first()
        if agency is None:
            raise AuthenticationFailed
        stack: ExitStack = request._request.scope  # type: ignore[attr-defined]
        stack.enter_context(within(agency))
        now = timezone.now()
        valid = ApiToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            digest=digest(text),
            revoked_at=None,
            member__deactivated_at=None,
            member__user__is_active=True,
        )
        token = valid.select_related("member__user").first()
        if token is None:
            raise AuthenticationFailed
        tokens.note_use(token, at=now)
        request._request.agency, request._request.member = agency, token.member  # type: ignore[attr-defined]
        return token.member.user, token
