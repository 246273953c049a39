"""What the search finds things by: one row for each thing, with its words but none of its text, which stays in the
thing alone, so that it can be erased there.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.search.fields import LexemesField
from agency.tenancy.base import TenantModel, key_is_unique


class SearchEntry(TenantModel):
    """Plain id columns instead of foreign keys, as in events: rooms above this one own the things."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    title = LexemesField(null=True)
    words = LexemesField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints = [
            key_is_unique("search_entry"),
            models.UniqueConstraint(fields=["agency", "kind", "object_id"], name="search_entry_once"),
        ]
