"""A company served by the agency, with the defaults of its people's profiles and the two members who look after it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import SHARE_OF_TARGET, SILENCE_DAYS, Agency, Membership
from agency.promise import LONGEST_HOURS, LONGEST_TARGET, SHORTEST_HOURS, SHORTEST_TARGET
from agency.tenancy.base import TenantModel, key_is_unique

from .profile import ProfileFields


class Client(TenantModel, ProfileFields):
    portal_wall = "own"
    portal_columns = ("name", "about", "language", "zone", "detail_level", "lead_id", "backup_id", "archived_at")

    class Engagement(models.TextChoices):
        FULL = "full", _("full service")
        NARROW = "narrow", _("narrow: standard services, in writing")

    class LeavingReason(models.TextChoices):
        """Practice T3: nobody falls out of the house unseen."""

        BUDGET = "budget", _("budget was cut")
        IN_HOUSE = "in_house", _("took the work in-house")
        COMPETITOR = "competitor", _("went to another agency")
        DISSATISFIED = "dissatisfied", _("was not satisfied")
        FINISHED = "finished", _("the project was finished")
        CLOSED = "closed", _("the company closed or was sold")
        OURS = "ours", _("we ended it")
        OTHER = "other", _("another reason")

    name = models.CharField(_("name"), max_length=160)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    about = models.CharField(_("in one sentence"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lead = models.ForeignKey(Membership, models.PROTECT, related_name="clients_led", verbose_name=_("lead"))
    backup = models.ForeignKey(
        Membership, models.PROTECT, related_name="clients_backed", null=True, blank=True, verbose_name=_("backup")
    )
    engagement = models.CharField(_("engagement"), max_length=8, choices=Engagement, default=Engagement.FULL)
    started_on = models.DateField(_("with us since"), null=True, blank=True)
    expectations = models.TextField(
        _("what they expect"), blank=True, max_length=4000, help_text=_("Asked at the start.")
    )
    worries = models.TextField(_("what keeps them awake"), blank=True, max_length=2000)
    promise_hours = models.PositiveSmallIntegerField(
        _("promise, in hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST_HOURS), MaxValueValidator(LONGEST_HOURS)],
    )
    target_minutes = models.PositiveIntegerField(
        _("target, in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST_TARGET), MaxValueValidator(LONGEST_TARGET)],
    )
    target_kind = models.CharField(_("target counts"), max_length=8, choices=Agency.TargetKind, blank=True)
    warn_percent = models.PositiveSmallIntegerField(
        _("warn the lead, in percent of the target"), null=True, blank=True, validators=SHARE_OF_TARGET
    )
    backup_percent = models.PositiveSmallIntegerField(
        _("tell the backup, in percent of the target"), null=True, blank=True, validators=SHARE_OF_TARGET
    )
    silence_days = models.PositiveSmallIntegerField(
        _("working days until silence counts as agreed"),
        null=True,
        blank=True,
        validators=SILENCE_DAYS,
    )
    promise_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_contact_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_reason = models.CharField(_("reason"), max_length=12, choices=LeavingReason, blank=True, editable=False)
    archived_note = models.TextField(_("in their words"), blank=True, max_length=2000, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            key_is_unique("client"),
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(archived_at=None), name="client_name_once_among_active"
            ),
            models.CheckConstraint(
                condition=models.Q(archived_at=None) | ~models.Q(archived_reason=""), name="client_archived_with_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(backup=None) | ~models.Q(backup=models.F("lead")), name="client_backup_is_not_lead"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "archived_at", "name"], name="client_by_name"),
            models.Index(fields=["agency", "lead", "archived_at"], name="client_by_lead"),
            models.Index(fields=["agency", "backup", "archived_at"], name="client_by_backup"),
            models.Index(
                fields=["promise_version"], condition=models.Q(promise_version__gt=0), name="client_with_own_promise"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def archived(self) -> bool:
        return self.archived_at is not None
