"""HTML attributes from keyword arguments of a tag."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def flat(attributes: dict[str, Any]) -> SafeString:
    """' name="value"' for each, hx_post becoming hx-post; True stands bare, False, None and '' are left out."""
    named = ((name.strip("_").replace("_", "-"), value) for name, value in attributes.items())
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in named
            if value is not False and value is not None and value != ""
        ),
    )
