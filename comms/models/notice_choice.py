"""How a member wants to hear of things, for each kind of notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique


class Pace(models.TextChoices):
    AT_ONCE = "at_once", _("at once, alone")
    HOURLY = "hourly", _("bundled, at most hourly")
    DAILY = "daily", _("once a day")
    PAGE = "page", _("on the page only")


class NoticeChoice(TenantModel):
    """Without a row the member's general choice (`Membership.notices`) holds. `topic`: see `comms.notice_topics`."""

    member = models.ForeignKey(Membership, models.PROTECT, related_name="notice_choices")
    topic = models.CharField(max_length=20)
    pace = models.CharField(max_length=8, choices=Pace)

    class Meta(TenantModel.Meta):
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            key_is_unique("notice_choice"),
            models.UniqueConstraint(fields=["agency", "member", "topic"], name="notice_choice_once"),
        ]
