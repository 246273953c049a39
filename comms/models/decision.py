"""What was decided, why, by whom, when, and from where (practice M0a). Never edited: a later one supersedes it, or it
is withdrawn, as when a corrected summary of the call decides it no more.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact, Exclusion, Favour, ScopeOfWork

from .call import Topic
from .interaction import Interaction
from .request import Request


class DecisionIsNeverEdited(TypeError):
    """What was decided stays as it was recorded; a later decision supersedes it."""


class Decision(TenantModel):
    """`interaction` is where it was taken: a call, a meeting or a message; none where it was only told to us."""

    portal_wall = "client"

    MOVES: ClassVar[frozenset[str]] = frozenset(["supersedes", "withdrawn_at", "revisit_on", "scope"])
    """All that may change of a decision: its pointers. Its words never do."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="decisions")
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="decisions", null=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="decisions", null=True)
    what = models.TextField(_("decided"))
    why = models.TextField(_("because"), blank=True)
    decided_by = models.ForeignKey(Contact, models.PROTECT, related_name="decisions", null=True)
    decided_by_member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    about = models.CharField(_("subject"), max_length=60, blank=True, help_text=_("As in who decides what."))
    decided_on = models.DateField(_("on"))
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, related_name="superseded_by", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revisit_on = models.DateField(_("to be looked at again on"), null=True)
    scope = models.ForeignKey(
        ScopeOfWork,
        models.SET_NULL,
        related_name="decisions",
        null=True,
        help_text=_("The version of the scope of work that it led to."),
    )

    class Meta(TenantModel.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [key_is_unique("decision")]
        indexes = [
            models.Index(fields=["agency", "client", "-decided_on", "-id"], name="decision_by_client"),
            models.Index(fields=["agency", "-decided_on"], name="decision_by_day"),
            models.Index(
                fields=["agency", "revisit_on"],
                condition=models.Q(revisit_on__isnull=False),
                name="decision_to_look_at",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises DecisionIsNeverEdited for anything but a pointer of a row that is there."""
        moved = set(kwargs.get("update_fields") or ("what",))
        if not self._state.adding and not moved <= self.MOVES:
            raise DecisionIsNeverEdited("a decision is superseded, never edited")
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """Who decided it: one of them, or one of us."""
        return self.decided_by.person.name if self.decided_by else str(self.decided_by_member or "")


class ScopeFlag(TenantModel):
    """The mark on a request or a topic that asks for more than the scope of work holds (practice V6)."""

    portal_wall = "client"

    class State(models.TextChoices):
        RAISED = "raised", _("outside the scope")
        IN_SCOPE = "in_scope", _("found to be inside")
        FAVOUR = "favour", _("given as a favour")
        PARKED = "parked", _("parked")

    client = models.ForeignKey(Client, models.PROTECT, related_name="scope_flags")
    request = models.ForeignKey(Request, models.PROTECT, related_name="scope_flags", null=True)
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="scope_flag", null=True)
    exclusion = models.ForeignKey(Exclusion, models.PROTECT, related_name="+", null=True, blank=True)
    wish = models.TextField(_("the wish"))
    state = models.CharField(max_length=10, choices=State, default=State.RAISED)
    raised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    outcome = models.TextField(_("what became of it"), blank=True)
    favour = models.OneToOneField(Favour, models.SET_NULL, related_name="scope_flag", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("scope flag")
        verbose_name_plural = _("scope flags")
        constraints = [
            key_is_unique("scope_flag"),
            models.UniqueConstraint(
                fields=["agency", "request"], condition=models.Q(state="raised"), name="scope_flag_one_raised"
            ),
        ]
        indexes = [models.Index(fields=["agency", "client", "state", "-raised_at"], name="scope_flag_by_client")]
