"""A day on which the agency does not work, beside the public holidays of its country and region."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique


class ClosedDay(TenantModel):
    portal_wall = "agency"

    day = models.DateField(_("day"))
    name = models.CharField(_("why"), max_length=120)

    class Meta(TenantModel.Meta):
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]
        constraints = [
            key_is_unique("closed_day"),
            models.UniqueConstraint(fields=["agency", "day"], name="closed_day_once"),
        ]
