"""A choice is drawn by our own hand: the same as Django's, but for the white space between."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

PLAIN = [("a", "Maria & Søn"), ("b", "<b>Jens</b>"), ('"c"', "Tomás")]
GROUPED = [("", "Any"), ("Led & backed", PLAIN)]


def drawn(widget: forms.Select, value: object, renderer: object = None) -> str:
    html = str(widget.render("who", value, {"id": "id_who", "aria-invalid": "true"}, renderer=renderer))
    return re.sub(r">\s+<", "><", re.sub(r"<(\w+) ([^>]*)>", in_order, html.replace("\n", "")))


def in_order(tag: re.Match[str]) -> str:
    attributes = sorted(re.findall(r'[^ =]+(?:="[^"]*")?', tag[2]))
    return f"<{tag[1]} {' '.join(attributes)}>"


@pytest.mark.parametrize("choices", [PLAIN, GROUPED, []])
@pytest.mark.parametrize("value", [None, "a", '"c"', "nobody"])
def test_a_choice_is_what_django_makes_of_it(choices: list[object], value: object) -> None:
    widget = forms.Select({"class": "input", "disabled": True, "required": False}, choices=choices)
    assert drawn(widget, value) == drawn(widget, value, DjangoTemplates())


def test_several_may_be_chosen() -> None:
    widget = forms.SelectMultiple(choices=GROUPED)
    assert drawn(widget, ["a", "b"]).count(" selected") == 2
    assert drawn(widget, ["a", "b"]) == drawn(widget, ["a", "b"], DjangoTemplates())
