"""A mailbox of the agency: polled by IMAP, with the place up to which it has been read, or posted by a provider."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client


class Mailbox(TenantModel):
    address = models.EmailField(_("e-mail address"))
    host = models.CharField(_("IMAP server"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("port"), default=993)
    tls = models.BooleanField(_("encrypted from the first byte"), default=True)
    username = models.CharField(_("user name"), max_length=200, blank=True)
    secret = models.BinaryField(editable=False, default=bytes)
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    triage = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("who looks at unknown senders")
    )
    takes_plus = models.BooleanField(
        _("mail to name+anything@… arrives here too"),
        default=False,
        help_text=_("Then answers come back to this address. Most providers can do it."),
    )
    for_client = models.ForeignKey(
        Client,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("the client who writes here"),
        help_text=_("For somebody who speaks for several clients: what they send here is about this one."),
    )
    active = models.BooleanField(_("is read"), default=True)
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    next_poll_at = models.DateTimeField(null=True, editable=False)
    polled_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    problem_since = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        constraints = [
            key_is_unique("mailbox"),
            models.UniqueConstraint(models.F("agency"), models.functions.Lower("address"), name="mailbox_once"),
        ]
        indexes = [
            models.Index(fields=["next_poll_at"], condition=models.Q(active=True), name="mailbox_due"),
        ]

    def __str__(self) -> str:
        return self.address
