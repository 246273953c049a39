"""What stands in the address of the Inbox, and the name under which one keeps it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from agency.models import Membership
from clients.forms.clients import MemberChoice
from clients.models import Client
from clients.queries import clients_of
from comms.models import SavedFilter
from comms.queries.inbox import Show
from comms.queries.inbox_filter import PERIODS, Choice, Standing

LONGEST_WORDS = 100


class InboxFilter(forms.Form):
    find = forms.CharField(label=gettext_lazy("Words"), max_length=LONGEST_WORDS, required=False, strip=True)
    client: Any = forms.ModelChoiceField(
        label=gettext_lazy("Client"), queryset=Client.objects.none(), to_field_name="key", required=False
    )
    who = MemberChoice(label=gettext_lazy("Manager"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    period = forms.TypedChoiceField(label=gettext_lazy("Period"), coerce=int, required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, member: Membership) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["client"].queryset = clients_of(member).only("key", "name").order_by("name")
        fields["client"].empty_label = _("Any")
        fields["who"].queryset = Membership.objects.select_related("user").order_by("user__name", "pk")
        fields["who"].empty_label = _("Anybody")
        fields["state"].choices = [("", _("Any")), *states()]
        fields["period"].choices = [("", _("Ever")), *((days, period_words(days)) for days in PERIODS)]

    def choice(self, show: Show) -> Choice:
        """What makes no sense in the address is as if it were not there."""
        self.is_valid()
        clean = self.cleaned_data
        return Choice(
            show=show,
            words=clean.get("find", ""),
            client=clean.get("client"),
            who=clean.get("who"),
            state=clean.get("state", ""),
            days=clean.get("period") or 0,
        )


def states() -> list[tuple[str, str]]:
    return [
        (Standing.WAITING.value, _("Waiting for us")),
        (Standing.ACKNOWLEDGED.value, _("Acknowledged")),
        (Standing.ANSWERED.value, _("Answered")),
        (Standing.CLOSED.value, _("Closed")),
        (Standing.PLANNED.value, _("With a next step")),
        (Standing.PUT_OFF.value, _("Put off")),
    ]


def period_words(days: int) -> str:
    return ngettext("Last day", "Last %(count)s days", days) % {"count": days}


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ("name", "shared")
        labels = {"name": gettext_lazy("Name"), "shared": gettext_lazy("Show it to the whole agency")}

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]

    def validate_constraints(self) -> None:
        """The verb says it, beside the name."""
