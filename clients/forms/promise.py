"""What is promised to one client. An empty field means: as everybody else."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from agency.models import LONGEST_SILENCE, SHORTEST_SILENCE, Agency
from agency.promise import (
    LEAST_PERCENT,
    LONGEST_TARGET,
    MOST_PERCENT,
    SHORTEST_HOURS,
    TERMS,
    Terms,
    faults,
    mixed,
    terms_of,
)
from clients.domain.refusals import Refusal
from clients.forms.fields import FigureField, trimmed
from clients.models import Client


class PromiseForm(forms.Form):
    promise_hours = forms.IntegerField(
        label=gettext_lazy("Promise, in hours"),
        required=False,
        min_value=SHORTEST_HOURS,
        help_text=gettext_lazy("By the clock. It can only be shorter than what you promise everybody."),
    )
    target_hours = FigureField(
        label=gettext_lazy("Target, in hours"),
        required=False,
        min_value=Decimal("0.25"),
        max_value=Decimal(LONGEST_TARGET // 60),
        decimal_places=2,
        max_digits=6,
        help_text=gettext_lazy("When a person should have answered."),
    )
    target_kind = forms.ChoiceField(
        label=gettext_lazy("Target counts"), required=False, choices=(), widget=forms.RadioSelect
    )
    warn_percent = forms.IntegerField(
        label=gettext_lazy("Warn the lead, in percent of the target"),
        required=False,
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
    )
    backup_percent = forms.IntegerField(
        label=gettext_lazy("Tell the backup, in percent of the target"),
        required=False,
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
    )

    silence_days = forms.IntegerField(
        label=gettext_lazy("Silence counts as agreed after, in working days"),
        required=False,
        min_value=SHORTEST_SILENCE,
        max_value=LONGEST_SILENCE,
        help_text=gettext_lazy("For summaries that nobody answers; the mail says so beforehand."),
    )

    def __init__(self, data: Any = None, *, client: Client) -> None:
        held: dict[str, Any] = {name: getattr(client, name) for name in TERMS if name != "target_minutes"}
        held["silence_days"] = client.silence_days
        minutes = client.target_minutes
        held["target_hours"] = trimmed(Decimal(minutes) / 60) if minutes is not None else None
        super().__init__(data, initial=held)
        self.agencys = terms_of(client.agency)
        kinds = dict(Agency.TargetKind.choices)
        usual = _("as usual: %(value)s") % {"value": kinds[Agency.TargetKind(self.agencys.target_kind)]}
        self.fields["target_kind"].choices = [  # type: ignore[attr-defined]
            ("", capfirst(usual)),
            *((value, capfirst(str(label))) for value, label in kinds.items()),
        ]
        for name in ("promise_hours", "warn_percent", "backup_percent"):
            self.fields[name].widget.attrs["placeholder"] = getattr(self.agencys, name)
        self.fields["silence_days"].widget.attrs["placeholder"] = client.agency.silence_days
        self.fields["target_hours"].widget.attrs["placeholder"] = trimmed(Decimal(self.agencys.target_minutes) / 60)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        hours = cleaned.get("target_hours")
        if cleaned.get("target_kind") and hours is None and "target_hours" not in self.errors:
            self.add_error("target_hours", _("Say how many hours, or leave both as usual."))
        return cleaned

    def own(self) -> dict[str, Any]:
        """The client's own terms as they were typed, for the verb."""
        typed = {name: self.cleaned_data.get(name) for name in TERMS if name != "target_minutes"}
        hours = self.cleaned_data.get("target_hours")
        kind = typed["target_kind"] or ""
        if hours is not None and not kind:
            kind = self.agencys.target_kind
        minutes = None if hours is None else round(hours * 60)
        return {
            **typed,
            "target_kind": kind,
            "target_minutes": minutes,
            "silence_days": self.cleaned_data.get("silence_days"),
        }

    def terms(self, client: Client) -> Terms | None:
        """What would hold for the client; None while that cannot be promised."""
        if not self.is_bound:
            return mixed(self.agencys, {name: getattr(client, name) for name in TERMS})
        if not self.is_valid():
            return None
        wanted = mixed(self.agencys, self.own())
        fits = wanted.promise_hours <= self.agencys.promise_hours and not faults(wanted)
        return wanted if fits else None

    def refused(self, refusal: Refusal) -> None:
        field = "target_hours" if refusal.at_field == "target_minutes" else refusal.at_field
        self.add_error(field if field in self.fields else None, refusal.words)
