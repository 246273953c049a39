"""Work for a client, with two dates: ours, and the client's (practice T16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client
from .person import Contact


class Task(TenantModel):
    portal_wall = "client"
    portal_rows = "NOT internal"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    client = models.ForeignKey(Client, models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    details = models.TextField(_("details"), blank=True, max_length=4000)
    owner = models.ForeignKey(
        Membership, models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name=_("who")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name=_("who, at the client")
    )
    internal_due = models.DateField(_("for us by"), null=True, blank=True)
    client_due = models.DateField(_("for the client by"), null=True, blank=True)
    internal = models.BooleanField(_("for us only"), default=False, help_text=_("The client does not see it."))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    origin_kind = models.CharField(max_length=40, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            key_is_unique("task"),
            models.CheckConstraint(condition=models.Q(owner=None) | models.Q(contact=None), name="task_ours_or_theirs"),
            models.CheckConstraint(
                condition=models.Q(internal_due=None)
                | models.Q(client_due=None)
                | models.Q(internal_due__lte=models.F("client_due")),
                name="task_our_date_before_theirs",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "client", "state", "client_due"], name="task_by_client"),
            models.Index(fields=["agency", "owner", "state", "internal_due"], name="task_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title
