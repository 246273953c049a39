"""The written record of a call, sent for the client's agreement. What was sent is never edited: a correction is a new
version, and both stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact, DetailLevel, Tone

from .call import ActionItem, Topic
from .interaction import Interaction
from .request import Request


class Summary(TenantModel):
    portal_wall = "client"
    portal_rows = "state <> 'draft'"
    portal_columns = (
        *("client_id", "interaction_id", "version", "state", "subject", "opening", "closing", "language"),
        *("detail_level", "tone", "written_by_id", "created_at", "sent_at", "accepted_at", "silence_at", "settled_at"),
        "supersedes_id",
    )

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        CONFIRMED = "confirmed", _("confirmed")
        DISPUTED = "disputed", _("corrected by the client")
        AGREED_BY_SILENCE = "agreed_by_silence", _("agreed by silence")
        SUPERSEDED = "superseded", _("superseded")

    client = models.ForeignKey(Client, models.PROTECT, related_name="summaries")
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="summaries")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    opening = models.TextField(_("opening line"), blank=True, max_length=1000)
    closing = models.TextField(_("closing line"), blank=True, max_length=1000)
    language = models.CharField(max_length=10, blank=True)
    detail_level = models.CharField(max_length=8, choices=DetailLevel, blank=True)
    tone = models.CharField(max_length=8, choices=Tone, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True, help_text=_("When the provider accepted the first copy."))
    silence_at = models.DateTimeField(null=True, help_text=_("When silence counts as agreed."))
    settled_at = models.DateTimeField(null=True)
    supersedes = models.OneToOneField("self", models.PROTECT, related_name="superseded_by", null=True)
    purpose = models.CharField(_("what it shall do"), blank=True, max_length=300, help_text=_("Never sent."))
    value = models.CharField(_("what they gain by reading it"), blank=True, max_length=300, help_text=_("Never sent."))
    overridden = models.JSONField(default=list, help_text=_("What the check before sending warned of, in words."))
    because = models.CharField(_("sent all the same, because"), blank=True, max_length=500)
    chase_at = models.DateTimeField(null=True, help_text=_("When the writer of an unsent draft is reminded."))
    overdue_at = models.DateTimeField(null=True, help_text=_("When an unsent draft is the owners' business."))
    remind_at = models.DateTimeField(null=True, help_text=_("Half of the time to answer."))
    reminded_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints = [
            key_is_unique("summary"),
            models.UniqueConstraint(fields=["agency", "interaction", "version"], name="summary_version_once"),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="summary_due"),
            models.Index(fields=["overdue_at"], condition=models.Q(state="draft"), name="summary_overdue"),
            models.Index(fields=["agency", "client", "-created_at"], name="summary_by_client"),
            models.Index(fields=["agency", "-created_at"], name="summary_by_time"),
            models.Index(fields=["agency", "state", "created_at"], name="summary_by_state"),
        ]


class SummaryLine(TenantModel):
    """One line that the client agrees to or corrects; frozen when the summary is sent."""

    portal_wall = "client"

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answered")
        DECISION = "decision", _("decided")
        ACTION = "action", _("to do")
        OUT_OF_SCOPE = "out_of_scope", _("outside the present scope of work")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    summary = models.ForeignKey(Summary, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", null=True, help_text=_("Who decided or will do it.")
    )
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    due = models.DateField(null=True)
    source_topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", null=True)
    source_action = models.ForeignKey(ActionItem, models.SET_NULL, related_name="+", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["number"]
        constraints = [
            key_is_unique("summary_line"),
            models.UniqueConstraint(fields=["agency", "summary", "number"], name="summary_line_once"),
        ]


class SummaryCopy(TenantModel):
    """The summary as one contact got it: their text, byte for byte, and what they said to it."""

    portal_wall = "client"

    class Verdict(models.TextChoices):
        WAITING = "", _("not answered")
        AGREED = "agreed", _("agreed")
        CORRECTED = "corrected", _("corrected")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    summary = models.ForeignKey(Summary, models.PROTECT, related_name="copies")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="summary_copies")
    text = models.TextField()
    html = models.TextField()
    content_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    remark = models.TextField(blank=True, max_length=4000)
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True)
    request = models.ForeignKey(
        Request, models.PROTECT, related_name="+", null=True, help_text=_("The thread that their words opened.")
    )
    mail = models.ForeignKey(
        Interaction, models.SET_NULL, related_name="+", null=True, help_text=_("Their last mail in answer to it.")
    )
    judged_at = models.DateTimeField(null=True, help_text=_("When that mail was read for what it says."))
    judged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    judged_from = models.CharField(max_length=20, blank=True, help_text=_("How the summary stood before."))

    class Meta(TenantModel.Meta):
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [
            key_is_unique("summary_copy"),
            models.UniqueConstraint(fields=["agency", "summary", "contact"], name="summary_copy_once"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "mail"], condition=models.Q(mail__isnull=False), name="summary_copy_by_mail"
            ),
        ]

    @property
    def to_read(self) -> bool:
        """Answered by mail, and nobody has said yet what the mail says."""
        return self.mail_id is not None and self.judged_at is None and self.verdict == self.Verdict.WAITING


class Correction(TenantModel):
    """What a contact says a line should say, and what became of it."""

    portal_wall = "client"
    portal_columns = ("client_id", "copy_id", "line_id", "text", "settled_as")

    class Settled(models.TextChoices):
        OPEN = "", _("not decided yet")
        ACCEPTED = "accepted", _("accepted")
        DISCUSSED = "discussed", _("being discussed")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    copy = models.ForeignKey(SummaryCopy, models.PROTECT, related_name="corrections")
    line = models.ForeignKey(SummaryLine, models.PROTECT, related_name="corrections")
    text = models.TextField(max_length=4000)
    settled_as = models.CharField(max_length=10, choices=Settled, blank=True, default=Settled.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            key_is_unique("correction"),
            models.UniqueConstraint(fields=["agency", "copy", "line"], name="correction_once"),
        ]


class LineUnlocked(TenantModel):
    """Why a line that the client had agreed to may be changed in the next version. They are told the reason."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    summary = models.ForeignKey(Summary, models.CASCADE, related_name="unlocked", help_text=_("The next version."))
    line = models.ForeignKey(SummaryLine, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = _("unlocked line")
        verbose_name_plural = _("unlocked lines")
        ordering = ["at", "id"]
        constraints = [
            key_is_unique("line_unlocked"),
            models.UniqueConstraint(fields=["agency", "summary", "line"], name="line_unlocked_once"),
        ]


class SignedLink(TenantModel):
    """One purpose, one version of one object, one contact. GET shows, POST decides; it expires and can be revoked.

    A reminder carries a token of its own for the same link: what decides or revokes the one does so to both.
    """

    class Purpose(models.TextChoices):
        SUMMARY = "summary", _("agree to or correct a summary")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    object_id = models.BigIntegerField()
    token_digest = models.CharField(max_length=64)
    reminder_digest = models.CharField(max_length=64, blank=True)
    shown_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_from = models.GenericIPAddressField(null=True)
    decided_with = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")
        constraints = [
            key_is_unique("signed_link"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="signed_link_token"),
            models.UniqueConstraint(
                fields=["agency", "reminder_digest"],
                condition=~models.Q(reminder_digest=""),
                name="signed_link_reminder_token",
            ),
            models.UniqueConstraint(fields=["agency", "purpose", "object_id", "contact"], name="signed_link_once"),
        ]
