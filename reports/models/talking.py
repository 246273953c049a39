"""What a manager made of a talking point of a month: other words, or left out. What is not here is said as gathered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client


class TalkingEdit(TenantModel):
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    slot = models.CharField(max_length=40, help_text=_("Which point (reports/talking_points.py)."))
    text = models.CharField(_("in other words"), max_length=600, blank=True)
    left_out = models.BooleanField(_("left out"), default=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("change of a talking point")
        verbose_name_plural = _("changes of talking points")
        constraints = [
            key_is_unique("talking_edit"),
            models.UniqueConstraint(fields=["agency", "client", "month", "slot"], name="talking_edit_once"),
        ]
