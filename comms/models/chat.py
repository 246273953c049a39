"""A client's channel in a chat service: what Rapport posts there, and what is written there (practice V10)."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact


class ChatChannel(TenantModel):
    class Readers(models.TextChoices):
        US = "us", _("only we")
        CLIENT = "client", _("the client, too")

    client = models.ForeignKey(Client, models.PROTECT, related_name="channels")
    name = models.CharField(_("name"), max_length=80, help_text=_("As it is called there, for example #solvang."))
    readers = models.CharField(_("who reads it"), max_length=6, choices=Readers, default=Readers.US)
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="+",
        verbose_name=_("whose word it is"),
        help_text=_("What somebody writes there whom Rapport does not know counts as theirs."),
    )
    service = models.CharField(max_length=40, blank=True, editable=False)
    address = models.BinaryField(editable=False, default=bytes, help_text=_("Sealed: whoever has it can post there."))
    secret = models.BinaryField(editable=False, default=bytes, help_text=_("Sealed: signs what comes in."))
    tells_messages = models.BooleanField(_("new messages"), default=True)
    tells_clocks = models.BooleanField(_("clocks that run out, and broken promises"), default=True)
    tells_agreements = models.BooleanField(_("what the client agreed to"), default=True)
    active = models.BooleanField(_("in use"), default=True)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    problem_since = models.DateTimeField(null=True, editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("chat channel")
        verbose_name_plural = _("chat channels")
        constraints = [
            key_is_unique("channel"),
            models.UniqueConstraint(models.F("agency"), models.F("client"), Lower("name"), name="channel_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ChatPost(TenantModel):
    """Something that is posted to a channel, once: like mail, a row with its state."""

    class State(models.TextChoices):
        QUEUED = "queued", _("on its way")
        CLAIMED = "claimed", _("being posted")
        RETRY = "retry", _("will be tried again")
        SENT = "sent", _("posted")
        DEAD = "dead", _("could not be posted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.QUEUED, State.RETRY, State.CLAIMED)

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    channel = models.ForeignKey(ChatChannel, models.PROTECT, related_name="posts")
    interaction = models.OneToOneField("comms.Interaction", models.PROTECT, related_name="chat_post", null=True)
    purpose_key = models.CharField(max_length=200)
    title = models.TextField(blank=True)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text=_("While it is being posted: when its lease ends."))
    claim = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("chat post")
        verbose_name_plural = _("chat posts")
        constraints = [
            key_is_unique("chat_post"),
            models.UniqueConstraint(fields=["agency", "channel", "purpose_key"], name="chat_post_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["queued", "retry", "claimed"]),
                name="chat_post_due",
            ),
            models.Index(fields=["agency", "channel", "-queued_at"], name="chat_post_by_channel"),
        ]
