"""Signing in to a mailbox by token (OAuth 2): an access token is bought with the refresh token, kept until it ends, and
bought again. What the issuer refuses is said in plain words.
"""

import json
import ssl
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from agency.domain.events import record
from agency.models import Membership
from comms import imap, sealing, web
from comms.dialling import InsideOurNetwork
from comms.models import Mailbox, TokenSignIn

Issuer = TokenSignIn.Issuer
TOKEN_URLS = {
    Issuer.GOOGLE: "https://oauth2.googleapis.com/token",
    Issuer.MICROSOFT: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
}
SCOPES = {
    Issuer.GOOGLE: "https://mail.google.com/",
    Issuer.MICROSOFT: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
}
BEFORE_IT_ENDS = timedelta(minutes=2)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=1)


@transaction.atomic
def use(
    mailbox: Mailbox, *, issuer: str, token_url: str, client_id: str, client_secret: str, by: Membership, at: datetime
) -> TokenSignIn:
    """From now on the mailbox's secret is a refresh token. An empty client secret keeps the stored one, which was given
    for one endpoint and is shown to no other.
    """
    row = TokenSignIn.objects.filter(mailbox=mailbox).first() or TokenSignIn(mailbox=mailbox)
    endpoint = token_url or TOKEN_URLS[Issuer(issuer)]
    if row.token_url != endpoint:
        row.client_secret = b""
    row.issuer, row.client_id, row.token_url = issuer, client_id, endpoint
    if client_secret:
        row.client_secret = sealing.seal(client_secret)
    row.access_token, row.access_until = b"", None
    row.save()
    record("mailbox.signs_in_by_token", mailbox, by=by, at=at, issuer=issuer)
    return row


@transaction.atomic
def use_no_longer(mailbox: Mailbox) -> None:
    """A password signs in again."""
    TokenSignIn.objects.filter(mailbox=mailbox).delete()


def access_token(row: TokenSignIn, refresh_token: str, *, at: datetime) -> str:
    """A token that is good for some minutes at least; bought if the one at hand is not. Raises Trouble.

    Asks nothing of the database, since it talks to the network: `keep` writes down what changed.
    """
    if row.access_token and row.access_until and at < row.access_until - BEFORE_IT_ENDS:
        return sealing.unseal(row.access_token)
    told = _bought(row, refresh_token)
    token = str(told["access_token"])
    row.access_token, row.access_until = sealing.seal(token), at + _lifetime(told)
    renewed = str(told.get("refresh_token") or "")
    if renewed and renewed != refresh_token:
        row.renewed, row.mailbox.secret = renewed, sealing.seal(renewed)
    return token


def keep(row: TokenSignIn) -> None:
    """A row or a mailbox that somebody is just typing in is not kept; a secret only if the issuer has renewed it, since
    somebody may have typed in another meanwhile.
    """
    TokenSignIn.objects.filter(pk=row.pk).update(access_token=row.access_token, access_until=row.access_until)
    if row.renewed:
        Mailbox.objects.filter(pk=row.mailbox.pk).update(secret=row.mailbox.secret)


def forget_access(mailbox: Mailbox) -> None:
    """Something went wrong with it: the next sign-in buys another."""
    TokenSignIn.objects.filter(mailbox=mailbox).update(access_token=b"", access_until=None)


def _bought(row: TokenSignIn, refresh_token: str) -> dict[str, Any]:
    fields = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": row.client_id}
    if row.client_secret:
        fields["client_secret"] = sealing.unseal(row.client_secret)
    if scope := SCOPES.get(Issuer(row.issuer)):
        fields["scope"] = scope
    host = {"host": urlsplit(row.token_url).hostname or row.token_url}
    try:
        answer = web.post_form(row.token_url, fields)
    except web.NoAddress:
        raise imap.Trouble(_("The token endpoint must be an address that begins with https://.")) from None
    except web.NoAnswer as reason:
        raise imap.Trouble(_why_no_answer(reason.__cause__) % host) from reason
    told = _json(answer.body)
    if answer.status == 200 and told.get("access_token"):
        return told
    raise imap.Trouble(_refusal(answer.status, str(told.get("error", ""))) % host)


def _why_no_answer(cause: BaseException | None) -> str:
    match cause:
        case InsideOurNetwork():
            return _("%(host)s lies inside this network. Whoever runs Rapport can allow it.")
        case ssl.SSLError():
            return _("No safe line could be made to %(host)s, where tokens are asked for.")
        case _:
            return _("%(host)s, where tokens are asked for, does not answer.")


def _refusal(status: int, error: str) -> str:
    """By RFC 6749, 5.2: whose mistake it is."""
    match error:
        case "invalid_grant":
            return _("The permission to read this mailbox has ended or was taken back. Give it again at %(host)s.")
        case "invalid_client" | "unauthorized_client":
            return _("%(host)s does not know the client id, or its secret has ended.")
        case "invalid_scope":
            return _("The permission that was given at %(host)s is not one to read mail by IMAP.")
    if status >= 500 or status == 429:
        return _("%(host)s, where tokens are asked for, has troubles of its own. It is asked again.")
    return _("%(host)s, where tokens are asked for, refused in a way that is not understood.")


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _lifetime(told: dict[str, Any]) -> timedelta:
    try:
        span = timedelta(seconds=float(told.get("expires_in") or 0))
    except (TypeError, ValueError, OverflowError):
        span = SHORTEST
    return min(max(span, SHORTEST), LONGEST)
