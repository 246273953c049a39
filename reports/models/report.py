"""The monthly report: a frozen snapshot of a month, the manager's words, the PDF, and how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client


class Report(TenantModel):
    portal_wall = "client"
    portal_rows = "state = 'sent'"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent")

    client = models.ForeignKey(Client, models.PROTECT, related_name="reports")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    snapshot = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    headline = models.CharField(_("the month in one sentence"), max_length=300, blank=True)
    went_well = models.TextField(_("what went well"), blank=True, max_length=3000, help_text=_("One point a line."))
    went_wrong = models.TextField(_("what went wrong"), blank=True, max_length=3000, help_text=_("One point a line."))
    drafted_at = models.DateTimeField()
    release_at = models.DateTimeField(help_text=_("When it goes out, or is held, if nobody reviews it."))
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    unreviewed = models.BooleanField(default=False)
    pdf = models.BinaryField(null=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        constraints = [
            key_is_unique("report"),
            models.UniqueConstraint(fields=["agency", "client", "month", "revision"], name="report_once_per_month"),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="report_due"),
            models.Index(fields=["agency", "month", "state"], name="report_by_month"),
        ]
