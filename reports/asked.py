"""What somebody wants to know of the promise: the form whose values stand in the address, and addresses made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from agency.forms.days import DayField
from agency.http import MemberRequest
from agency.models import Agency, Membership
from clients.days import day_of
from clients.models import Client
from clients.queries.reach import clients_of
from comms.queries.promise import Show, Which
from reports.periods import Days, Period, days_between, days_of

CARRIED = ("client", "by", "show", "sort")
"""What an address says that is chosen by links."""
OTHERS = "others"
"""In the place of a client's key: the clients that one may not see any more."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of which days, in whose rates, of which client. `period` is the word in the address that gave the days, if one
    did.
    """

    days: Days
    period: Period | None = None
    rated: Membership | None = None
    client: Client | None = None
    elsewhere: bool = False

    def which(self, zone: ZoneInfo) -> Which:
        begins, ends = self.days.moments(zone)
        return Which(begins=begins, ends=ends, rated=self.rated, client=self.client, elsewhere=self.elsewhere)

    def among(self, days: Days) -> "Asked":
        """The same of these days."""
        return replace(self, days=days, period=None)

    def parts(self) -> dict[str, str]:
        """What an address says of it."""
        days = {"begins": self.days.first.isoformat(), "ends": self.days.last.isoformat()}
        found = {"period": self.period.value} if self.period else days
        if self.rated:
            found["manager"] = self.rated.key
        if self.client or self.elsewhere:
            found["client"] = self.client.key if self.client else OTHERS
        return found

    def url(self, agency: Agency, name: str = "promise", **more: str) -> str:
        """The address of a page about it: 'promise', 'promise_csv', 'promise_rows', 'promise_rows_csv'."""
        asked = {name: value for name, value in (self.parts() | more).items() if value}
        return f"{reverse(name, args=[agency.slug])}?{urlencode(asked)}"

    def rows_url(self, agency: Agency, show: Show, **more: str) -> str:
        """Where the messages behind a figure stand."""
        return self.url(agency, "promise_rows", show=show.value, **more)


class AskedForm(forms.Form):
    """Days and a manager are chosen; the rest stays as the address has it. What was typed wrongly is told beside it,
    and the usual days are shown meanwhile.
    """

    begins = DayField(label=gettext_lazy("From"), required=False)
    ends = DayField(label=gettext_lazy("To"), required=False)
    manager = forms.ChoiceField(label=gettext_lazy("In whose rates"), required=False)

    def __init__(
        self, data: Any = None, *, member: Membership, today: date, members: Mapping[str, Membership], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.member, self.today, self.members = member, today, members
        choices = [("", _("Everybody")), *((key, str(row)) for key, row in members.items())]
        self.fields["manager"].choices = choices  # type: ignore[attr-defined]
        for name in CARRIED:
            self.fields[name] = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("begins") and typed.get("ends") and typed["ends"] < typed["begins"]:
            self.add_error("ends", _("This day lies before the first one."))
        return typed

    def asked(self) -> Asked:
        """What was asked for. A client that one may not see is as if nobody had asked for it."""
        right = self.is_valid()
        typed = self.cleaned_data
        period, days = self._days(typed) if right else (Period.YEAR, days_of(Period.YEAR, self.today))
        client = typed.get("client", "")
        return Asked(
            days=days,
            period=period,
            rated=self.members.get(typed.get("manager", "")),
            client=clients_of(self.member).filter(key=client).first() if client not in ("", OTHERS) else None,
            elsewhere=client == OTHERS,
        )

    def _days(self, typed: dict[str, Any]) -> tuple[Period | None, Days]:
        begins: date | None = typed.get("begins")
        ends: date | None = typed.get("ends")
        if begins or ends:
            return None, days_between(begins, ends, self.today)
        named = self.data.get("period", "")
        period = Period(named) if named in tuple(Period) else Period.YEAR
        return period, days_of(period, self.today)

    def shown(self, asked: Asked) -> "AskedForm":
        """The form with the days that are shown; as it was typed where something is wrong."""
        if self.errors:
            return self
        days = {"begins": asked.days.first, "ends": asked.days.last}
        carried = {name: self.cleaned_data.get(name, "") for name in ("manager", *CARRIED)}
        return AskedForm(member=self.member, today=self.today, members=self.members, initial=carried | days)


def members() -> dict[str, Membership]:
    """Everybody who works or has worked here, by key."""
    return {row.key: row for row in Membership.objects.select_related("user").order_by("user__name", "pk")}


def read(request: MemberRequest) -> tuple[AskedForm, Asked]:
    """What the address asks for; the form is the one to show."""
    today = day_of(timezone.now(), request.agency)
    form = AskedForm(request.GET, member=request.member, today=today, members=members())
    asked = form.asked()
    return form.shown(asked), asked
