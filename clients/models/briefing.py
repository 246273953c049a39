"""What a client is asked in small bites, a few questions a call (practice T10): the agency's bank of questions, its
services, and what was answered.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client
from .person import Contact


class Service(TenantModel):
    """Something the agency does for clients."""

    name = models.CharField(_("service"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["position", "id"]
        constraints = [
            key_is_unique("service"),
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(retired_at=None), name="service_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClientService(TenantModel):
    """A client has a service."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="clients")
    since = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("service of a client")
        verbose_name_plural = _("services of clients")
        constraints = [
            key_is_unique("client_service"),
            models.UniqueConstraint(fields=["agency", "client", "service"], name="client_service_once"),
        ]


class BriefingQuestion(TenantModel):
    """`shipped` names a question of ours. As long as nobody has reworded it, its text is empty and it is asked in the
    reader's language (clients/shipped.py).
    """

    class Feeds(models.TextChoices):
        """The field of the client that the answer also belongs to."""

        NOTHING = "", _("only this answer")
        EXPECTATIONS = "expectations", _("what they expect")
        WORRIES = "worries", _("what keeps them awake")

    text = models.CharField(_("question"), max_length=200, blank=True)
    why = models.CharField(_("why we ask"), max_length=300, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="questions", null=True, blank=True, verbose_name=_("asked of")
    )
    feeds = models.CharField(_("the answer belongs to"), max_length=12, choices=Feeds, blank=True)
    shipped = models.CharField(max_length=40, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("briefing question")
        verbose_name_plural = _("briefing questions")
        ordering = ["position", "id"]
        constraints = [
            key_is_unique("briefing_question"),
            models.UniqueConstraint(
                fields=["agency", "shipped"], condition=~models.Q(shipped=""), name="briefing_question_shipped_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(shipped=""), name="briefing_question_says_something"
            ),
        ]


class BriefingAnswer(TenantModel):
    """What a client said to a question. A newer answer takes its place; it stays beneath."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="briefing_answers")
    question = models.ForeignKey(BriefingQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=4000)
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("who said it")
    )
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    interaction_id = models.BigIntegerField(null=True, help_text=_("The call on which it was said."))
    superseded_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("briefing answer")
        verbose_name_plural = _("briefing answers")
        ordering = ["-at", "-id"]
        constraints = [
            key_is_unique("briefing_answer"),
            models.UniqueConstraint(
                fields=["agency", "client", "question"],
                condition=models.Q(superseded_at=None),
                name="briefing_answer_one_stands",
            ),
        ]
        indexes = [models.Index(fields=["agency", "client", "-at"], name="briefing_answer_by_client")]
