"""'I will ask the specialist': a question about a client's request or a call, put to an expert (practices M8, T19). No
client sees any of it, and it runs no clock of a client.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.cutting import cut
from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .expert import Expert, Subject
from .inbound import InboundMessage
from .interaction import Interaction
from .knowledge import KnowledgeEntry
from .request import Request


class Question(TenantModel):
    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        HAND_OVER = "hand_over", _("handed over")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    client = models.ForeignKey(Client, models.PROTECT, related_name="questions")
    request = models.ForeignKey(Request, models.PROTECT, related_name="questions", null=True)
    interaction = models.ForeignKey(
        Interaction,
        models.PROTECT,
        related_name="questions",
        null=True,
        help_text=_("The call it comes from; then it hangs on no request."),
    )
    about = models.CharField(max_length=200, blank=True, help_text=_("The topic of the call."))
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUESTION)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="questions")
    holder = models.ForeignKey(
        Membership,
        models.PROTECT,
        related_name="questions_held",
        null=True,
        help_text=_("Who of us is to answer it; empty when somebody outside is asked."),
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="questions", null=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="questions_asked")
    asked_at = models.DateTimeField()
    text = models.TextField(max_length=8000)
    context = models.JSONField(default=list, help_text=_("What went along of the conversation: who, when, words."))
    names_client = models.BooleanField(default=False, help_text=_("Whether the expert may know who the client is."))
    due_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    owners_told_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True, help_text=_("When its answer was taken into a reply, or put aside."))
    withdrawn_at = models.DateTimeField(null=True)
    instead_of = models.OneToOneField("self", models.PROTECT, related_name="asked_instead", null=True)
    assignee_before = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, help_text=_("Whose the request was before.")
    )
    entry = models.ForeignKey(
        KnowledgeEntry,
        models.PROTECT,
        related_name="questions",
        null=True,
        help_text=_("Where its answer was written down for the next time."),
    )

    class Meta(TenantModel.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            key_is_unique("question"),
            models.UniqueConstraint(
                fields=["agency", "request"],
                condition=models.Q(kind="hand_over", state="asked"),
                name="question_one_hand_over",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")), name="question_due_after_asking"
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, interaction=None)
                | models.Q(request=None, interaction__isnull=False, kind="question"),
                name="question_of_request_or_call",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="question_due"
            ),
            models.Index(fields=["agency", "request", "asked_at"], name="question_by_request"),
            models.Index(fields=["agency", "interaction"], name="question_by_call"),
            models.Index(fields=["agency", "state", "due_at"], name="question_by_state"),
            models.Index(fields=["agency", "client", "-asked_at"], name="question_by_client"),
        ]

    def __str__(self) -> str:
        return cut(self.text, 80)

    @property
    def waiting(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def whom(self) -> str:
        """Who is to answer: the member who holds it now, else the expert outside."""
        return str(self.holder.user) if self.holder else str(self.expert)


class ExpertAnswer(TenantModel):
    """What an expert said to a question. A second word stays beside the first."""

    class Way(models.TextChoices):
        PAGE = "page", _("in Rapport")
        MAIL = "mail", _("by e-mail")
        LINK = "link", _("by the link")
        TOLD = "told", _("told to us")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(max_length=50_000)
    way = models.CharField(max_length=6, choices=Way)
    at = models.DateTimeField()
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    sender = models.CharField(max_length=320, blank=True, help_text=_("The address it came from, as the mail says."))
    inbound = models.OneToOneField(InboundMessage, models.PROTECT, related_name="expert_answer", null=True)
    files_note = models.ForeignKey(
        Interaction,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("The note among us that holds the files which came along."),
    )
    from_address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("answer of an expert")
        verbose_name_plural = _("answers of experts")
        ordering = ["at", "pk"]
        constraints = [key_is_unique("expert_answer")]
        indexes = [models.Index(fields=["agency", "question", "at"], name="expert_answer_by_question")]


class ExpertLink(TenantModel):
    """The secret of one mail to an expert outside, by which they answer on a page while the question waits."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("link of an expert")
        verbose_name_plural = _("links of experts")
        constraints = [
            key_is_unique("expert_link"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="expert_link_token"),
        ]
