"""Fields of a call's form that say what the client has agreed to: they stand as text, with a lock.

What they say still travels with the form, so that the verb refuses whatever was changed on the way.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agency import wording
from agency.templatetags.rapport import icon
from comms.domain.line_locks import locked_lines
from comms.models import Summary, SummaryLine

Kind = SummaryLine.Kind
LONGEST_NUMBER = 4
FIELDS = {
    Kind.ANSWER: ("answer",),
    Kind.OUT_OF_SCOPE: ("answer", "out_of_scope", "exclusion"),
    Kind.DECISION: ("decision", "reason", "decided_by"),
}


class Locked(forms.Widget):
    """Shows what the field says, and sends it along unseen."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        hidden = forms.HiddenInput().render(name, value, {})
        return format_html('<span class="locked" dir="auto">{} {}</span>{}', icon("lock"), self.words or "–", hidden)


def number_in(text: str | None) -> int | None:
    fine = text and len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit()
    return int(text) if fine and text else None


def held(topics: Any, summary: Summary | None) -> Any:
    """The topics' forms, with a lock on each field whose line is agreed."""
    lines = locked_lines(summary) if summary is not None else []
    for line in lines:
        _hold(line, topics.forms)
    return topics


def _hold(line: SummaryLine, found: Iterable[Any]) -> None:
    for form in found:
        if _said(form, "title") != line.topic:
            continue
        if line.kind == Kind.ACTION:
            action = next((one for one in form.actions.forms if _said(one, "text") == line.text), None)
            if action is not None:
                _lock(form, "title")
                action.agreed = True
                for name in ("text", "client_due", *(["who"] if line.contact_id else [])):
                    _lock(action, name)
        elif _says(form, line):
            for name in ("title", *FIELDS[Kind(line.kind)]):
                _lock(form, name)
            if line.kind == Kind.DECISION and form.cast.replaced_here(_said(form, "replaces")):
                _lock(form, "replaces")


def _says(form: Any, line: SummaryLine) -> bool:
    if line.kind == Kind.OUT_OF_SCOPE:
        return bool(form["out_of_scope"].value()) and _said(form, "answer") in ("", line.text)
    return _said(form, str(line.kind)) == line.text


def _said(form: Any, name: str) -> str:
    return str(form[name].value() or "").replace("\r\n", "\n").strip()


def _lock(form: Any, name: str) -> None:
    field, value = form.fields[name], form[name].value()
    if isinstance(field, forms.BooleanField):
        words = gettext("yes") if value else ""
    elif isinstance(field, forms.ChoiceField):
        words = _label(field.widget.choices, str(value or ""))
    elif isinstance(field, forms.DateField) and (day := _day(value)) is not None:
        words = wording.long_day(day, timezone.localdate())
    else:
        words = str(value or "")
    field.widget = Locked(words)


def _day(value: Any) -> date | None:
    """As it is kept, or as the form sent it back."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _label(choices: Iterable[Any], value: str) -> str:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            if found := _label(label, value):
                return found
        elif str(key) == value:
            return str(label)
    return ""
