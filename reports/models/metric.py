"""Figures of a client's work by node (account, channel, campaign), name and day; and notes that explain a date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client


class Metric(TenantModel):
    """One value of one day. `node` is a path: 'account', 'Search', 'Search / own name' (practice P3)."""

    portal_wall = "client"

    class Rollup(models.TextChoices):
        SUM = "sum", _("days add up")
        LAST = "last", _("the last day counts")
        MEAN = "mean", _("the average of the days")

    client = models.ForeignKey(Client, models.PROTECT, related_name="metrics")
    node = models.CharField(_("channel or campaign"), max_length=120, default="account")
    name = models.CharField(_("figure"), max_length=80)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    day = models.DateField(_("day"))
    rollup = models.CharField(_("how a month is made"), max_length=4, choices=Rollup, default=Rollup.SUM)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        constraints = [
            key_is_unique("metric"),
            models.UniqueConstraint(fields=["agency", "client", "node", "name", "day"], name="metric_once"),
        ]
        indexes = [models.Index(fields=["agency", "client", "name", "day"], name="metric_by_day")]


class MonthNote(TenantModel):
    """What cannot be controlled, or what was tried: drawn on charts and quoted in reports (practice P4)."""

    portal_wall = "client"

    class Kind(models.TextChoices):
        CONTEXT = "context", _("context")
        EXPERIMENT = "experiment", _("test")
        WENT_WELL = "went_well", _("went well")
        WENT_WRONG = "went_wrong", _("went wrong")

    client = models.ForeignKey(Client, models.PROTECT, related_name="month_notes")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CONTEXT)
    text = models.CharField(_("what happened"), max_length=400)
    result = models.CharField(_("result"), max_length=300, blank=True)
    conclusion = models.CharField(_("so"), max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("note on a month")
        verbose_name_plural = _("notes on months")
        ordering = ["day", "id"]
        constraints = [key_is_unique("month_note")]
        indexes = [models.Index(fields=["agency", "client", "day"], name="month_note_by_day")]
