"""What is said of a value that is too long or too large, in our own words: for every form, page or not."""

from typing import Any

from django.core import validators
from django.utils.translation import gettext_lazy as _, ngettext_lazy

FIGURES: Any = {
    "max_digits": ngettext_lazy(
        "This number is too long: it may have %(max)s digit in all.",
        "This number is too long: it may have %(max)s digits in all.",
        "max",
    ),
    "max_decimal_places": ngettext_lazy(
        "Too exact: at most %(max)s digit may follow the decimal point.",
        "Too exact: at most %(max)s digits may follow the decimal point.",
        "max",
    ),
    "max_whole_digits": ngettext_lazy(
        "This number is too large: at most %(max)s digit may stand before the decimal point.",
        "This number is too large: at most %(max)s digits may stand before the decimal point.",
        "max",
    ),
}


def register() -> None:
    """Puts our sentences in the place of Django's, where all forms and models look for them."""
    validators.MaxLengthValidator.message = ngettext_lazy(
        "At most %(limit_value)d character fits here; this has %(show_value)d. Shorten it and send it again.",
        "At most %(limit_value)d characters fit here; this has %(show_value)d. Shorten it and send it again.",
        "limit_value",
    )
    validators.MinLengthValidator.message = ngettext_lazy(
        "It takes %(limit_value)d character at least; this has %(show_value)d.",
        "It takes %(limit_value)d characters at least; this has %(show_value)d.",
        "limit_value",
    )
    validators.MinValueValidator.message = _("This must be %(limit_value)s at least.")
    validators.MaxValueValidator.message = _("This must be %(limit_value)s at most.")
    validators.DecimalValidator.messages.update(FIGURES)
