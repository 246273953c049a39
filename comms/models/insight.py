"""What a client told us about themselves, and what it led to (practice P5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.cutting import cut
from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact, Task

from .call import Topic
from .decision import Decision, ScopeFlag
from .interaction import Interaction


class Insight(TenantModel):
    """Ours to read, until somebody marks it as shown: then the client sees it as what they told us."""

    portal_wall = "client"
    portal_rows = "shown"
    portal_columns = ("client_id", "contact_id", "text", "heard_on", "shown")

    client = models.ForeignKey(Client, models.PROTECT, related_name="insights")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="insights", null=True)
    text = models.TextField(_("what they told us"), max_length=2000)
    heard_on = models.DateField(_("heard on"))
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="insights", null=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, related_name="insights", null=True)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    shown = models.BooleanField(_("the client may see it"), default=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        constraints = [key_is_unique("insight")]
        indexes = [models.Index(fields=["agency", "client", "-heard_on", "-id"], name="insight_by_client")]

    def __str__(self) -> str:
        return cut(self.text, 80)


class InsightLink(TenantModel):
    """What an insight led to: a decision, a task or a flag."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    insight = models.ForeignKey(Insight, models.CASCADE, related_name="links")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="insight_links", null=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="insight_links", null=True)
    flag = models.ForeignKey(ScopeFlag, models.CASCADE, related_name="insight_links", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("what an insight led to")
        verbose_name_plural = _("what insights led to")
        ordering = ["id"]
        constraints = [
            key_is_unique("insight_link"),
            models.CheckConstraint(
                condition=models.Q(decision__isnull=False, task=None, flag=None)
                | models.Q(decision=None, task__isnull=False, flag=None)
                | models.Q(decision=None, task=None, flag__isnull=False),
                name="insight_link_to_one_thing",
            ),
            models.UniqueConstraint(fields=["agency", "insight", "decision"], name="insight_decision_once"),
            models.UniqueConstraint(fields=["agency", "insight", "task"], name="insight_task_once"),
            models.UniqueConstraint(fields=["agency", "insight", "flag"], name="insight_flag_once"),
        ]
