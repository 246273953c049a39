"""A user's place in an agency: the role, how many clients they may lead, what they sign with and are told about."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    MANAGER = "manager", _("account manager")
    SPECIALIST = "specialist", _("specialist")


class Notices(models.TextChoices):
    ALL = "all", _("everything, bundled at most hourly")
    URGENT = "urgent", _("only what is urgent")


class Membership(TenantModel):
    portal_wall = "agency"
    portal_columns = ("user_id", "role", "title", "deactivated_at")

    user = models.ForeignKey("agency.User", models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    title = models.CharField(_("title"), max_length=80, blank=True)
    span_limit = models.PositiveSmallIntegerField(
        _("clients they may lead"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    signature = models.TextField(_("signature"), blank=True, max_length=600)
    notices = models.CharField(_("notices by e-mail"), max_length=8, choices=Notices, default=Notices.ALL)
    joined_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            key_is_unique("membership"),
            models.UniqueConstraint(fields=["agency", "user"], name="membership_once_per_agency"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]
        indexes = [models.Index(fields=["agency", "role", "deactivated_at"], name="membership_by_role")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def active(self) -> bool:
        return self.deactivated_at is None

    @property
    def limit(self) -> int:
        """How many clients this member may lead (practice V8)."""
        return self.span_limit or self.agency.span_limit
