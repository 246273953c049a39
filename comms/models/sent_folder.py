"""The folder of a mailbox in which mail programs keep what was sent, and the place up to which it has been read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .mailbox import Mailbox


class SentFolder(TenantModel):
    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="sent_folder")
    name = models.CharField(
        max_length=200, blank=True, help_text=_("Empty: the one that the server marks as its folder of sent mail.")
    )
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    polled_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("folder of sent mail")
        verbose_name_plural = _("folders of sent mail")
        constraints = [key_is_unique("sent_folder")]
