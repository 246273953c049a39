"""How a bound form field is drawn: its shape, its control, and what is wrong with the form it stands in."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, FileInput, Select, Textarea
from django.utils.safestring import SafeString

from agency.languages import language

UNTOUCHED_ROWS = {"cols": "40", "rows": "10"}


class Problem(TypedDict):
    """`colon` stands between the label and the text, as the language writes it; after a question a blank does."""

    label: str
    colon: str
    target: str
    text: str


def shape(bound: BoundField) -> str:
    """'tick' for one checkbox, 'choices' for several radios or checkboxes, 'line' for everything else."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "choices" if bound.use_fieldset else "line"


def control(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    """The field's widget in our classes. Django itself adds aria-invalid and aria-describedby.

    No `maxlength`, except for a code: a browser cuts a paste there without a word, while the server says what is wrong.
    """
    if shape(bound) != "line":
        return bound.as_widget()
    widget = bound.field.widget
    given = {name.replace("_", "-"): value for name, value in attributes.items() if value not in (None, False)}
    classes = ["input", *str(widget.attrs.get("class", "")).split(), *str(given.pop("class", "")).split()]
    if isinstance(widget, Textarea) and UNTOUCHED_ROWS.items() <= widget.attrs.items():
        given = {"rows": 3, **given}
    if not isinstance(widget, Select | FileInput | Textarea) and bound.field.localize:
        given.setdefault("inputmode", "decimal")
    if widget.attrs.get("autocomplete") != "one-time-code":
        given["maxlength"] = False
    return bound.as_widget(attrs={**given, "class": " ".join(dict.fromkeys(classes))})


def problems(part: BaseForm | BaseFormSet | Sequence[Any]) -> list[Problem]:
    """Each error of a bound form with the id of the field to go to; '' where no field is to blame. Of several forms in
    their order; a set of rows tells of itself, then of each row.
    """
    if isinstance(part, BaseFormSet):
        whole = [_problem(error) for error in part.non_form_errors()]
        return whole + problems(part.forms)
    if not isinstance(part, BaseForm):
        return [found for each in part for found in problems(each)]
    found = [_problem(error) for error in part.non_field_errors()]
    for bound in part:
        target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
        found += [_problem(error, str(bound.label), target) for error in bound.errors]
    return found


def _problem(error: Any, label: str = "", target: str = "") -> Problem:
    colon = " " if label.endswith(("?", "？", "؟")) else language().colon
    return Problem(label=label, colon=colon, target=target, text=str(error))
