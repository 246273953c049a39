"""How somebody likes to be spoken with. The same fields stand on a person and, as defaults beneath, on the client."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalityType(models.TextChoices):
    """Practice T1. It is people who have a type, never companies."""

    CHOLERIC = "choleric", _("choleric")
    SANGUINE = "sanguine", _("sanguine")
    MELANCHOLIC = "melancholic", _("melancholic")
    PHLEGMATIC = "phlegmatic", _("phlegmatic")


class Channel(models.TextChoices):
    """Practice M6."""

    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    CHAT = "chat", _("chat")
    MEETING = "meeting", _("meeting")


class DetailLevel(models.TextChoices):
    """Practice P1."""

    HEADLINE = "headline", _("headline")
    SUMMARY = "summary", _("summary")
    FULL = "full", _("full")


class Tone(models.TextChoices):
    """Practice P2."""

    BUSINESS = "business", _("business")
    FRIENDLY = "friendly", _("friendly")


class Involvement(models.TextChoices):
    """Practice M6."""

    HANDS_OFF = "hands_off", _("hands-off")
    REGULAR = "regular", _("regular")
    IN_THE_WEEDS = "in_the_weeds", _("in the weeds")


class ProfileFields(models.Model):
    preferred_channel = models.CharField(_("preferred channel"), max_length=8, choices=Channel, blank=True)
    detail_level = models.CharField(_("detail level"), max_length=8, choices=DetailLevel, blank=True)
    tone = models.CharField(_("tone"), max_length=8, choices=Tone, blank=True)
    involvement = models.CharField(_("involvement"), max_length=12, choices=Involvement, blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        _("cadence, in days"), null=True, blank=True, help_text=_("How often they want to hear from us.")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)

    class Meta:
        abstract = True
