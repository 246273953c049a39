"""What an agency says itself of how to treat a type."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .profile import PersonalityType

LONGEST_LIST, LONGEST_PART = 1600, 900
_ONE_A_LINE = _("One a line.")


class AgencyPlaybook(TenantModel):
    """The agency's own texts for a type. An empty one leaves what comes with Rapport, in the reader's language; once
    reset, all of them do, and it can be taken up again as it was.
    """

    type = models.CharField(_("type"), max_length=12, choices=PersonalityType, editable=False)
    essence = models.TextField(_("in a sentence or two"), max_length=300, blank=True)
    do = models.TextField(_("do"), max_length=LONGEST_LIST, blank=True, help_text=_ONE_A_LINE)
    dont = models.TextField(_("don’t"), max_length=LONGEST_LIST, blank=True, help_text=_ONE_A_LINE)
    words = models.TextField(_("words that work"), max_length=LONGEST_LIST, blank=True, help_text=_ONE_A_LINE)
    phone = models.TextField(_("on the telephone"), max_length=LONGEST_PART, blank=True)
    writing = models.TextField(_("in writing"), max_length=LONGEST_PART, blank=True)
    bad_news = models.TextField(_("how to bring bad news"), max_length=LONGEST_PART, blank=True)
    late = models.TextField(_("when a report is late"), max_length=LONGEST_PART, blank=True)
    price = models.TextField(_("when they ask for a discount"), max_length=LONGEST_PART, blank=True)
    silence = models.TextField(_("when they fall silent"), max_length=LONGEST_PART, blank=True)
    anger = models.TextField(_("when they are angry"), max_length=LONGEST_PART, blank=True)
    changed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(editable=False)
    reset_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        constraints = [
            key_is_unique("agency_playbook"),
            models.UniqueConstraint(fields=["agency", "type"], name="agency_playbook_once_per_type"),
        ]

    def __str__(self) -> str:
        return str(self.get_type_display())
