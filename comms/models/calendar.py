"""What left for calendars: each announcement of a meeting as it was shown, and the secret addresses of feeds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .meeting import Meeting


class Announcement(TenantModel):
    """One round of mails about a meeting: invitation, change or cancellation. One taken back keeps its number, so that
    no number is ever used twice.
    """

    class Method(models.TextChoices):
        REQUEST = "request", _("invitation")
        CANCEL = "cancel", _("cancellation")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="announcements")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=8, choices=Method, default=Method.REQUEST)
    moved = models.BooleanField(default=False, help_text=_("Answers to earlier ones were about another time."))
    shown = models.JSONField(default=dict, help_text=_("What was told: time, place, agenda, and whom by their keys."))
    shown_hash = models.CharField(max_length=64)
    told = models.JSONField(default=dict, help_text=_("What the portal shows of it."))
    before = models.JSONField(default=dict, help_text=_("How each attendee stood before, for taking it back."))
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            key_is_unique("announcement"),
            models.UniqueConstraint(fields=["agency", "meeting", "sequence"], name="announcement_sequence_once"),
        ]


class CalendarFeed(TenantModel):
    """A secret address from which a calendar program fetches: a member's own, or without a member all of the agency's.
    Only the secret's digest is kept.
    """

    member = models.ForeignKey(Membership, models.PROTECT, related_name="calendar_feeds", null=True)
    with_tasks = models.BooleanField(default=False)
    token_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    content_digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, help_text=_("When what it holds was last found to be another."))

    class Meta(TenantModel.Meta):
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            key_is_unique("calendar_feed"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="calendar_feed_digest"),
            models.UniqueConstraint(
                fields=["agency", "member"], condition=models.Q(revoked_at=None), name="calendar_feed_one_each"
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(revoked_at=None, member=None),
                name="calendar_feed_one_of_the_agency",
            ),
        ]
