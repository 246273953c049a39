"""Forms of goals and tasks, and the filter of the work page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from agency.models import Membership
from clients.forms.clients import MemberChoice
from clients.forms.fields import FigureField, ModelFields, trimmed
from clients.models import Client, Contact, Goal, Task


class GoalForm(ModelFields):
    model = Goal
    names = ("name", "unit", "baseline", "target", "current", "due", "outlook", "hoped")
    baseline = FigureField(label=gettext_lazy("Where it began"), max_digits=16, decimal_places=2, initial=0)
    target = FigureField(label=gettext_lazy("Target"), max_digits=16, decimal_places=2)
    current = FigureField(label=gettext_lazy("Where it stands"), max_digits=16, decimal_places=2, required=False)
    hoped = FigureField(
        label=gettext_lazy("What they hope for"),
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy(
            "If it is more than the target, you are told to talk about it. The client never sees it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline", "target", "current", "hoped"):
            if name in self.initial:
                self.initial[name] = trimmed(self.initial[name])
        self.fields["outlook"].help_text = _("For example: in reach, if the shop in Malmö opens in June.")


def members() -> QuerySet[Membership]:
    return Membership.objects.filter(deactivated_at=None).select_related("user").order_by("user__name", "pk")


class TaskForm(ModelFields):
    """A task of a client. Who does it is one choice, among us and them."""

    model = Task
    names = ("title", "internal_due", "client_due", "internal", "details")
    who = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)

    def __init__(self, data: Any = None, *, client: Client, row: Task | None = None, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.ours = {f"m:{member.key}": member for member in members()}
        there = Contact.objects.filter(client=client, ended_at=None).select_related("person").order_by("person__name")
        self.theirs = {f"c:{contact.key}": contact for contact in there}
        if row is not None:
            self._keep(row)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody yet")),
            (_("With us"), [(key, str(member.user)) for key, member in self.ours.items()]),
            (_("At the client"), [(key, contact.person.name) for key, contact in self.theirs.items()]),
        ]
        self.order_fields(("title", "who", "internal_due", "client_due", "internal", "details"))

    def _keep(self, row: Task) -> None:
        """Whoever has the task stays a choice, even if they have left since."""
        if row.owner is not None:
            self.ours.setdefault(f"m:{row.owner.key}", row.owner)
            self.initial["who"] = f"m:{row.owner.key}"
        if row.contact is not None:
            self.theirs.setdefault(f"c:{row.contact.key}", row.contact)
            self.initial["who"] = f"c:{row.contact.key}"

    def of_task(self) -> dict[str, Any]:
        """What tasks.create and tasks.change take."""
        fields = {name: self.cleaned_data[name] for name in self.names}
        who = self.cleaned_data["who"]
        return {**fields, "owner": self.ours.get(who), "contact": self.theirs.get(who)}


class NewTaskForm(ModelFields):
    """A task from the work page: for which client is part of the form, and it is one of us who does it."""

    model = Task
    names = ("title", "internal_due", "client_due", "internal", "details")
    client: Any = forms.ModelChoiceField(
        label=gettext_lazy("Client"), queryset=Client.objects.none(), to_field_name="key"
    )
    owner = MemberChoice(label=gettext_lazy("Who does it"), required=False)

    def __init__(self, data: Any = None, *, clients: QuerySet[Client], member: Membership) -> None:
        super().__init__(data, initial={"owner": member.key})
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.fields["owner"].queryset = members()  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("nobody yet")  # type: ignore[attr-defined]
        self.order_fields(("client", "title", "owner", "internal_due", "client_due", "internal", "details"))


class WorkFilter(forms.Form):
    """What stands in the address of the work page."""

    client: Any = forms.ModelChoiceField(
        label=gettext_lazy("Client"), queryset=Client.objects.none(), to_field_name="key", required=False
    )
    owner = MemberChoice(label=gettext_lazy("Who"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("In order of"),
        choices=[("due", gettext_lazy("date")), ("client", gettext_lazy("client")), ("person", gettext_lazy("person"))],
        required=False,
    )
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, clients: QuerySet[Client], owners: Sequence[Membership] = ()) -> None:
        super().__init__(data)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.fields["client"].empty_label = _("Any")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = members()  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Anybody")  # type: ignore[attr-defined]
