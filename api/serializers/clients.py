"""Clients: what we know of them, who looks after them, and why they left."""

from typing import Any

from rest_framework import serializers

from agency.models import Membership
from api.fields import Choice, Keys, Language, Pointer, Reference, Text, Whole, Zone
from api.serializers.base import Answer, Body, ModelBody, Paged, YesOrNo
from clients.forms.clients import who_can_lead
from clients.models import Client

PROFILE = ("preferred_channel", "detail_level", "tone", "involvement", "cadence_days", "language", "zone")
KNOWN = (
    *("name", "industry", "about", "website", "country", "engagement", "started_on", "expectations", "worries"),
    *PROFILE,
)


def leaders(member: Membership) -> Any:
    """Active owners and managers of the member's agency."""
    return who_can_lead()


class ProfileBody(ModelBody):
    """How somebody likes to be spoken with; empty is: as the client's, or the agency's, default."""

    cadence_days = Whole(required=False, allow_null=True, min_value=1, max_value=366)
    language = Language(required=False, allow_blank=True)
    zone = Zone(required=False, allow_blank=True)


class ClientBody(ProfileBody):
    country = serializers.RegexField(
        r"^[A-Z]{2}$", required=False, allow_blank=True, help_text="Two letters, as in ISO 3166."
    )

    class Meta:
        model = Client
        fields: tuple[str, ...] = KNOWN


class NewClientBody(ClientBody):
    lead = Reference(leaders, required=False, help_text="You, unless an owner says otherwise.")
    backup = Reference(leaders, required=False, allow_null=True)

    class Meta(ClientBody.Meta):
        fields = (*KNOWN, "lead", "backup")


class CareBody(Body):
    """Who looks after a client from now on."""

    lead = Reference(leaders)
    backup = Reference(leaders, allow_null=True)


class ArchiveBody(Body):
    reason = Choice(choices=Client.LeavingReason.choices)
    note = Text(required=False, allow_blank=True, max_length=2000, help_text="In their words.")
    tasks = Keys(
        most=500,
        required=False,
        help_text="Keys of the client’s open tasks, all of which are dropped. One that is not named here stops it.",
    )


class ClientAnswer(Answer):
    lead = Pointer()
    backup = Pointer(allow_null=True)

    class Meta:
        model = Client
        fields = (
            "id", *KNOWN, "lead", "backup", "created_at", "last_contact_at",
            "archived_at", "archived_reason", "archived_note",
        )  # fmt: skip


class ClientQuery(Paged):
    lead = Reference(lambda member: Membership.objects.all(), required=False)
    archived = YesOrNo(required=False, default=False)
    q = serializers.CharField(required=False, max_length=100, help_text="In the name, the industry, or a person’s.")
