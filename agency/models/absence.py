"""Days on which a member is away, and somebody else answers for them (practice V8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .membership import Membership


class Absence(TenantModel):
    """`first` and `last` are days as the member's own zone counted them when they were entered; the member is away from
    `begins_at` until before `ends_at`. `next_check_at` is the next of these two that has not been acted upon.

    Clients may learn that somebody is away and until when, never why.
    """

    portal_wall = "agency"
    portal_columns = ("member_id", "first", "last", "begins_at", "ends_at")

    member = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    note = models.CharField(_("why"), max_length=200, blank=True)
    begins_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    entered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(editable=False)
    next_check_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            key_is_unique("absence"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_last_not_before_first"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("begins_at")), name="absence_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "ends_at"], name="absence_by_end"),
            models.Index(fields=["agency", "member", "ends_at"], name="absence_by_member"),
            models.Index(fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="absence_due"),
        ]
