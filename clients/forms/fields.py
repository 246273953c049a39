"""Forms made of a model's fields without touching its rows: verbs alone change those."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Field, Model
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _

from agency.forms.choices import ZoneField
from agency.forms.days import in_our_time
from agency.forms.meanwhile import Meanwhile
from agency.languages import language
from clients.domain.refusals import Refusal
from clients.models import Channel, DetailLevel, Involvement, Tone
from clients.profile import EffectiveProfile

Section = tuple[str, str, Sequence[str]]
"""A heading, a line about it, and names of fields."""

PROFILE = ("preferred_channel", "detail_level", "tone", "involvement", "cadence_days", "language", "zone")


class ModelFields(Meanwhile, forms.Form):
    """A form of the fields `names` of `model`, and of those declared. `row`, if given, says what they hold at first.

    Dates and times are typed or picked in the browser's own field.
    """

    model: ClassVar[type[Model]]
    names: ClassVar[Sequence[str]]
    sections: Sequence[Section] = ()

    def __init__(self, data: Any = None, *, row: Model | None = None, initial: dict[str, Any] | None = None) -> None:
        held = {name: getattr(row, name) for name in self.names} if row is not None else {}
        super().__init__(data, initial={**held, **(initial or {})})
        declared = self.fields
        wanted = [name for name in self.names if name not in declared]
        fields = fields_for_model(self.model, wanted, formfield_callback=_form_field)
        self.fields = {**fields, **declared}
        self.order_fields([*self.names, *declared])
        if row is not None:
            self.watch()

    def laid_out(self) -> list[dict[str, Any]]:
        """The sections with their bound fields, as clients/form_sections.html takes them."""
        return [
            {"title": title, "about": about, "fields": [self[name] for name in names if name in self.fields]}
            for title, about, names in self.sections
        ]

    def refused(self, refusal: Refusal) -> None:
        """Puts a verb's refusal beside the field at fault, or above the form."""
        self.add_error(refusal.at_field if refusal.at_field in self.fields else None, refusal.words)


class FigureField(forms.DecimalField):
    """A number as people type it: with the separators of the page's language, '4,400' or '4400', '1.5'."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_typed(str(value)) if value is not None else None)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


def as_typed(text: str) -> str:
    """The figure without the blanks and separators that group its digits, with a point before its decimals.

    '1,5' is one and a half in any language: nothing is grouped by one or two digits.
    """
    spoken = language()
    text = re.sub(r"[\s\u00a0\u202f']", "", text)
    group, decimal = re.escape(spoken.group), re.escape(spoken.decimal)
    if re.fullmatch(rf"[-+]?\d{{1,3}}({group}\d{{3}})+({decimal}\d*)?", text):
        text = text.replace(spoken.group, "")
    return re.sub(r"^([-+]?\d+),(\d{1,2})$", r"\1.\2", text.replace(spoken.decimal, "."))


def trimmed(value: Decimal | None) -> Decimal | None:
    """12 for 12.00 and 1.5 for 1.50: what one would have typed."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _form_field(field: "Field[Any, Any]", **kwargs: Any) -> Any:
    made: Any = field.formfield(**kwargs)
    if isinstance(made, forms.DateField):
        made.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        made.validators = [*made.validators, in_our_time]
    if isinstance(made, forms.TimeField):
        made.widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    if isinstance(made, forms.TypedChoiceField) and not made.required:
        choices: Any = made.choices
        made.choices = [("", "–"), *((value, capfirst(str(name))) for value, name in choices if value)]
    return made


class ProfileForm(ModelFields):
    """What persons and clients have in common: how they like to be spoken with. Empty means: as it is beneath."""

    language = forms.ChoiceField(required=False)
    zone = ZoneField(required=False, help_text="")

    def __init__(self, *args: Any, beneath: EffectiveProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("preferred_channel", Channel),
            ("detail_level", DetailLevel),
            ("tone", Tone),
            ("involvement", Involvement),
        ):
            wish = beneath.channel if name == "preferred_channel" else getattr(beneath, name)
            self._inherit(name, str(choices(wish.value).label), choices.choices)
        spoken = [(code, get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES]
        self._inherit("language", dict(spoken).get(beneath.language.value, beneath.language.value), spoken)
        self.fields["language"].label = _("Language")
        self.fields["zone"].widget.attrs["placeholder"] = beneath.zone.value
        self.fields["cadence_days"].widget.attrs["placeholder"] = beneath.cadence_days.value

    def _inherit(self, name: str, usual: str, choices: Sequence[tuple[str, Any]]) -> None:
        """The empty choice says what holds without one."""
        nothing = _("as usual: %(value)s") % {"value": usual}
        self.fields[name].choices = [  # type: ignore[attr-defined]
            ("", capfirst(nothing)),
            *((value, capfirst(str(label))) for value, label in choices),
        ]
