"""Every mail that leaves: one row per recipient, frozen, with its state. See docs/mail.md for the states and
promises.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact

from .interaction import Interaction


class Outgoing(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        CLAIMED = "claimed", _("about to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("will be tried again")
        DEAD = "dead", _("could not be sent")
        UNCERTAIN = "uncertain", _("perhaps sent")
        DELIVERED = "delivered", _("delivered")
        BOUNCED = "bounced", _("came back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    WAITING = (State.QUEUED, State.RETRY)
    HELD = (State.CLAIMED, State.SENDING)
    SETTLED = (State.SENT, State.DEAD, State.UNCERTAIN, State.DELIVERED, State.BOUNCED)

    recipient = models.EmailField(max_length=320)
    sender = models.EmailField(max_length=320)
    subject = models.TextField(blank=True)
    mime = models.BinaryField()
    message_id = models.CharField(max_length=998)
    return_path = models.CharField(max_length=320, blank=True)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True, help_text=_("When the server last got its text, whatever it said."))
    claim = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True)
    server_reply = models.TextField(blank=True)

    class Meta:
        abstract = True


class OutboxMessage(TenantModel, Outgoing):
    class Lane(models.TextChoices):
        """At least once for what people write; at most once for what Rapport sends by itself."""

        PERSON = "person", _("written by a person")
        AUTOMATIC = "automatic", _("automatic note")
        SUMMARY = "summary", _("summary")
        REPORT = "report", _("report")
        NOTICE = "notice", _("notice to a member")

    AT_MOST_ONCE = (Lane.AUTOMATIC, Lane.SUMMARY, Lane.REPORT)

    lane = models.CharField(max_length=10, choices=Lane)
    purpose_key = models.CharField(max_length=200)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", null=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="outgoing", null=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    leaves_at = models.DateTimeField(null=True, help_text=_("When its writer wanted it to leave, if not at once."))
    reported_at = models.DateTimeField(null=True, help_text=_("When those who wait for the outcome were told of it."))
    via = models.CharField(max_length=10, blank=True, help_text=_("By which way it was handed over last."))
    provider_id = models.CharField(max_length=200, blank=True, help_text=_("What a provider calls it."))

    class Meta(TenantModel.Meta):
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            key_is_unique("outbox"),
            models.UniqueConstraint(fields=["agency", "purpose_key"], name="outbox_purpose_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state__in=["queued", "retry"]), name="outbox_due"
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state__in=["claimed", "sending"]), name="outbox_held"
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(reported_at=None, state__in=["sent", "dead", "uncertain", "delivered", "bounced"]),
                name="outbox_unreported",
            ),
            models.Index(fields=["agency", "state", "-queued_at"], name="outbox_by_state"),
            models.Index(fields=["agency", "-queued_at"], name="outbox_by_time"),
            models.Index(fields=["agency", "message_id"], name="outbox_by_message_id"),
            models.Index(
                fields=["agency", "provider_id"], condition=~models.Q(provider_id=""), name="outbox_by_provider_id"
            ),
            models.Index(
                fields=["agency", "handed_at"], condition=models.Q(handed_at__isnull=False), name="outbox_by_handing"
            ),
        ]


class AccountMail(Outgoing):
    """Sign-in codes, invitations to an account, password resets: belongs to no agency; its body is wiped once
    settled.
    """

    class Meta:
        verbose_name = _("account mail")
        verbose_name_plural = _("account mails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state__in=["queued", "retry"]), name="account_mail_due"
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state__in=["claimed", "sending"]), name="account_mail_held"
            ),
            models.Index(fields=["return_path"], name="account_mail_by_path"),
        ]
