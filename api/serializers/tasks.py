"""Work for clients, with its two dates."""

from rest_framework import serializers

from agency.models import Membership
from api.fields import Pointer, Reference
from api.serializers.base import Answer, ModelBody, Paged
from clients.models import Task
from clients.queries import clients_of, contacts_of

KNOWN = ("title", "details", "owner", "contact", "internal_due", "client_due", "internal")


class TaskBody(ModelBody):
    owner = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None),
        required=False,
        allow_null=True,
        help_text="One of us; then nobody of theirs.",
    )
    contact = Reference(
        lambda member: contacts_of(member).filter(ended_at=None),
        required=False,
        allow_null=True,
        help_text="Somebody at the client; then none of us.",
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = KNOWN


class NewTaskBody(TaskBody):
    client = Reference(clients_of)

    class Meta(TaskBody.Meta):
        fields = ("client", *KNOWN)


class TaskAnswer(Answer):
    client = Pointer()
    owner = Pointer(allow_null=True)
    contact = Pointer(allow_null=True)

    class Meta:
        model = Task
        fields = ("id", "client", *KNOWN, "state", "done_at", "created_at")


class TaskQuery(Paged):
    client = Reference(clients_of, required=False)
    owner = Reference(lambda member: Membership.objects.all(), required=False)
    state = serializers.ChoiceField(choices=Task.State.choices, required=False)
