"""Two people at one form: what somebody else has saved meanwhile is neither lost nor written over in silence."""

import json
from copy import copy
from decimal import Decimal
from hashlib import sha256
from textwrap import shorten
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SHOWN = "as_shown"


class Meanwhile(forms.BaseForm):
    """A form that fills in a row. A mark of what each field held travels with it, so that on saving three are compared:
    what was shown, what the row holds now, and what was typed.

    What only the other changed stays as they left it. What both changed is told beside the field; saved once more, the
    typed words count. A subclass calls `watch` once its fields are complete.
    """

    def watch(self) -> None:
        self.fields[SHOWN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self._now)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop(SHOWN, None)
        for name, mark in _read(self.data.get(self.add_prefix(SHOWN))).items():
            if name in cleaned and name in self.fields:
                self._compare(name, mark, cleaned)
        if self.errors and SHOWN in self.fields:
            again: Any = copy(self.data)
            again[self.add_prefix(SHOWN)] = self._now()
            self.data = again
        return cleaned

    def _compare(self, name: str, shown: str, cleaned: dict[str, Any]) -> None:
        held = self.get_initial_for_field(self.fields[name], name)
        typed = cleaned[name]
        if mark_of(held) in {shown, mark_of(typed)}:
            return
        if mark_of(typed) == shown:
            cleaned[name] = self.fields[name].clean(held)
            if further := getattr(self, f"clean_{name}", None):
                cleaned[name] = further()
        else:
            self.add_error(name, self._in_words(name, held))

    def _in_words(self, name: str, held: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        said = shorten(str(choices.get(held, text_of(held))), 200, placeholder="…")
        if not said:
            return _("Somebody has emptied this meanwhile. Save again to put yours in its place.")
        return _("Somebody has changed this meanwhile, to “%(value)s”. Save again to put yours in its place.") % {
            "value": said
        }

    def _now(self) -> str:
        """The marks of what the row holds, as JSON."""
        held = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items() if name != SHOWN}
        return json.dumps({name: mark_of(value) for name, value in held.items()})


def mark_of(value: Any) -> str:
    return sha256(text_of(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def text_of(value: Any) -> str:
    """The same for a value as a row holds it and as a form has cleaned it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (list, tuple)):
        return "\n".join(text_of(each) for each in value)
    return "\n".join(str(getattr(value, "key", value)).splitlines()).strip()


def _read(shown: Any) -> dict[str, str]:
    """Empty for what no form of ours has sent."""
    try:
        marks = json.loads(shown or "{}")
    except ValueError:
        return {}
    return {str(name): str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}
