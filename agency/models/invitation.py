"""An invitation to join the staff: sent to one address, opened by a token that expires, of which the digest is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .membership import Membership, Role


class Invitation(TenantModel):
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    token_digest = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            key_is_unique("invitation"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="invitation_token"),
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once_per_address",
            ),
        ]
