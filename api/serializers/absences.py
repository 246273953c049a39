"""Days on which members are away."""

from agency.models import Absence, Membership
from api.fields import Pointer, Reference, Text
from api.serializers.base import Answer, ModelBody, Paged, YesOrNo

KNOWN = ("first", "last", "note")


class AbsenceBody(ModelBody):
    note = Text(required=False, allow_blank=True, max_length=200, help_text="Why; for the member and the owners.")

    class Meta:
        model = Absence
        fields: tuple[str, ...] = KNOWN


class NewAbsenceBody(AbsenceBody):
    member = Reference(
        lambda member: Membership.objects.filter(deactivated_at=None).select_related("user"),
        required=False,
        help_text="Who is away; oneself if it is left out. Another's takes an owner.",
    )

    class Meta(AbsenceBody.Meta):
        fields = ("member", *KNOWN)


class AbsenceAnswer(Answer):
    member = Pointer()
    entered_by = Pointer()

    class Meta:
        model = Absence
        fields = ("id", "member", *KNOWN, "begins_at", "ends_at", "entered_by", "entered_at")


class AbsenceQuery(Paged):
    member = Reference(lambda member: Membership.objects.all(), required=False)
    over = YesOrNo(required=False, help_text="Whether they have ended.")
