"""Two people at one form: what somebody else has saved meanwhile is neither lost nor written over in silence."""

import json
from collections.abc import Collection, Mapping
from copy import copy
from decimal import Decimal
from hashlib import sha256
from textwrap import shorten
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

SHOWN = "as_shown"


class Meanwhile(forms.BaseForm):
    """A form that fills in a row. A mark of what each field held travels with it, so that on saving three are compared:
    what was shown, what the row holds now, and what was typed.

    What only the other changed stays as they left it, and is named in `kept`. What both changed is told beside the
    field; saved once more, the typed words count. Any other mark stays as it came, so that a form that comes back for
    another reason is compared with the same again. A subclass calls `watch` once its fields are complete.
    """

    kept: frozenset[str] = frozenset()

    def watch(self) -> None:
        self.fields[SHOWN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self._now)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop(SHOWN, None)
        told = set()
        for name, mark in self._marks().items():
            if name in cleaned and name in self.fields and not self._merged(name, mark, cleaned):
                self.add_error(name, self._in_words(name))
                told.add(name)
        if told:
            self._show({SHOWN: self._renewed(told)})
        return cleaned

    def show_kept(self, words: str) -> None:
        """The fields that were kept come back as the other left them, with these words, and count as seen."""
        held = {name: self._held(name) for name in self.kept}
        self._show({**held, SHOWN: self._renewed(self.kept)})
        for name in self.kept:
            self.add_error(name, words)

    def typed(self) -> list[forms.BoundField]:
        """The fields into which something was typed that is neither what was shown nor what the row holds."""
        marks = self._marks()
        told = [self[name] for name in self.fields if name != SHOWN and text_of(self[name].value())]
        known = {each.name: {marks.get(each.name), mark_of(self._held(each.name))} for each in told}
        return [each for each in told if mark_of(each.value()) not in known[each.name]]

    def _merged(self, name: str, shown: str, cleaned: dict[str, Any]) -> bool:
        """Whether no one has to be asked."""
        held, typed = mark_of(self._held(name)), mark_of(cleaned[name])
        if held in {shown, typed}:
            return True
        if typed != shown or not self._take_held(name, cleaned):
            return False
        self.kept |= {name}
        return True

    def _take_held(self, name: str, cleaned: dict[str, Any]) -> bool:
        """What the row holds is taken as it is, even if nobody could choose it any more; unless the form makes
        something else of it, and cannot.
        """
        field, held = self.fields[name], self._held(name)
        further = getattr(self, f"clean_{name}", None)
        try:
            cleaned[name] = field.clean(held)
            if further:
                cleaned[name] = further()
        except forms.ValidationError:
            if further or isinstance(field, forms.ModelChoiceField):
                return False
            cleaned[name] = held
        return True

    def _in_words(self, name: str) -> str:
        held = text_of(self._held(name))
        choices: Any = flatten_choices(getattr(self.fields[name], "choices", ()))
        labels = {str(key): str(label) for key, label in choices}
        said = shorten(labels.get(held, held), 200, placeholder="…")
        if not said:
            return _("Somebody has emptied this meanwhile. Save again to put yours in its place.")
        return _("Somebody has changed this meanwhile, to “%(value)s”. Save again to put yours in its place.") % {
            "value": said
        }

    def _held(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _now(self) -> str:
        """The marks of what the row holds, as JSON."""
        return json.dumps({name: mark_of(self._held(name)) for name in self.fields if name != SHOWN})

    def _marks(self) -> dict[str, str]:
        return _read(self.data.get(self.add_prefix(SHOWN)))

    def _renewed(self, names: Collection[str]) -> str:
        """The marks that came, as JSON, with those of `names` as of now."""
        return json.dumps({**self._marks(), **{name: mark_of(self._held(name)) for name in names}})

    def _show(self, values: Mapping[str, Any]) -> None:
        """The form comes back with these values."""
        again: Any = copy(self.data)
        for name, value in values.items():
            again[self.add_prefix(name)] = value
        self.data = again


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
