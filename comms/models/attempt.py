"""The story of a mail that leaves: each attempt with what the server said, and what a provider reported later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .outbox import OutboxMessage


class DeliveryAttempt(TenantModel):
    """One settled attempt. Written with the verdict, in its transaction, and never changed."""

    message = models.ForeignKey(OutboxMessage, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    verdict = models.CharField(max_length=20)
    reply = models.TextField(blank=True)
    via = models.CharField(max_length=10, blank=True)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("attempt to send")
        verbose_name_plural = _("attempts to send")
        constraints = [key_is_unique("delivery_attempt")]
        indexes = [models.Index(fields=["agency", "message", "at"], name="delivery_attempt_story")]


class TrackingReport(TenantModel):
    """What a provider said of a mail after it had taken it. `mail` is its id for the mail, or our Message-ID.

    `message` is empty while no mail of ours is known by it: a report may be faster than the answer to the request that
    it speaks of. `past`: it belongs to an attempt before a person sent the mail again.
    """

    class What(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        DEFERRED = "deferred", _("not accepted yet")
        BOUNCED = "bounced", _("came back")
        REJECTED = "rejected", _("not sent by the provider")
        COMPLAINED = "complained", _("marked as spam")

    message = models.ForeignKey(OutboxMessage, models.PROTECT, related_name="reports", null=True)
    provider = models.CharField(max_length=10)
    mail = models.CharField(max_length=998)
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    reply = models.TextField(blank=True)
    lasting = models.BooleanField(default=True)
    past = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("report of a provider")
        verbose_name_plural = _("reports of providers")
        constraints = [
            key_is_unique("tracking_report"),
            models.UniqueConstraint(fields=["agency", "provider", "mail", "what", "at"], name="tracking_report_once"),
        ]
        indexes = [
            models.Index(fields=["agency", "message"], name="tracking_report_of_mail"),
            models.Index(fields=["agency", "mail"], condition=models.Q(message=None), name="tracking_report_early"),
        ]
