"""The living style guide, in development only: each component in each state, and the frames with something in them.

`?theme=dark`, `?dir=rtl` and `?hue=25` show any of it in the dark, from right to left, or in another agency's hue;
`?page=today` shows a frame instead of the list of components.
"""

import re
from pathlib import Path

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agency.views import styleguide_samples as samples

SWATCHES = ("brand", "wash", "ink", "ink-2", "sunken", "good", "attention", "late", "info", "then")
PAGES = ("today", "inbox", "clients", "reports", "settings", "letter", "plain", "found", "commands")
TYPES_OF_TASK = [("feed", "Feed or tracking, 5 working days"), ("page", "Landing page, 10 working days")]
REMINDERS = [("both", "Remind Jonas a day before and on the morning"), ("none", "Do not remind")]


class TaskSample(forms.Form):
    """One field of each shape; two of them wrong when it is bound to WRONG_TASK."""

    task = forms.CharField(help_text="As the client will read it.")
    client_date = forms.DateField(label="Date for the client", help_text="Our own date is 10 November.")
    kind = forms.ChoiceField(label="Type of task", choices=TYPES_OF_TASK)
    fee = forms.CharField(label="Fee a month", disabled=True, required=False, help_text="Only owners change this.")
    reason = forms.CharField(label="Reason for the slip", widget=forms.Textarea)
    shown = forms.BooleanField(
        label="The client sees this task", required=False, help_text="In the portal, with the client’s date only"
    )
    remind = forms.ChoiceField(label="Reminders", choices=REMINDERS, widget=forms.RadioSelect)
    picture = forms.FileField(label="A picture", required=False)


class FilterSample(forms.Form):
    health = forms.ChoiceField(required=False, choices=[("", "Any"), ("risk", "At risk"), ("well", "Well")])
    lead = forms.ChoiceField(required=False, choices=[("", "Anybody"), ("ib", "Ida Brandt"), ("sp", "Sofia Petrou")])
    q = forms.CharField(label="Name", required=False)


class SignInSample(forms.Form):
    email = forms.EmailField(label="Your e-mail address", help_text="We send a code there; no password is needed.")


WRONG_TASK = {
    "task": "Product feed with sizes",
    "client_date": "6 Nov",
    "kind": "feed",
    "shown": "on",
    "remind": "both",
}


def styleguide(request: HttpRequest) -> HttpResponse:
    """The list of components, or one of PAGES; an unknown page is the list."""
    page = request.GET.get("page", "")
    chosen = page if page in PAGES else "index"
    return render(request, f"styleguide/{chosen}.html", {**_look(request), **_samples()})


def _look(request: HttpRequest) -> dict[str, str]:
    hue = request.GET.get("hue", "")
    return {
        "look_theme": "dark" if request.GET.get("theme") == "dark" else "light",
        "look_dir": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
        "look_hue": hue if hue.isdecimal() else "205",
    }


def _samples() -> dict[str, object]:
    shown = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    return {
        **shown,
        "settings_sections": samples.SECTIONS,
        "form": TaskSample(WRONG_TASK, initial={"fee": "€4,800"}),
        "unbound": TaskSample(prefix="new"),
        "inline_form": FilterSample(prefix="inline"),
        "filter_form": FilterSample({"lead": "ib"}),
        "filters_now": [{"label": "Lead: Ida Brandt", "url": "#"}],
        "sign_in": SignInSample(),
        "toasts": [
            {"text": "Acknowledged. Maria has it in a minute.", "undo_url": "#"},
            {"text": "The mail server refused the address. The letter is kept.", "kind": "error"},
        ],
        "hues": range(0, 360, 5),
        "swatches": SWATCHES,
        "icons": _icons(),
    }


def _icons() -> list[str]:
    sprite = finders.find("icons.svg")
    return re.findall(r'<symbol id="([^"]+)"', Path(sprite).read_text()) if isinstance(sprite, str) else []
