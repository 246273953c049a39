"""Who is away, and when."""

from typing import Any

from django.db.models import QuerySet

from agency.absences import absences_of
from agency.domain import absences as verbs
from agency.models import Absence
from agency.permissions import require
from agency.reach import reach
from api.operations import listing, operation
from api.serializers.absences import AbsenceAnswer, AbsenceBody, AbsenceQuery, NewAbsenceBody
from api.views.base import ApiView

TAG = "Absences"


class Absences(ApiView):
    tag = TAG
    verbs = {"GET": "absence.own", "POST": "absence.own"}

    @listing("List absences", of=AbsenceAnswer, asks=AbsenceQuery)
    def get(self, query: dict[str, Any]) -> QuerySet[Absence]:
        """One's own; for owners everybody's."""
        rows = absences_of(self.member)
        if "member" in query:
            rows = rows.filter(member=query["member"])
        if "over" in query:
            rows = rows.filter(ends_at__lte=self.now) if query["over"] else rows.filter(ends_at__gt=self.now)
        return rows

    @operation("Enter an absence", takes=NewAbsenceBody, gives=AbsenceAnswer, status=201, once=True)
    def post(self, body: dict[str, Any], key: str) -> Absence:
        """Both days included, as the member's own zone counts them. Somebody else answers meanwhile, by themselves."""
        member = body.pop("member", self.member)
        if member != self.member:
            require(self.member, "absence.any")
        return verbs.enter(member, by=self.member, at=self.now, **body)


class OneAbsence(ApiView):
    tag = TAG
    verbs = {"GET": "absence.own", "PATCH": "absence.own", "DELETE": "absence.own"}

    def found(self, key: str) -> tuple[Absence]:  # type: ignore[override]
        return (reach(absences_of(self.member), key=key),)

    @operation("One absence", gives=AbsenceAnswer)
    def get(self, absence: Absence) -> Absence:
        return absence

    @operation("Change an absence", takes=AbsenceBody, gives=AbsenceAnswer)
    def patch(self, absence: Absence, body: dict[str, Any]) -> Absence:
        """Of one that has begun, the last day and why."""
        days = {name: body.get(name, getattr(absence, name)) for name in ("first", "last", "note")}
        return verbs.change(absence, by=self.member, at=self.now, **days)

    @operation("End an absence")
    def delete(self, absence: Absence) -> None:
        """One that has begun ends now; one that is still to come is taken out."""
        verbs.withdraw(absence, by=self.member, at=self.now)
