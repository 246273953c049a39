"""How an agency's mail leaves: by a server or provider of its own, and what its domain says about that in DNS."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique


class SendingAccount(TenantModel):
    """At most one for each agency. Without one, or while it is not used, mail leaves by the installation's server."""

    class Way(models.TextChoices):
        SMTP = "smtp", _("an SMTP server")
        MAILGUN = "mailgun", "Mailgun"
        POSTMARK = "postmark", "Postmark"
        SENDGRID = "sendgrid", "SendGrid"
        BREVO = "brevo", "Brevo"
        MAILJET = "mailjet", "Mailjet"
        RESEND = "resend", "Resend"

    class Security(models.TextChoices):
        TLS = "tls", _("encrypted from the first byte (port 465)")
        STARTTLS = "starttls", _("encrypted after the greeting (STARTTLS, port 587)")
        NONE = "none", _("not encrypted")

    way = models.CharField(_("how it leaves"), max_length=10, choices=Way, default=Way.SMTP)
    host = models.CharField(_("SMTP server"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("port"), default=465)
    security = models.CharField(_("encryption"), max_length=10, choices=Security, default=Security.TLS)
    username = models.CharField(_("user name"), max_length=200, blank=True)
    secret = models.BinaryField(editable=False, default=bytes)
    domain = models.CharField(_("sending domain"), max_length=200, blank=True)
    european = models.BooleanField(_("the provider's servers in the EU"), default=False)
    sender_name = models.CharField(_("name of the sender"), max_length=120, blank=True)
    per_minute = models.PositiveSmallIntegerField(
        _("mails a minute, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(6000)],
    )
    active = models.BooleanField(_("is used"), default=True)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    problem_since = models.DateTimeField(null=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    worked_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("sending account")
        verbose_name_plural = _("sending accounts")
        constraints = [
            key_is_unique("sending_account"),
            models.UniqueConstraint(fields=["agency"], name="sending_account_once"),
        ]

    def __str__(self) -> str:
        return self.host if self.way == self.Way.SMTP else self.get_way_display()


class DomainCheck(TenantModel):
    """What DNS says about the sender's domain. `findings`: the list that `comms.dns_hints` made when it was asked."""

    domain = models.CharField(_("domain"), max_length=253)
    selector = models.CharField(
        _("DKIM selector"),
        max_length=63,
        blank=True,
        help_text=_("Your provider names it. It is the first part of the record's name, before ._domainkey."),
    )
    findings = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("check of the sender's domain")
        verbose_name_plural = _("checks of senders' domains")
        constraints = [
            key_is_unique("domain_check"),
            models.UniqueConstraint(fields=["agency"], name="domain_check_once"),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(asked_at__isnull=False),
                name="domain_check_due",
            )
        ]

    def __str__(self) -> str:
        return self.domain
