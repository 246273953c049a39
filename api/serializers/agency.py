"""Who we are: the agency, its members, the token in use."""

from rest_framework import serializers

from agency.models import Agency, ApiToken, Membership
from api.serializers.base import Answer, Paged, Shown, YesOrNo


class AgencyAnswer(Shown):
    class Meta:
        model = Agency
        fields = (
            *("slug", "name", "language", "zone", "country", "region"),
            *("promise_hours", "target_minutes", "target_kind", "warn_percent", "backup_percent"),
            *("span_limit", "silence_days"),
        )


class MemberAnswer(Answer):
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    active = serializers.BooleanField(help_text="Whether they still work here.")

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "title", "active", "joined_at")


class MemberQuery(Paged):
    active = YesOrNo(required=False)


class TokenAnswer(Answer):
    """What a program acts as."""

    agency = serializers.CharField(source="agency.slug")
    member = MemberAnswer()

    class Meta:
        model = ApiToken
        fields = ("id", "name", "scope", "for_agency", "expires_at", "agency", "member")
