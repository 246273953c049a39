"""The words of a client's trade, and what they mean (practice M1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client


class GlossaryTerm(TenantModel):
    """One word in the client's sense, for us alone. `folded` is the word as it is compared; one taken out stays, so
    that this can be undone.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="terms")
    term = models.CharField(_("term"), max_length=80)
    folded = models.CharField(max_length=160, editable=False)
    forms = models.CharField(
        _("other forms"), max_length=300, blank=True, help_text=_("Abbreviations and plurals, separated by commas.")
    )
    meaning = models.CharField(_("meaning"), max_length=500)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["folded", "id"]
        constraints = [
            key_is_unique("glossary_term"),
            models.UniqueConstraint(
                fields=["agency", "client", "folded"],
                condition=models.Q(removed_at=None),
                name="glossary_term_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "client", "folded"], name="glossary_by_client")]

    def __str__(self) -> str:
        return self.term
