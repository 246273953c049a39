"""What is too long or too large is not cut by the browser: the server says so, in plain words and with the numbers."""

from typing import Any

import pytest
from django import forms
from django.template import engines


def drawn(source: str, **values: Any) -> str:
    return engines["django"].from_string(source).render(values)


class Short(forms.Form):
    text = forms.CharField(max_length=5, widget=forms.Textarea)
    name = forms.CharField(max_length=1, min_length=1)
    price = forms.DecimalField(max_digits=3, decimal_places=1, max_value=20)
    code = forms.CharField(max_length=6, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


def test_no_browser_cuts_what_is_too_long() -> None:
    form = Short({"text": "eleven wide", "name": "ab", "price": "1234.5", "code": "123456"})
    for name in ("text", "name", "price"):
        assert "maxlength" not in drawn("{% field bound %}", bound=form[name])
    assert 'maxlength="6"' in drawn("{% field bound %}", bound=form["code"])
    text = drawn("{% field form.text %}", form=form)
    assert "At most 5 characters fit here; this has 11." in text
    assert "eleven wide</textarea>" in text, "what was typed stays"
    assert "At most 1 character fits here; this has 2." in drawn("{% field form.name %}", form=form)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234", "it may have 3 digits in all."),
        ("1.25", "at most 1 digit may follow the decimal point."),
        ("123", "at most 2 digits may stand before the decimal point."),
        ("21", "This must be 20 at most."),
    ],
)
def test_figures_are_refused_in_plain_words(typed: str, words: str) -> None:
    errors = str(Short({"price": typed}).errors["price"])
    assert words in errors
    assert "Ensure" not in errors
