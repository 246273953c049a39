"""What came in, as it came in: the raw bytes first, then what became of them. Nothing here is ever thrown away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .chat import ChatChannel
from .mailbox import Mailbox


class InboundMessage(TenantModel):
    class Door(models.TextChoices):
        IMAP = "imap", _("mailbox")
        PIPE = "pipe", _("pipe")
        API = "api", _("API")
        CHAT = "chat", _("chat channel")
        HOOK = "hook", _("provider")
        SENT = "sent", _("sent from a mail program")

    class State(models.TextChoices):
        STORED = "stored", _("stored, not read yet")
        FILED = "filed", _("filed")
        UNMATCHED = "unmatched", _("from somebody unknown")
        QUARANTINED = "quarantined", _("could not be read")
        NOTED = "noted", _("a bounce or an absence notice")
        OURS = "ours", _("our own message")
        DISMISSED = "dismissed", _("not from a client")

    door = models.CharField(max_length=8, choices=Door)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", null=True)
    channel = models.ForeignKey(ChatChannel, models.PROTECT, related_name="+", null=True)
    recipient = models.CharField(max_length=320, blank=True)
    raw = models.BinaryField()
    raw_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    put_there_at = models.DateTimeField(
        null=True, help_text=_("When the server put it into the folder of sent mail: when its writer acted.")
    )
    state = models.CharField(max_length=12, choices=State, default=State.STORED)
    message_id = models.CharField(max_length=998, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    same_id_as_another = models.BooleanField(default=False)
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=320, blank=True)
    subject = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    wants_answer = models.BooleanField(default=True)
    triage = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    blocks_sender = models.BooleanField(default=False, help_text=_("What this sender writes later is dismissed too."))
    settled_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("received message")
        verbose_name_plural = _("received messages")
        constraints = [
            key_is_unique("inbound"),
            models.UniqueConstraint(fields=["agency", "raw_digest", "recipient"], name="inbound_bytes_once"),
            models.UniqueConstraint(
                fields=["agency", "message_id", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="inbound_message_once",
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="stored"), name="inbound_due"),
            models.Index(fields=["agency", "state", "-received_at"], name="inbound_by_state"),
            models.Index(fields=["agency", "message_id"], name="inbound_by_message_id"),
            models.Index(
                fields=["agency", "sender"], condition=models.Q(blocks_sender=True), name="inbound_blocked_sender"
            ),
        ]
