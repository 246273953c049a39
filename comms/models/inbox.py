"""What people keep for themselves in the Inbox: filters by name, and what they did to many requests at once."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique


class SavedFilter(TenantModel):
    """A list of requests by name: the parameters that stand in its address. Its maker's own, or the whole agency's."""

    member = models.ForeignKey(Membership, models.PROTECT, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    asked = models.JSONField(default=dict, help_text="The parameters in the address: {'show': 'all', 'find': 'price'}.")
    shared = models.BooleanField(_("for the whole agency"), default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            key_is_unique("saved_filter"),
            models.UniqueConstraint(
                "agency",
                "member",
                Lower("name"),
                condition=models.Q(removed_at=None),
                name="saved_filter_name_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "shared"], name="saved_filter_shared")]

    def __str__(self) -> str:
        return self.name


class Batch(TenantModel):
    """One thing that was done to many requests at once: what was done to which, and what could not be, and why."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", _("assigned")
        ACKNOWLEDGE = "acknowledge", _("acknowledged")
        DISMISS = "dismiss", _("no answer needed")
        SNOOZE = "snooze", _("put off")

    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    made_at = models.DateTimeField()
    done = models.JSONField(
        default=list, help_text="[{'request': key, 'was': whose or until when before, 'sent': key of the message}]"
    )
    left = models.JSONField(default=list, help_text="[{'request': key, 'why': code, 'who': key}]")
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        constraints = [key_is_unique("batch")]
        indexes = [models.Index(fields=["agency", "member", "-made_at"], name="batch_by_member")]
