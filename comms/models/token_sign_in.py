"""Signing in to a mailbox without a password: a refresh token buys access tokens (OAuth 2). Secrets are sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .mailbox import Mailbox


class TokenSignIn(TenantModel):
    """The refresh token stands where a password would: in the mailbox's own `secret`.

    `renewed` is no column: the refresh token that the issuer gave in the place of the last one, just now.
    """

    renewed = ""

    class Issuer(models.TextChoices):
        GOOGLE = "google", "Google"
        MICROSOFT = "microsoft", "Microsoft"
        OTHER = "other", _("another provider")

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="token_sign_in")
    issuer = models.CharField(max_length=12, choices=Issuer)
    token_url = models.URLField(_("token endpoint"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=300)
    client_secret = models.BinaryField(editable=False, default=bytes)
    access_token = models.BinaryField(editable=False, default=bytes)
    access_until = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("sign-in by token")
        verbose_name_plural = _("sign-ins by token")
        constraints = [key_is_unique("token_sign_in")]
