"""Forms of the agency's settings. They check what is typed; `agency/domain/agencies.py` changes it."""

import re
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from agency import colour
from agency.forms.choices import ZoneField, begun_large, countries, regions, staff_languages
from agency.forms.days import DayField
from agency.models import Agency, ClosedDay
from agency.promise import TERMS, Terms, faults, share_bounds, terms_of
from agency.week import DAY_NAMES, parse_week, week_as_stored

HUES = tuple(range(0, 360, 5))
A_SPAN = re.compile(r"\s*(\d{1,2}[:.]\d{2}|\d{1,2})\s*(?:-|–|—|to|bis)\s*(\d{1,2}[:.]\d{2}|\d{1,2})\s*")


class AgencyForm(forms.ModelForm):
    zone = ZoneField()
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("Of invitations and of what nobody has chosen otherwise."),
    )
    hue = forms.TypedChoiceField(
        label=gettext_lazy("Colour"), choices=[(hue, str(hue)) for hue in HUES], coerce=int, widget=forms.RadioSelect
    )

    class Meta:
        model = Agency
        fields = ("name", "postal_address", "mail_address", "zone", "language", "hue")
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": gettext_lazy("As your clients read it on every mail, page and report."),
            "postal_address": gettext_lazy("It stands at the foot of mails and reports."),
            "mail_address": gettext_lazy(
                "Your mail is from it, and answers go there. It is the sender’s address under Sending."
            ),
        }

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        super().__init__(data, instance=copy(agency))
        self.fields["language"].choices = staff_languages()  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    def clean_hue(self) -> int:
        hue = int(self.cleaned_data["hue"])
        if weak := colour.weaknesses(hue):
            raise ValidationError(weak)
        return hue


class HoursForm(forms.Form):
    """One line a day, like '09:00-13:00, 14:00-18:00'; an empty line is a day off."""

    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, data: Any = None, *, agency: Agency, country: str | None = None) -> None:
        week = week_as_stored(parse_week(agency.week))
        initial = {name: as_typed(week.get(name, [])) for name in DAY_NAMES}
        super().__init__(data, initial={**initial, "country": agency.country, "region": agency.region})
        chosen = country if country is not None else (data or {}).get("country", agency.country)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.fields["region"].choices = regions(chosen)  # type: ignore[attr-defined]
        for index, name in enumerate(DAY_NAMES):
            self.fields[name] = forms.CharField(label=WEEKDAYS[index], required=False, max_length=120)
            self.fields[name].widget.attrs["dir"] = "ltr"

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAY_NAMES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        week: dict[str, Any] = {}
        for name in DAY_NAMES:
            try:
                week |= week_as_stored(parse_week({name: spans_typed(cleaned.get(name, ""))}))
            except ValueError as error:
                self.add_error(name, _beside(str(self.fields[name].label), str(error)))
        if not week and not self.errors:
            raise ValidationError(_("Somebody must work at some time: give hours for one day at least."))
        cleaned["week"] = week
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("week", "country", "region")}


def _beside(day: str, sentence: str) -> str:
    """A sentence that names its day, beside the field of that day."""
    return capfirst(sentence.removeprefix(day).lstrip(":： \u00a0\u202f"))


def spans_typed(text: str) -> list[list[str]]:
    """'9-13, 14:00–18:00' as [['9:00', '13:00'], ['14:00', '18:00']]. Raises ValueError with words for people."""
    spans = []
    for part in re.split(r"[,;،]", text):
        if not part.strip():
            continue
        match = A_SPAN.fullmatch(part)
        if match is None:
            raise ValueError(
                _("“%(text)s” is not a span of time. Write 09:00-13:00, 14:00-18:00.") % {"text": part.strip()}
            )
        spans.append([_clock_time(match[1]), _clock_time(match[2])])
    return spans


def _clock_time(text: str) -> str:
    return text.replace(".", ":") if ":" in text or "." in text else f"{text}:00"


def as_typed(spans: list[list[str]]) -> str:
    """The other way: as somebody would type it."""
    return ", ".join(f"{begin}-{end}" for begin, end in spans)


