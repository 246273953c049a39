"""Who knows about what: specialists among us and experts outside, by subject (practice M8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique


class Subject(TenantModel):
    """What one can be asked about: a short tag of the agency, such as 'consent banners'."""

    name = models.CharField(_("subject"), max_length=60)

    class Meta(TenantModel.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name"]
        constraints = [
            key_is_unique("subject"),
            models.UniqueConstraint(fields=["agency", "name"], name="subject_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Expert(TenantModel):
    """A member of ours, or somebody outside with a name and an address. Retired ones stay for the trail."""

    member = models.ForeignKey(
        Membership, models.PROTECT, related_name="expertise", null=True, blank=True, verbose_name=_("one of us")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    company = models.CharField(_("company"), max_length=120, blank=True)
    address = models.EmailField(_("e-mail address"), max_length=320, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    terms = models.TextField(
        _("terms"), blank=True, max_length=2000, help_text=_("What was agreed with them. Only the agency sees it.")
    )
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            key_is_unique("expert"),
            models.UniqueConstraint(
                fields=["agency", "member"], condition=models.Q(member__isnull=False), name="expert_member_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "address"], condition=~models.Q(address=""), name="expert_address_once"
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, address="") | (models.Q(member=None) & ~models.Q(address="")),
                name="expert_inside_or_reachable",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member.user) if self.member else self.name

    @property
    def inside(self) -> bool:
        return self.member_id is not None


class ExpertSubject(TenantModel):
    """This expert can be asked about that."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="knows")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="known_by")

    class Meta(TenantModel.Meta):
        verbose_name = _("subject of an expert")
        verbose_name_plural = _("subjects of experts")
        constraints = [
            key_is_unique("expert_subject"),
            models.UniqueConstraint(fields=["agency", "expert", "subject"], name="expert_subject_once"),
        ]
