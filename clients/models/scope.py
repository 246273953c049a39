"""The scope of work (practices V1, T6): versions of what was agreed, what is left out, and what was used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client
from .person import Contact


class ScopeOfWork(TenantModel):
    portal_wall = "client"
    portal_rows = "state <> 'draft'"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACCEPTED = "accepted", _("accepted")
        SUPERSEDED = "superseded", _("superseded")

    client = models.ForeignKey(Client, models.PROTECT, related_name="scopes")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    fee_minor = models.BigIntegerField(_("fee a month, in cents"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    assumptions = models.TextField(_("assumptions"), blank=True, max_length=4000, help_text=_("One a line."))
    success_metrics = models.TextField(
        _("how success is measured"), blank=True, max_length=4000, help_text=_("One a line.")
    )
    changes = models.CharField(_("what changed"), max_length=300, blank=True)
    accepted_by = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_how = models.CharField(_("how it was accepted"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("scope of work")
        verbose_name_plural = _("scopes of work")
        constraints = [
            key_is_unique("scope"),
            models.UniqueConstraint(fields=["agency", "client", "version"], name="scope_version_once"),
            models.UniqueConstraint(
                fields=["agency", "client"], condition=models.Q(state="accepted"), name="scope_one_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="scope_ends_after_start",
            ),
        ]


class Deliverable(TenantModel):
    portal_wall = "client"

    class Period(models.TextChoices):
        MONTH = "month", _("a month")
        QUARTER = "quarter", _("a quarter")
        TOTAL = "total", _("in all")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    scope = models.ForeignKey(ScopeOfWork, models.CASCADE, related_name="deliverables")
    name = models.CharField(_("deliverable"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    period = models.CharField(_("period"), max_length=8, choices=Period, default=Period.MONTH)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["position", "id"]
        constraints = [
            key_is_unique("deliverable"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="deliverable_some"),
        ]


class DeliverableUse(TenantModel):
    """So much of a deliverable was delivered on a day."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="uses")
    day = models.DateField(_("day"))
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    what = models.CharField(_("what"), max_length=200)

    class Meta(TenantModel.Meta):
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        ordering = ["-day", "-id"]
        constraints = [key_is_unique("deliverable_use")]
        indexes = [models.Index(fields=["agency", "deliverable", "day"], name="use_by_day")]


class Exclusion(TenantModel):
    """What we do not do, and why (practice T6)."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    scope = models.ForeignKey(ScopeOfWork, models.CASCADE, related_name="exclusions")
    number = models.CharField(_("number"), max_length=10)
    what = models.CharField(_("what we do not do"), max_length=200)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["position", "id"]
        constraints = [
            key_is_unique("exclusion"),
            models.UniqueConstraint(fields=["agency", "scope", "number"], name="exclusion_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}".strip()


class Favour(TenantModel):
    """Work given free: a line of the goodwill ledger (practices M6b, V7)."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="favours")
    day = models.DateField(_("day"))
    what = models.CharField(_("given free"), max_length=200)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2)
    worth_minor = models.BigIntegerField(_("worth, in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta(TenantModel.Meta):
        verbose_name = _("favour")
        verbose_name_plural = _("favours")
        ordering = ["-day", "-id"]
        constraints = [key_is_unique("favour")]
        indexes = [models.Index(fields=["agency", "client", "-day"], name="favour_by_client")]
