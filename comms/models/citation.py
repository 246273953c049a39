"""What was agreed or written once, quoted to one contact, with the link under which they read it (practice V5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact

from .interaction import Interaction
from .request import Request


class Citation(TenantModel):
    """One thing, one reader. Its link shows the thing and decides nothing; it expires and can be revoked."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="citations", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    words = models.TextField(help_text=_("What was quoted of it."))
    made_at = models.DateTimeField()
    interaction = models.ForeignKey(
        Interaction, models.PROTECT, related_name="citations", null=True, help_text=_("The message that it left with.")
    )
    token_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            key_is_unique("citation"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="citation_token"),
        ]
        indexes = [
            models.Index(fields=["agency", "kind", "object_id", "-made_at"], name="citation_of_object"),
        ]