class ClosedDayForm(forms.ModelForm):
    class Meta:
        model = ClosedDay
        fields = ("day", "name")
        field_classes = {"day": DayField}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)

    def clean_day(self) -> date:
        """A slip in the year would be in no list, and could not be taken back."""
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day


def bounded(field: models.Field, **options: Any) -> forms.Field | None:
    """A whole number is refused with the bounds of its own validators, not with what its column could hold."""
    if isinstance(field, models.IntegerField):
        least = [one.limit_value for one in field.validators if isinstance(one, MinValueValidator)]
        most = [one.limit_value for one in field.validators if isinstance(one, MaxValueValidator)]
        options |= {"min_value": max(least), "max_value": min(most)}
    return field.formfield(**options)


class PromiseForm(forms.ModelForm):
    """The promise to clients and the target among ourselves (practice M4), limits and who sees what (V8)."""

    target_hours = forms.DecimalField(
        label=gettext_lazy("Target, in hours"),
        min_value=Decimal("0.25"),
        max_value=Decimal(200),
        decimal_places=2,
        help_text=gettext_lazy("When you want to have answered. Rapport warns the lead as it comes near."),
    )

    class Meta:
        model = Agency
        formfield_callback = bounded
        fields = (
            "promise_hours",
            "target_kind",
            "warn_percent",
            "backup_percent",
            "span_limit",
            "silence_days",
            "unreviewed_reports",
            "managers_see_own_only",
            "second_factor_required",
        )
        widgets = {"target_kind": forms.RadioSelect, "unreviewed_reports": forms.RadioSelect}
        help_texts = {
            "promise_hours": gettext_lazy("Every client hears from you within so many hours by the clock, 24 at most."),
            "warn_percent": gettext_lazy("So much of the target may pass before the lead is warned. Usual is 50."),
            "backup_percent": gettext_lazy("From then on the backup knows too, and may answer. Usual is 75."),
            "span_limit": gettext_lazy("Unless a member has a limit of their own."),
            "silence_days": gettext_lazy("A summary that nobody answers counts as agreed after so many working days."),
            "managers_see_own_only": gettext_lazy("Otherwise everybody reads everything and acts on their own."),
            "second_factor_required": gettext_lazy("Whoever has none is asked to set one up before anything else."),
        }

    def __init__(self, data: Any = None, *, agency: Agency, has_second_factor: bool = False) -> None:
        hours = Decimal(agency.target_minutes) / 60
        super().__init__(data, instance=copy(agency), initial={"target_hours": f"{hours:.2f}".rstrip("0").rstrip(".")})
        for name, choices in (("target_kind", Agency.TargetKind), ("unreviewed_reports", Agency.Unreviewed)):
            self.fields[name].choices = begun_large(choices.choices)  # type: ignore[attr-defined]
        for name in ("warn_percent", "backup_percent"):
            self.fields[name].error_messages |= {"min_value": share_bounds(), "max_value": share_bounds()}
        self.has_second_factor = has_second_factor
        self.was_required = agency.second_factor_required

    def clean_second_factor_required(self) -> bool:
        required = bool(self.cleaned_data["second_factor_required"])
        if required and not self.was_required and not self.has_second_factor:
            raise ValidationError(_("Set up a second factor for yourself first, or this would lock you out."))
        return required

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if terms := self._terms(cleaned):
            for name, words in faults(terms).items():
                self.add_error("target_hours" if name == "target_minutes" else name, words)
        return cleaned

    def _terms(self, cleaned: dict[str, Any]) -> Terms | None:
        """As they were typed; None if one of them is missing."""
        typed = {name: cleaned.get(name) for name in TERMS if name != "target_minutes"}
        if None in typed.values() or cleaned.get("target_hours") is None:
            return None
        return Terms(**typed, target_minutes=round(cleaned["target_hours"] * 60))  # type: ignore[arg-type]

    def terms(self) -> Terms | None:
        """Those in the form, typed or still held by the agency; None while they cannot hold."""
        if not self.is_bound:
            return terms_of(self.instance)
        wrong = {"target_hours", *TERMS}.intersection(self.errors)
        return None if wrong else self._terms(self.cleaned_data)

    def values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**values, "target_minutes": round(self.cleaned_data["target_hours"] * 60)}
