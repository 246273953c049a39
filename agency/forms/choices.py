"""What can be chosen for places and languages: zones, countries and their regions, the languages of staff."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import holidays
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from agency.languages import language

AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zones() -> tuple[str, ...]:
    """Zones that are named after a place, by name, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(AREAS)))


@cache
def _zones_by_words() -> dict[str, str | None]:
    """Zone by its name and by its city, both in small letters; None where a city is the name of several."""
    found: dict[str, str | None] = {}
    for zone in zones():
        city = zone.rpartition("/")[2].replace("_", " ").lower()
        found[city] = zone if city not in found else None
    return found | {zone.lower(): zone for zone in zones()}


class ZoneField(forms.CharField):
    """A time zone, typed or chosen from a list: 'Europe/Berlin', or its city alone."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", gettext_lazy("Time zone"))
        kwargs.setdefault("help_text", gettext_lazy("Type a city, for instance Berlin, Dubai or Singapore."))
        super().__init__(max_length=64, **kwargs)  # type: ignore[arg-type]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {
            **super().widget_attrs(widget),
            "list": "zones",
            "autocomplete": "off",
            "spellcheck": "false",
            "dir": "ltr",
        }

    def clean(self, value: object) -> str:
        text = super().clean(value)
        zone = _zones_by_words().get(text.replace("_", " ").lower()) or _zones_by_words().get(text.lower())
        if zone is None and text:
            raise ValidationError(_("We know no zone of this name. Type a city and choose from the list."))
        return zone or ""


def begun_large(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Choices that stand by themselves begin with a capital letter; in running text they do not."""
    return [(value, capfirst(str(label))) for value, label in choices]


def staff_languages() -> list[tuple[str, str]]:
    """The languages of staff pages, each in its own words."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in settings.STAFF_LANGUAGES]


def countries() -> list[tuple[str, str]]:
    """Countries whose public holidays are known, by name in the active language; first a blank."""
    names = language().locale.territories
    known = [(code, names.get(code, code)) for code in holidays.list_supported_countries() if len(code) == 2]
    return [("", _("No public holidays")), *sorted(known, key=lambda pair: pair[1])]


def regions(country: str) -> list[tuple[str, str]]:
    """The regions of a country that have holidays of their own, by name; first a blank."""
    codes = holidays.list_supported_countries().get(country, [])
    if not codes:
        return [("", _("The whole country"))]
    aliases = holidays.country_holidays(country).get_subdivision_aliases()
    named = [(code, next(iter(aliases.get(code, ())), code)) for code in codes]
    return [("", _("The whole country")), *sorted(named, key=lambda pair: pair[1])]
