"""What a client wants to reach, in figures (practice M3b)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client


class Goal(TenantModel):
    """`hoped` is what they dream of beside the agreed target (practice T8): ours to know, and no client reads it."""

    portal_wall = "client"
    portal_columns = ("client_id", "name", "unit", "baseline", "target", "current", "due", "position")

    client = models.ForeignKey(Client, models.PROTECT, related_name="goals")
    name = models.CharField(_("goal"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    baseline = models.DecimalField(_("where it began"), max_digits=16, decimal_places=2, default=0)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2)
    current = models.DecimalField(_("where it stands"), max_digits=16, decimal_places=2, null=True, blank=True)
    due = models.DateField(_("by"))
    outlook = models.CharField(_("how it looks"), max_length=200, blank=True)
    hoped = models.DecimalField(
        _("what they hoped for"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only we see it."),
    )
    hope_settled_on = models.DateField(null=True, blank=True, editable=False)
    hope_words = models.CharField(max_length=300, blank=True, editable=False)
    hope_origin_kind = models.CharField(max_length=40, blank=True, editable=False)
    hope_origin_id = models.BigIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "id"]
        constraints = [key_is_unique("goal")]
        indexes = [models.Index(fields=["agency", "client", "position"], name="goal_by_client")]
