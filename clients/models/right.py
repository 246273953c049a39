"""Who decides what at a client: "you run the accounts, they run the business" (practice M0a)."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client
from .person import Contact


class DecisionRight(TenantModel):
    """One subject, and the one person who decides it: theirs or ours."""

    portal_wall = "client"

    client = models.ForeignKey(Client, models.PROTECT, related_name="decision_rights")
    subject = models.CharField(_("subject"), max_length=60)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="decision_rights", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("decision right")
        verbose_name_plural = _("decision rights")
        ordering = ["subject", "id"]
        constraints = [
            key_is_unique("decision_right"),
            models.UniqueConstraint(
                models.F("agency"), models.F("client"), Lower("subject"), name="decision_right_once"
            ),
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False, member=None) | models.Q(contact=None, member__isnull=False),
                name="decision_right_theirs_or_ours",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def name(self) -> str:
        """Who decides it."""
        return self.contact.person.name if self.contact else str(self.member)
