"""Who of us is named in a note, and who wants to hear how a request goes on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import Membership
from agency.tenancy.base import TenantModel, key_is_unique
from clients.models import Client

from .interaction import Interaction
from .request import Request


class Mention(TenantModel):
    """A member named in a note by `words`, such as '@Ida'. Told once, however often the name stands there."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            key_is_unique("mention"),
            models.UniqueConstraint(fields=["agency", "interaction", "member"], name="mention_once"),
        ]


class Follower(TenantModel):
    """A member who is told what is said in a request, whoever looks after it."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.CASCADE, related_name="followers")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            key_is_unique("follower"),
            models.UniqueConstraint(fields=["agency", "request", "member"], name="follower_once"),
        ]
