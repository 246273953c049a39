"""A meeting that is planned: who comes, what is to be spoken of, and who speaks for it (practices M2, M5)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client, Contact

from .interaction import Interaction

SHORTEST, LONGEST = 5, 12 * 60


class Meeting(TenantModel):
    """What the client may see of it once it was announced. `sequence` counts what was announced (RFC 5545); the logged
    call is its `interaction`; the one of the week before, of which it was made, is what it `follows`.
    """

    portal_wall = "client"
    portal_rows = "announced_at IS NOT NULL"
    portal_columns = ("client_id", "state", "announced_at", "announced_as")

    class Kind(models.TextChoices):
        KICKOFF = "kickoff", _("kickoff")
        WEEKLY = "weekly", _("weekly")
        REVIEW = "review", _("review")
        AD_HOC = "ad_hoc", _("ad hoc")
        VISIT = "visit", _("visit")

    class Way(models.TextChoices):
        CALL = "call", _("by telephone")
        VIDEO = "video", _("video call")
        IN_PERSON = "in_person", _("in person")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("called off")

    client = models.ForeignKey(Client, models.PROTECT, related_name="meetings")
    kind = models.CharField(_("type"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    way = models.CharField(_("how"), max_length=10, choices=Way, default=Way.VIDEO)
    place = models.CharField(
        _("where"), max_length=500, blank=True, help_text=_("A room, an address, a number or a link.")
    )
    organiser = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("invites"))
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    announced_at = models.DateTimeField(null=True, help_text=_("When the agenda was first sent."))
    announced_hash = models.CharField(max_length=64, blank=True, help_text=_("Of what was sent last."))
    announced_as = models.JSONField(null=True, help_text=_("As the client was told of it last."))
    readied_at = models.DateTimeField(null=True)
    readied_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(_("why it does not take place"), max_length=500, blank=True)
    interaction = models.OneToOneField(Interaction, models.SET_NULL, related_name="meeting", null=True)
    follows = models.OneToOneField("self", models.SET_NULL, related_name="followed_by", null=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            key_is_unique("meeting"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="meeting_of_sensible_length"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "client", "-starts_at", "-id"], name="meeting_by_client"),
            models.Index(fields=["agency", "state", "starts_at"], name="meeting_by_state"),
            models.Index(fields=["agency", "organiser", "starts_at"], name="meeting_by_organiser"),
            models.Index(fields=["agency", "-starts_at", "key"], name="meeting_by_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendee(TenantModel):
    """Somebody who is asked to come, of the client or of us, and what they answered. One taken off the list stays, so
    that they can be told.
    """

    class Reply(models.TextChoices):
        NONE = "", _("has not answered")
        ACCEPTED = "accepted", _("comes")
        TENTATIVE = "tentative", _("comes perhaps")
        DECLINED = "declined", _("can’t come")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    reply = models.CharField(max_length=10, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_sequence = models.PositiveIntegerField(null=True)
    comment = models.CharField(max_length=1000, blank=True)
    invited_sequence = models.PositiveIntegerField(null=True, help_text=_("The last announcement they got."))
    removed_at = models.DateTimeField(null=True)
    reply_stamp = models.DateTimeField(null=True, help_text=_("When their calendar says that they answered."))
    proposes_at = models.DateTimeField(null=True, help_text=_("Another time that their calendar proposed."))
    proposes_minutes = models.PositiveSmallIntegerField(null=True)
    failed_at = models.DateTimeField(
        null=True, help_text=_("When the last invitation to them turned out not to arrive.")
    )

    class Meta(TenantModel.Meta):
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = [
            key_is_unique("attendee"),
            models.UniqueConstraint(fields=["agency", "meeting", "contact"], name="attendee_contact_once"),
            models.UniqueConstraint(fields=["agency", "meeting", "member"], name="attendee_member_once"),
            models.CheckConstraint(
                condition=models.Q(contact=None, member__isnull=False) | models.Q(contact__isnull=False, member=None),
                name="attendee_ours_or_theirs",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member.user) if self.member else str(self.contact)


class AgendaItem(TenantModel):
    """One thing to speak of. `source_kind` and `source_id` say what proposed it, so that it is proposed once; the topic
    it became when the meeting was logged is its `topic`. The note is for us.
    """

    class Aim(models.TextChoices):
        INFORM = "inform", _("to know")
        DISCUSS = "discuss", _("to talk over")
        DECIDE = "decide", _("to decide")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("item"), max_length=200)
    aim = models.CharField(_("aim"), max_length=8, choices=Aim, default=Aim.DISCUSS)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, verbose_name=_("with us"))
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True, verbose_name=_("at the client"))
    note = models.TextField(_("for us"), blank=True, max_length=2000)
    source_kind = models.CharField(max_length=40, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    topic = models.OneToOneField("comms.Topic", models.SET_NULL, related_name="agenda_item", null=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "id"]
        constraints = [
            key_is_unique("agenda_item"),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(contact=None), name="agenda_item_ours_or_theirs"
            ),
        ]
        indexes = [models.Index(fields=["agency", "meeting", "position"], name="agenda_item_by_meeting")]

    def __str__(self) -> str:
        return self.title
