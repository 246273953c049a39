"""Tokens of the form `rp_<agency's slug>_<secret>`: the slug opens the agency's scope, in which the digest is looked up."""

from contextlib import ExitStack

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agency.keys import digest
from agency.models import Agency, ApiToken, User
from agency.tenancy.scope import within

PREFIX = "rp_"


class TokenAuthentication(BaseAuthentication):
    """Opens the scope of the token's agency for the rest of the request; `api.views.ApiView` closes it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2 or not words[1].startswith(PREFIX):
            raise AuthenticationFailed()
        return self.holder(request, words[1])

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Rapport"'

    def holder(self, request: Request, text: str) -> tuple[User, ApiToken]:
        slug, _, _secret = text[len(PREFIX) :].rpartition("_")
        agency = Agency.objects.filter(slug=slug, closed_at=None).first()
        if agency is None:
            raise AuthenticationFailed()
        stack: ExitStack = request._request.scope  # type: ignore[attr-defined]
        stack.enter_context(within(agency))
        token = (
            ApiToken.objects.select_related("member__user", "member__agency")
            .filter(digest=digest(text), revoked_at=None, member__deactivated_at=None)
            .first()
        )
        if token is None or (token.expires_at and token.expires_at <= timezone.now()):
            raise AuthenticationFailed()
        request._request.agency, request._request.member = agency, token.member  # type: ignore[attr-defined]
        return token.member.user, token
