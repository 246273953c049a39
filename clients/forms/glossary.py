"""Forms of the glossary: one term, and many pasted at once as 'term = meaning' or as CSV."""

import csv
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from clients.domain.glossary import MOST_TERMS
from clients.domain.refusals import Refusal
from clients.forms.fields import ModelFields
from clients.models import GlossaryTerm

LENGTHS = {"term": 80, "forms": 300, "meaning": 500}
BETWEEN = re.compile(r"\s*(?:=|\t|:\s|：|\s[–—-]\s)\s*")
FORMS = re.compile(r"^(?P<term>[^()（）]+?)\s*[(（](?P<forms>[^()（）]*)[)）]$")


class TermForm(ModelFields):
    model = GlossaryTerm
    names = ("term", "forms", "meaning")


class LinesForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Many at once"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy(
            "A line each: term = meaning, or term (other forms) = meaning; or three columns of a table."
        ),
    )

    def clean_lines(self) -> list[dict[str, str]]:
        rows = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(rows) > MOST_TERMS:
            raise forms.ValidationError(_("No more than %(most)s lines at once, please.") % {"most": MOST_TERMS})
        entries = [entry_of(line) for line in rows]
        wrong = [number for number, entry in enumerate(entries, 1) if not _fits(entry)]
        if wrong:
            words = ngettext(
                "Line %(lines)s has no meaning, or is too long.",
                "Lines %(lines)s have no meaning, or are too long.",
                len(wrong),
            )
            raise forms.ValidationError(words % {"lines": ", ".join(map(str, wrong[:10]))})
        return entries

    def refused(self, refusal: Refusal) -> None:
        self.add_error("lines", refusal.words)


def entry_of(line: str) -> dict[str, str]:
    """'PDP (product page) = the page of one product', or the columns of a spreadsheet."""
    if ("=" not in line and "\t" not in line and line.count(",") >= 2) or line.lstrip().startswith('"'):
        cells: list[Any] = [*next(csv.reader([line]), []), "", ""]
        term, others, meaning = cells[0], cells[1], ",".join(filter(None, cells[2:]))
    elif line.count("\t") >= 2:
        term, others, meaning = line.split("\t", 2)
    else:
        term, _between, meaning = _split(line)
        named = FORMS.match(term)
        term, others = (named["term"], named["forms"]) if named else (term, "")
    return {"term": _clean(term), "forms": _clean(others), "meaning": _clean(meaning)}


def _split(line: str) -> tuple[str, str, str]:
    found = BETWEEN.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _clean(text: str) -> str:
    """Without the apostrophe by which a spreadsheet is kept from calculating."""
    return " ".join(text.split()).removeprefix("'")


def _fits(entry: dict[str, str]) -> bool:
    return bool(entry["term"] and entry["meaning"]) and all(len(entry[name]) <= most for name, most in LENGTHS.items())
