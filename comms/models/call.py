"""What was spoken of on a call or in a meeting, topic by topic (practices V4, T13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact, Exclusion, Task

from .expert import Expert
from .interaction import Interaction


class Topic(TenantModel):
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("topic"), max_length=200)
    answer = models.TextField(_("answered"), blank=True, max_length=4000)
    decision = models.TextField(_("decided"), blank=True, max_length=4000)
    reason = models.CharField(_("because"), blank=True, max_length=500)
    decided_by = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True, blank=True)
    out_of_scope = models.BooleanField(_("out of scope"), default=False)
    exclusion = models.ForeignKey(Exclusion, models.PROTECT, related_name="+", null=True, blank=True)
    replaces = models.ForeignKey(
        "comms.Decision", models.PROTECT, related_name="+", null=True, help_text=_("What its decision supersedes.")
    )
    insight = models.TextField(_("what they told us"), blank=True, max_length=2000)
    ask = models.ForeignKey(Expert, models.PROTECT, related_name="+", null=True, help_text=_("Who is asked."))
    question = models.TextField(_("question to a specialist"), blank=True, max_length=8000)
    dropped_at = models.DateTimeField(null=True, help_text=_("Taken out of a corrected summary; what was sent stays."))

    class Meta(TenantModel.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "id"]
        constraints = [key_is_unique("topic")]
        indexes = [models.Index(fields=["agency", "interaction", "position"], name="topic_by_interaction")]


class ActionItem(TenantModel):
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("to do"), max_length=200)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True, blank=True)
    internal_due = models.DateField(_("for us by"), null=True, blank=True)
    client_due = models.DateField(_("for the client by"), null=True, blank=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["position", "id"]
        constraints = [key_is_unique("action_item")]
