"""What the agency knows, so that the second time nobody has to be asked (practice T19). Nothing here belongs to one
client."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .expert import Subject
from .request import Request


class KnowledgeEntry(TenantModel):
    """A question with its answer, or a service described. What it said before stands in its versions."""

    TEXTS = ("title", "question", "answer", "process", "why", "typical_results", "samples", "links")

    title = models.CharField(_("title"), max_length=160)
    question = models.TextField(_("the question"), max_length=4000, blank=True)
    answer = models.TextField(_("the answer"), max_length=20_000, help_text=_("In words that may go to a client."))
    process = models.TextField(_("how it goes"), max_length=8000, blank=True)
    why = models.TextField(_("why"), max_length=4000, blank=True)
    typical_results = models.TextField(_("typical results"), max_length=4000, blank=True)
    samples = models.TextField(_("samples"), max_length=4000, blank=True)
    links = models.TextField(
        _("links"), max_length=4000, blank=True, help_text=_("One address a line: videos, documents, examples.")
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="entries", null=True, blank=True, verbose_name=_("subject")
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    version = models.PositiveSmallIntegerField(default=1)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    review_on = models.DateField(
        _("look at it again on"), null=True, blank=True, help_text=_("What is known today may be wrong by then.")
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("entry of the knowledge base")
        verbose_name_plural = _("knowledge base")
        constraints = [key_is_unique("knowledge")]
        indexes = [models.Index(fields=["agency", "retired_at", "-written_at"], name="knowledge_by_time")]

    def __str__(self) -> str:
        return self.title


class KnowledgeVersion(TenantModel):
    """What an entry said until it was rewritten: its texts by the names of their fields."""

    entry = models.ForeignKey(KnowledgeEntry, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        ordering = ["-number"]
        constraints = [
            key_is_unique("knowledge_version"),
            models.UniqueConstraint(fields=["agency", "entry", "number"], name="knowledge_version_once"),
        ]


class KnowledgeStem(TenantModel):
    """A word of an entry's title, question or subject, cut to its beginning: by these an entry is found again."""

    entry = models.ForeignKey(KnowledgeEntry, models.CASCADE, related_name="stems")
    stem = models.CharField(max_length=12)

    class Meta(TenantModel.Meta):
        verbose_name = _("word of an entry")
        verbose_name_plural = _("words of entries")
        constraints = [
            key_is_unique("knowledge_stem"),
            models.UniqueConstraint(fields=["agency", "stem", "entry"], name="knowledge_stem_once"),
        ]


class KnowledgeUse(TenantModel):
    """An entry was taken into a reply to this client."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    entry = models.ForeignKey(KnowledgeEntry, models.PROTECT, related_name="uses")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("use of an entry")
        verbose_name_plural = _("uses of entries")
        constraints = [
            key_is_unique("knowledge_use"),
            models.UniqueConstraint(fields=["agency", "entry", "request"], name="knowledge_use_once_per_request"),
        ]
