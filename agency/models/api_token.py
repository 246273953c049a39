"""What a program signs in with: a member's own token, or one of the agency. Only the digest is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .membership import Membership


class ApiToken(TenantModel):
    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    name = models.CharField(_("name"), max_length=80)
    member = models.ForeignKey(
        Membership, models.PROTECT, related_name="api_tokens", help_text=_("In whose name it acts.")
    )
    for_agency = models.BooleanField(_("belongs to the agency"), default=False)
    scope = models.CharField(_("may"), max_length=8, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            key_is_unique("api_token"),
            models.UniqueConstraint(fields=["agency", "digest"], name="api_token_digest"),
        ]
