"""Forms of the directory of experts, and the filters of its pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from agency.models import Membership
from clients.forms.clients import MemberChoice
from clients.forms.fields import ModelFields
from comms.models import Expert, Subject


def languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES]


class ExpertForm(ModelFields):
    """A new one: a member of ours, or somebody with a name and an address."""

    model = Expert
    names = ("name", "company", "address", "language", "terms")
    member = MemberChoice(label=gettext_lazy("One of us"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    subjects = forms.CharField(
        label=gettext_lazy("Subjects"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("What they can be asked about, with commas between."),
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )

    def __init__(self, data: Any = None, *, row: Expert | None = None) -> None:
        initial = {"subjects": ", ".join(known.subject.name for known in row.knows.all())} if row is not None else {}
        super().__init__(data, row=row, initial=initial)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["address"].widget.attrs["dir"] = "ltr"
        if row is None:
            self._offer_members()
            self.order_fields(("member", "name", "company", "address", "language", "subjects", "terms"))
            return
        del self.fields["member"]
        if row.inside:
            for name in ("name", "company", "address", "language"):
                del self.fields[name]
        self.order_fields(("name", "company", "address", "language", "subjects", "terms"))

    def _offer_members(self) -> None:
        known = Expert.objects.filter(member__isnull=False).values("member")
        members = Membership.objects.filter(deactivated_at=None).exclude(pk__in=known).select_related("user")
        self.fields["member"].queryset = members.order_by("user__name", "pk")  # type: ignore[attr-defined]
        self.fields["member"].empty_label = _("Somebody outside")  # type: ignore[attr-defined]

    def of_expert(self) -> dict[str, Any]:
        """What experts.add and experts.change take."""
        offered = [name for name in (*self.names, "member", "subjects") if name in self.fields]
        fields = {name: self.cleaned_data[name] for name in offered}
        subjects = fields.pop("subjects").replace("،", ",").replace("，", ",").split(",")
        if "language" in fields:
            fields["language"] = fields["language"] or "en"
        return {**fields, "subjects": subjects}


def all_subjects() -> QuerySet[Subject]:
    return Subject.objects.order_by("name")


class SubjectChoice(forms.ModelChoiceField):
    """A choice among the agency's subjects, by their keys."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Subject"))
        kwargs.setdefault("empty_label", "–")
        super().__init__(queryset=Subject.objects.none(), to_field_name="key", required=False, **kwargs)


class ExpertFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    subject: Any = SubjectChoice()
    where = forms.ChoiceField(
        label=gettext_lazy("Where"),
        required=False,
        choices=[
            ("", gettext_lazy("Inside and outside")),
            ("inside", gettext_lazy("Among us")),
            ("outside", gettext_lazy("Outside")),
        ],
    )
    retired = forms.BooleanField(label=gettext_lazy("Those who are no longer asked"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["subject"].queryset = all_subjects()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What of the address makes sense."""
        self.is_valid()
        clean = self.cleaned_data
        return {
            "q": clean.get("q", ""),
            "subject": clean.get("subject"),
            "where": clean.get("where", ""),
            "retired": bool(clean.get("retired")),
        }
