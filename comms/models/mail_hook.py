"""A mailbox whose mail a provider posts to us, instead of our fetching it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .mailbox import Mailbox


class MailHook(TenantModel):
    class Provider(models.TextChoices):
        MAILGUN = "mailgun", "Mailgun"
        POSTMARK = "postmark", "Postmark"
        SENDGRID = "sendgrid", "SendGrid"
        SES = "ses", "Amazon SES"
        MAILERSEND = "mailersend", "MailerSend"
        MAILJET = "mailjet", "Mailjet"
        SPARKPOST = "sparkpost", "SparkPost"

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="hook")
    provider = models.CharField(_("provider"), max_length=12, choices=Provider)
    secret = models.BinaryField(editable=False, help_text=_("Sealed: the page shows the address with it again."))
    secret_digest = models.CharField(max_length=64, editable=False)
    signing_key = models.BinaryField(editable=False, default=bytes)
    renewed_at = models.DateTimeField(editable=False)
    received_at = models.DateTimeField(null=True, editable=False)
    reported_at = models.DateTimeField(null=True, editable=False, help_text=_("When it last told what became of mail."))
    confirm_url = models.URLField(max_length=2000, blank=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    problem_since = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("webhook of a mailbox")
        verbose_name_plural = _("webhooks of mailboxes")
        constraints = [key_is_unique("mail_hook")]
