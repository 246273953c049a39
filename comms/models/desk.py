"""What belongs to writing a call down: who of us was there, how long it has been running, and its transcript."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .interaction import Interaction


class OurParticipant(TenantModel):
    """A member who was on a call beside the one who wrote it down."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="our_participants")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = _("participant of ours")
        verbose_name_plural = _("participants of ours")
        constraints = [
            key_is_unique("our_participant"),
            models.UniqueConstraint(fields=["agency", "interaction", "member"], name="our_participant_once"),
        ]


class RunningCall(TenantModel):
    """A member is talking with a client now. Gone as soon as the call has its length."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    started_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("call that is running")
        verbose_name_plural = _("calls that are running")
        constraints = [
            key_is_unique("running_call"),
            models.UniqueConstraint(fields=["agency", "member", "client"], name="running_call_once"),
        ]


class Transcript(TenantModel):
    """Who said what, as a machine heard it: for us alone, never for the portal or a mail. While the call is a draft it
    belongs to the draft's `place`, then to the call.

    `lines` are [second or null, who, words]; `used` are the numbers of those that went into the notes.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.OneToOneField(Interaction, models.CASCADE, related_name="transcript", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", help_text=_("Who put it here."))
    place = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=255, blank=True)
    lines = models.JSONField(default=list)
    used = models.JSONField(default=list)
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = [
            key_is_unique("transcript"),
            models.UniqueConstraint(
                fields=["agency", "member", "place"], condition=~models.Q(place=""), name="transcript_once_per_place"
            ),
            models.CheckConstraint(
                condition=models.Q(interaction=None) ^ models.Q(place=""), name="transcript_of_draft_or_call"
            ),
        ]
