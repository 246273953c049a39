"""Forms about a client as a whole: taking on, changing, handing over, letting go; and the filter of the table."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from agency.languages import language
from agency.models import Membership, Role
from agency.permissions import may
from clients.domain.refusals import Refusal
from clients.forms.fields import PROFILE, ProfileForm
from clients.models import Client, Task


def who_can_lead() -> QuerySet[Membership]:
    """Active owners and managers, by name."""
    rows = Membership.objects.filter(deactivated_at=None).exclude(role=Role.SPECIALIST)
    return rows.select_related("user").order_by("user__name", "pk")


NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes that CLDR names and that are no country of ISO 3166."""


def countries() -> list[tuple[str, str]]:
    """ISO 3166 codes and names in the active language, by name."""
    names = language().locale.territories.items()
    known = ((str(code), name) for code, name in names if re.fullmatch("[A-Z]{2}", str(code)))
    return sorted((pair for pair in known if pair[0] not in NO_COUNTRIES), key=itemgetter(1))


class MemberChoice(forms.ModelChoiceField):
    """A choice among members, by their keys."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), to_field_name="key", **kwargs)


class ClientForm(ProfileForm):
    model = Client
    names = (
        *("name", "about", "industry", "website", "country", "started_on", "engagement"),
        *("expectations", "worries"),
        *PROFILE,
    )
    website = forms.URLField(required=False, label=gettext_lazy("Website"), assume_scheme="https", max_length=200)
    country = forms.ChoiceField(required=False, label=gettext_lazy("Country"))

    def __init__(self, *args: Any, industries: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *countries()]  # type: ignore[attr-defined]
        self.fields["industry"].widget.attrs["list"] = "industries"
        self.industries = industries
        self.sections = [
            (_("The client"), "", self.names[:7]),
            (_("What they expect"), "", ("expectations", "worries")),
            (
                _("How they like it"),
                _("Holds for everybody at the client who has not said otherwise."),
                PROFILE,
            ),
        ]


class NewClientForm(ClientForm):
    """Taking a client on. Owners choose who leads; a manager leads who they take on."""

    lead = MemberChoice(label=gettext_lazy("Lead"))
    backup = MemberChoice(
        label=gettext_lazy("Backup"),
        required=False,
        help_text=gettext_lazy("Two people per client: somebody who knows it when the lead is away."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = who_can_lead()
        if may(member, "client.hand_over"):
            self.fields["lead"].queryset = everyone  # type: ignore[attr-defined]
            self.fields["lead"].initial = member.key
            self.fields["backup"].queryset = everyone  # type: ignore[attr-defined]
        else:
            del self.fields["lead"]
            self.fields["backup"].queryset = everyone.exclude(pk=member.pk)  # type: ignore[attr-defined]
        looked_after = (_("Who looks after them"), "", ("lead", "backup"))
        self.sections = [self.sections[0], looked_after, *self.sections[1:]]


class HandOverForm(forms.Form):
    lead = MemberChoice(label=gettext_lazy("Lead"))
    backup = MemberChoice(label=gettext_lazy("Backup"), required=False)

    def __init__(self, data: Any = None, *, client: Client) -> None:
        backup = client.backup.key if client.backup else None
        super().__init__(data, initial={"lead": client.lead.key, "backup": backup})
        for name in ("lead", "backup"):
            self.fields[name].queryset = who_can_lead()  # type: ignore[attr-defined]
        self.fields["backup"].empty_label = _("Nobody")  # type: ignore[attr-defined]

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field or None, refusal.words)


class ArchiveForm(forms.Form):
    """The open tasks that are shown travel with the form, so that the verb knows what whoever archives has seen."""

    reason = forms.ChoiceField(label=gettext_lazy("Why they leave"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("What would have kept them? One sentence helps the next client."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tasks: Sequence[Task] = ()) -> None:
        super().__init__(data, initial={"seen": " ".join(task.key for task in tasks)})
        self.fields["reason"].choices = Client.LeavingReason.choices  # type: ignore[attr-defined]

    def show_again(self, tasks: Sequence[Task]) -> None:
        """The page that comes back shows the tasks of now, and they count as seen."""
        self.data = {**self.data.dict(), "seen": " ".join(task.key for task in tasks)}  # type: ignore[attr-defined]

    def clean_seen(self) -> list[str]:
        return str(self.cleaned_data["seen"]).split()

    def refused(self, refusal: Refusal) -> None:
        self.add_error(refusal.at_field or None, refusal.words)


class ClientFilter(forms.Form):
    """What stands in the address of the table."""

    find = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    lead = MemberChoice(label=gettext_lazy("Lead"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("Industry"), required=False)
    silent = forms.BooleanField(required=False, widget=forms.HiddenInput)
    whose = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, industries: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["find"].widget.input_type = "search"
        self.fields["lead"].queryset = who_can_lead()  # type: ignore[attr-defined]
        self.fields["lead"].empty_label = _("Anybody")  # type: ignore[attr-defined]
        self.fields["industry"].choices = [("", _("Any")), *((name, name) for name in industries)]  # type: ignore[attr-defined]
