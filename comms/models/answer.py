"""What answers an episode: a person's word or the automatic note. It counts once the provider accepted it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .interaction import Interaction
from .request import Episode


class Answer(TenantModel):
    """One message may answer several episodes, and an episode may have several answers on their way."""

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement", _("received, we are on it")
        ANSWER = "answer", _("answer")
        NOTE = "note", _("automatic note")

    class Fate(models.TextChoices):
        """Why an answer does not count, or no longer."""

        WITHDRAWN = "withdrawn", _("withdrawn")
        UNSENT = "unsent", _("could not be sent")
        BOUNCED = "bounced", _("came back")

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="answers")
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=16, choices=Kind)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(help_text=_("When the person acted; of what was put off, when it leaves."))
    waits = models.BooleanField(default=False, help_text=_("Its writer has put it off, and it has not been accepted."))
    accepted_at = models.DateTimeField(null=True, help_text=_("When the provider accepted it, or it was spoken."))
    fell_at = models.DateTimeField(null=True)
    fate = models.CharField(max_length=10, choices=Fate, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("answer to an episode")
        verbose_name_plural = _("answers to episodes")
        constraints = [
            key_is_unique("answer"),
            models.UniqueConstraint(fields=["agency", "episode", "interaction"], name="answer_once"),
        ]
