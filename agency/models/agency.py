"""The tenant: its name and look, its place and language, and the rules it works by."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.promise import LEAST_PERCENT, LONGEST_HOURS, MOST_PERCENT, SHORTEST_HOURS

RESERVED_SLUGS = frozenset(
    [
        "a",
        "about",
        "abuse",
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "blog",
        "bounce",
        "demo",
        "docs",
        "health",
        "help",
        "home",
        "hooks",
        "join",
        "l",
        "link",
        "login",
        "logout",
        "media",
        "new",
        "portal",
        "postmaster",
        "rapport",
        "reply",
        "settings",
        "sign-in",
        "sign-up",
        "signin",
        "signup",
        "start",
        "static",
        "status",
        "styleguide",
        "support",
        "www",
    ]
)
SLUG = RegexValidator(r"^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$", _("3 to 40 small letters, digits and hyphens."))

HOURS_OF_PROMISE = [MinValueValidator(SHORTEST_HOURS), MaxValueValidator(LONGEST_HOURS)]
SHORTEST_SILENCE, LONGEST_SILENCE = 1, 30
"""Working days after which silence may count as agreed."""
SILENCE_DAYS = [MinValueValidator(SHORTEST_SILENCE), MaxValueValidator(LONGEST_SILENCE)]
SHARE_OF_TARGET = [MinValueValidator(LEAST_PERCENT), MaxValueValidator(MOST_PERCENT)]
WORKING_WEEK = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def working_week() -> dict[str, list[list[str]]]:
    return {day: [list(span) for span in spans] for day, spans in WORKING_WEEK.items()}


class Agency(models.Model):
    class TargetKind(models.TextChoices):
        WORKING = "working", _("working hours")
        REAL = "real", _("hours by the clock")

    class Unreviewed(models.TextChoices):
        RELEASE = "release", _("goes out without commentary")
        HOLD = "hold", _("is held until somebody reviews it")

    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(_("address"), max_length=40, unique=True, validators=[SLUG])
    hue = models.PositiveSmallIntegerField(_("brand hue"), default=205, validators=[MaxValueValidator(355)])
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    mail_address = models.EmailField(_("e-mail address of the agency"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=10, blank=True)
    week = models.JSONField(_("working hours"), default=working_week)
    calendar_version = models.PositiveIntegerField(default=1, editable=False)

    promise_hours = models.PositiveSmallIntegerField(_("promise, in hours"), default=24, validators=HOURS_OF_PROMISE)
    target_minutes = models.PositiveIntegerField(
        _("target, in minutes"), default=480, validators=[MinValueValidator(15)]
    )
    target_kind = models.CharField(_("target counts"), max_length=8, choices=TargetKind, default=TargetKind.WORKING)
    warn_percent = models.PositiveSmallIntegerField(
        _("warn the lead, in percent of the target"), default=50, validators=SHARE_OF_TARGET
    )
    backup_percent = models.PositiveSmallIntegerField(
        _("tell the backup, in percent of the target"), default=75, validators=SHARE_OF_TARGET
    )
    span_limit = models.PositiveSmallIntegerField(
        _("clients a manager may lead"), default=3, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    silence_days = models.PositiveSmallIntegerField(
        _("working days until silence counts as agreed"),
        default=5,
        validators=SILENCE_DAYS,
    )
    unreviewed_reports = models.CharField(
        _("a report that nobody reviews"), max_length=8, choices=Unreviewed, default=Unreviewed.RELEASE
    )
    managers_see_own_only = models.BooleanField(_("managers see only their own clients"), default=False)
    second_factor_required = models.BooleanField(_("everyone needs a second factor"), default=False)

    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name
