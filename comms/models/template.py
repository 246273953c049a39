"""Texts that are written again and again: with variables, for a purpose, in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import PersonalityType, Tone


class Purpose(models.TextChoices):
    """What a text is for, in the order in which the composer offers them."""

    ACKNOWLEDGEMENT = "acknowledgement", _("received, we are on it")
    ANSWER = "answer", _("answer")
    QUESTION = "question", _("something we need")
    DELAY = "delay", _("it takes longer")
    SLIP = "slip", _("a date moves")
    BAD_NEWS = "bad_news", _("bad news")
    THANKS = "thanks", _("thanks")
    WELCOME = "welcome", _("welcome")
    KICKOFF = "kickoff", _("before the kickoff")
    WEEKLY = "weekly", _("the week in a few lines")
    CHECK_IN = "check_in", _("asking how things are")
    CARE = "care", _("a kind word")


class Template(TenantModel):
    """One text. `member` is whose own it is; nobody's is the agency's. `shipped` names the text of ours that it was
    copied from, which it then takes the place of.
    """

    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("what it is for"), max_length=16, choices=Purpose)
    language = models.CharField(_("language"), max_length=10)
    tone = models.CharField(
        _("tone"), max_length=8, choices=Tone, blank=True, help_text=_("Left open, it fits either.")
    )
    personality_type = models.CharField(
        _("for which type"),
        max_length=12,
        choices=PersonalityType,
        blank=True,
        help_text=_("Left open, it fits everybody. One for their type is offered first."),
    )
    text = models.TextField(_("text"))
    member = models.ForeignKey(Membership, models.PROTECT, related_name="templates", null=True)
    shipped = models.CharField(max_length=40, blank=True, editable=False)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            key_is_unique("template"),
            models.UniqueConstraint(
                fields=["agency", "shipped"],
                condition=models.Q(member=None, retired_at=None) & ~models.Q(shipped=""),
                name="template_shipped_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "language", "purpose"], name="template_by_language")]

    def __str__(self) -> str:
        return self.name
