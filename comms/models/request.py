"""What a client wants, and the clock on it. A request is one thread; an episode is the time from a client's word to a
person's answer. See docs/time.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact


class Request(TenantModel):
    portal_wall = "client"

    class State(models.TextChoices):
        NEW = "new", _("new")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    client = models.ForeignKey(Client, models.PROTECT, related_name="requests")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="requests")
    assignee = models.ForeignKey(Membership, models.PROTECT, related_name="requests", null=True, blank=True)
    subject = models.TextField(_("subject"))
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("on"), null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        help_text=_("The request whose thread it became part of; one that others are merged into is merged into none."),
    )
    merged_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            key_is_unique("request"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(id__gt=models.F("merged_into")),
                name="request_merged_into_older",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "merged_into"], condition=models.Q(merged_into__isnull=False), name="request_merged"
            ),
            models.Index(
                fields=["agency", "snoozed_until"],
                condition=models.Q(snoozed_until__isnull=False),
                name="request_snoozed",
            ),
            models.Index(
                fields=["agency", "next_step_on"],
                condition=models.Q(next_step_on__isnull=False),
                name="request_next_step",
            ),
            models.Index(fields=["agency", "-last_at", "-id"], name="request_by_last"),
            models.Index(fields=["agency", "state", "-last_at"], name="request_by_state"),
            models.Index(fields=["agency", "assignee", "-last_at"], name="request_by_assignee"),
            models.Index(fields=["agency", "client", "-last_at"], name="request_by_client"),
        ]

    def __str__(self) -> str:
        return self.subject


class Episode(TenantModel):
    portal_wall = "client"

    class Promise(models.TextChoices):
        PENDING = "pending", _("pending")
        KEPT_BY_PERSON = "kept_by_person", _("kept by a person")
        KEPT_BY_NOTE = "kept_by_note", _("kept by a note")
        BROKEN = "broken", _("broken")

    class Target(models.TextChoices):
        PENDING = "pending", _("pending")
        MET = "met", _("met")
        MISSED = "missed", _("missed")

    client = models.ForeignKey(Client, models.PROTECT, related_name="episodes")
    request = models.ForeignKey(Request, models.PROTECT, related_name="episodes")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    promise_at = models.DateTimeField()
    target_at = models.DateTimeField()
    stage_times = models.JSONField(default=dict, help_text=_("When each stage is due, as computed on opening."))
    calendar_version = models.PositiveIntegerField(default=1)
    promise_version = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=dict, help_text=_("The terms by which it was reckoned last (agency/promise.py)."))
    responsible = models.ForeignKey(Membership, models.PROTECT, related_name="episodes")
    rated = models.ForeignKey(
        Membership,
        models.PROTECT,
        related_name="+",
        help_text=_("In whose rates it counts: who was responsible at the answer or at the target, the earlier one."),
    )
    covers = models.ForeignKey(
        Membership,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("For whom the responsible person stands in; they get it back when they are here again."),
    )
    promise = models.CharField(max_length=16, choices=Promise, default=Promise.PENDING)
    promise_cause = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=8, choices=Target, default=Target.PENDING)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True, help_text=_("When the provider accepted the acknowledgement."))
    answer_leaves_at = models.DateTimeField(
        null=True, help_text=_("When an answer leaves that its writer has put off. Until then it is none.")
    )
    note_accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    next_check_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        constraints = [
            key_is_unique("episode"),
            models.UniqueConstraint(fields=["agency", "request", "number"], name="episode_number_once"),
            models.UniqueConstraint(
                fields=["agency", "request"], condition=models.Q(closed_at=None), name="episode_one_open_per_request"
            ),
            models.CheckConstraint(
                condition=models.Q(promise_at__gt=models.F("opened_at"))
                & models.Q(target_at__gt=models.F("opened_at")),
                name="episode_times_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], condition=models.Q(next_check_at__isnull=False), name="episode_due"),
            models.Index(
                fields=["agency", "responsible", "promise_at"], condition=models.Q(closed_at=None), name="episode_open"
            ),
            models.Index(
                fields=["agency", "covers"],
                condition=models.Q(closed_at=None, covers__isnull=False),
                name="episode_covered",
            ),
            models.Index(
                fields=["agency", "calendar_version"], condition=models.Q(closed_at=None), name="episode_by_calendar"
            ),
            models.Index(
                fields=["client", "promise_version"], condition=models.Q(closed_at=None), name="episode_by_promise"
            ),
            models.Index(fields=["agency", "request"], condition=models.Q(promise="broken"), name="episode_broken"),
            models.Index(fields=["agency", "responsible", "-opened_at"], name="episode_by_member"),
            models.Index(fields=["agency", "-opened_at"], name="episode_by_opening"),
            models.Index(fields=["agency", "rated", "-opened_at"], name="episode_by_rated"),
            models.Index(fields=["agency", "client", "-opened_at"], name="episode_by_client"),
        ]


class StageFired(TenantModel):
    """A stage of an episode has happened: when it was due, when it fired, whom it told. Each at most once."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    told = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    why = models.CharField(max_length=60, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            key_is_unique("stage"),
            models.UniqueConstraint(fields=["agency", "episode", "stage"], name="stage_once_per_episode"),
        ]


class Notice(TenantModel):
    """Something a member is told: on the page at once, by e-mail bundled, or alone if it is urgent."""

    member = models.ForeignKey(Membership, models.PROTECT, related_name="notices_given")
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    alone = models.BooleanField(default=False, help_text=_("Its mail waits for no bundle."))
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    purpose_key = models.CharField(max_length=200)
    at = models.DateTimeField()
    mail_after = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            key_is_unique("notice"),
            models.UniqueConstraint(fields=["agency", "member", "purpose_key"], name="notice_once"),
        ]
        indexes = [
            models.Index(
                fields=["mail_after"], condition=models.Q(mailed_at=None, mail_after__isnull=False), name="notice_due"
            ),
            models.Index(fields=["agency", "member", "-at"], name="notice_by_member"),
        ]
