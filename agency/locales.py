"""Babel's locale of the active language, with its data kept apart from every other language's.

Babel 2.18 lets one language's month names leak into another's through the data both inherit
(https://github.com/python-babel/babel/issues/1234): after a Chinese page, an Arabic one has Chinese months. Each
language we speak therefore gets its own copy when this module is first imported, before anything is worded, at 20 ms
a language. English puts the day before the month, as the Commonwealth and Europe do: 5 November 2026.
"""

from copy import deepcopy

from babel import Locale, localedata
from django.conf import settings
from django.utils.translation import get_language, to_locale

_VARIANTS = {"en": "en_GB"}


def current_locale() -> Locale:
    """The Babel locale of the active Django language; English when translations are switched off."""
    return locale_of(get_language() or settings.LANGUAGE_CODE)


def locale_of(language: str) -> Locale:
    """The Babel locale of a Django language code."""
    return Locale.parse(_VARIANTS.get(language, to_locale(language)))


def _keep_apart(names: list[str]) -> None:
    for name in names:
        shared = localedata.load(name)
        own = deepcopy(shared)
        shared.clear()
        shared.update(own)


_keep_apart([str(locale_of(language)) for language, _name in settings.LANGUAGES])
