"""What is said of something in writing that the client corrected and that is not settled yet."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def not_settled(by: Mapping[int, str], reader: int) -> str:
    """Of a decision, by whoever corrected its line: their names by their ids; '' for nobody."""
    if not by:
        return ""
    if reader in by:
        return _("You corrected what we wrote down; it is not settled yet")
    return _("%(name)s corrected what we wrote down; it is not settled yet") % {"name": _first(by)}


def in_part(by: Mapping[int, str], reader: int) -> str:
    """Of a whole summary."""
    if reader in by or not by:
        return _("You corrected a part of it")
    return _("%(name)s corrected a part of it") % {"name": _first(by)}


def _first(by: Mapping[int, str]) -> str:
    return next(iter(by.values()))
