"""A public holiday on which the agency works all the same, as on that day of any other week."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique


class WorkedDay(TenantModel):
    portal_wall = "agency"

    day = models.DateField(_("day"))
    name = models.CharField(_("holiday"), max_length=200)

    class Meta(TenantModel.Meta):
        verbose_name = _("public holiday that is worked")
        verbose_name_plural = _("public holidays that are worked")
        ordering = ["day"]
        constraints = [
            key_is_unique("worked_day"),
            models.UniqueConstraint(fields=["agency", "day"], name="worked_day_once"),
        ]
