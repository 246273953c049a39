"""Anything that passed between the agency and a client, and notes that only the agency sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact

from .inbound import InboundMessage


class Interaction(TenantModel):
    portal_wall = "client"
    portal_rows = "NOT internal AND at <= clock_timestamp()"

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        CALL = "call", _("call")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")
        CHAT = "chat", _("chat message")
        LETTER = "letter", _("letter")
        NOTE = "note", _("note for us")

    class Direction(models.TextChoices):
        INBOUND = "in", _("from the client")
        OUTBOUND = "out", _("to the client")
        INSIDE = "inside", _("among us")

    client = models.ForeignKey(Client, models.PROTECT, related_name="interactions")
    request = models.ForeignKey("comms.Request", models.PROTECT, related_name="interactions", null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    direction = models.CharField(max_length=6, choices=Direction)
    internal = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    at = models.DateTimeField(_("when"), help_text=_("Of a mail that was put off, when it leaves."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="interactions", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="interactions", null=True)
    subject = models.TextField(_("subject"), blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    inbound = models.OneToOneField(InboundMessage, models.PROTECT, related_name="interaction", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        constraints = [
            key_is_unique("interaction"),
            models.CheckConstraint(
                condition=~models.Q(kind="note") | models.Q(internal=True), name="interaction_note_inside"
            ),
            models.CheckConstraint(
                condition=models.Q(internal=False)
                | models.Q(direction="inside", contact=None, message_id="", inbound=None, automatic=False),
                name="interaction_inside_has_no_reader",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "client", "-at", "-id"], name="interaction_by_client"),
            models.Index(fields=["agency", "request", "at"], name="interaction_by_request"),
            models.Index(fields=["agency", "message_id"], name="interaction_by_message_id"),
        ]


class Participant(TenantModel):
    """A contact who was on the call, or on the message's To or Cc line."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="participations")

    class Meta(TenantModel.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            key_is_unique("participant"),
            models.UniqueConstraint(fields=["agency", "interaction", "contact"], name="participant_once"),
        ]


class Attachment(TenantModel):
    """A file that came or went with a message. Its bytes lie outside the web root, under a name that we choose."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [key_is_unique("attachment")]


class Draft(TenantModel):
    """What somebody was typing: kept every few seconds, so that nothing typed is lost."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80, help_text=_("Which form, for which object: 'reply:<request key>'."))
    fields = models.JSONField(default=dict)
    other = models.JSONField(default=dict, help_text=_("What another window of theirs holds for the same form."))
    kept_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            key_is_unique("draft"),
            models.UniqueConstraint(fields=["agency", "member", "place"], name="draft_once_per_place"),
        ]


class DraftFile(TenantModel):
    """A file that will go with what somebody is writing. Stored before anything else, under a name that we choose."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        constraints = [key_is_unique("draft_file")]
        indexes = [models.Index(fields=["agency", "member", "place"], name="draft_file_by_place")]
