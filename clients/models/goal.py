"""What a client wants to reach, in figures (practice M3b)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client


class Goal(TenantModel):
    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="goals")
    name = models.CharField(_("goal"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    baseline = models.DecimalField(_("where it began"), max_digits=16, decimal_places=2, default=0)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2)
    current = models.DecimalField(_("where it stands"), max_digits=16, decimal_places=2, null=True, blank=True)
    due = models.DateField(_("by"))
    outlook = models.CharField(_("how it looks"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "id"]
        constraints = [key_is_unique("goal")]
        indexes = [models.Index(fields=["agency", "client", "position"], name="goal_by_client")]
