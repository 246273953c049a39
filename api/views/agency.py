"""Who we are, and what a token acts as."""

from django.db.models import QuerySet

from agency.models import Agency, ApiToken, Membership
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.agency import AgencyAnswer, MemberAnswer, MemberQuery, TokenAnswer
from api.views.base import ApiView


class TheAgency(ApiView):
    tag = "Agency"
    verbs = {"GET": "member.self"}

    @operation("The agency", gives=AgencyAnswer)
    def get(self) -> Agency:
        return self.agency


class TheToken(ApiView):
    tag = "Agency"
    verbs = {"GET": "member.self"}

    @operation("The token in use", gives=TokenAnswer)
    def get(self) -> ApiToken:
        """Whom it acts as, what it may do and when it expires."""
        return self.request.auth  # type: ignore[return-value]


class Members(ApiView):
    tag = "Agency"
    verbs = {"GET": "member.self"}

    @listing("List members", of=MemberAnswer, asks=MemberQuery)
    def get(self, query: dict) -> QuerySet[Membership]:
        """Everybody who works or has worked here."""
        rows = Membership.objects.select_related("user")
        return rows.filter(deactivated_at__isnull=query["active"]) if "active" in query else rows


class OneMember(ApiView):
    tag = "Agency"
    verbs = {"GET": "member.self"}

    def found(self, key: str) -> tuple[Membership]:  # type: ignore[override]
        return (reach(Membership.objects.select_related("user"), key=key),)

    @operation("One member", gives=MemberAnswer)
    def get(self, member: Membership) -> Membership:
        return member
