"""What happened: one row per verb, written with it and never edited. Timeline, audit log, portal feed and reports read
it.

Plain id columns instead of foreign keys, and no personal text: the texts stay in the objects, so that a person's data
can
be erased while the record of what happened stands.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique


class Event(TenantModel):
    portal_wall = "client"
    portal_rows = "shown"
    append_only = True

    class Actor(models.TextChoices):
        MEMBER = "member", _("member")
        CONTACT = "contact", _("contact")
        SYSTEM = "system", _("Rapport")

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=8, choices=Actor)
    actor_id = models.BigIntegerField(null=True)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    shown = models.BooleanField(default=False, help_text=_("Whether the client may see it; fixed on writing."))

    class Meta(TenantModel.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [key_is_unique("event")]
        indexes = [
            models.Index(fields=["agency", "client_id", "-at", "-id"], name="event_timeline"),
            models.Index(fields=["agency", "-at", "-id"], name="event_audit"),
            models.Index(fields=["agency", "object_kind", "object_id", "at"], name="event_of_object"),
        ]
