"""Addresses of pages that may be offered by another room, or not at all."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """The address of a page by its name, or '' if no room offers such a page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def home(slug: str) -> str:
    """Where staff of an agency begin: Today, or their own settings where there is no Today."""
    return address("today", slug) or reverse("my_settings", args=[slug])
