"""Variables in texts that are written again and again: `{first_name}`. Pure.

A variable that has no value for this reader stays in the text as it is, where the writer sees it; while one stands
there, nothing is sent.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "greeting": _("how they are greeted, as “Dear Maria Holm,”"),
    "closing": _("how one closes, as “Kind regards”"),
    "first_name": _("their first name"),
    "name": _("their whole name"),
    "client": _("the client’s name"),
    "manager": _("who leads the client"),
    "writer": _("who writes this"),
    "agency": _("the agency’s name"),
    "subject": _("what the conversation is about"),
    "deadline": _("by when they have an answer, in their time"),
    "next_step": _("the next step noted on the request"),
    "next_step_on": _("the day of the next step"),
    "goal": _("the client’s first goal"),
    "task": _("what we have promised them next"),
    "task_due": _("the day for which that is promised"),
    "promise": _("within what time we answer, as “24 h”"),
    "today": _("today’s date, in their time"),
}
"""What may stand between braces, and what it becomes."""

BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
GAP = re.compile(r"(?<![\w….,;!?)”»])…(?![\w…])")
"""What a template leaves to its writer: a bare “…” that stands at no word."""
NEAR_ENOUGH = 0.5


class Unknown(NamedTuple):
    """What stands between braces and is no variable; the variable that comes nearest, or ''."""

    name: str
    nearest: str


def unknown(text: str) -> list[Unknown]:
    """Each once, in the order in which they stand."""
    names = [name for name in dict.fromkeys(BRACES.findall(text)) if name not in MEANINGS]
    return [Unknown(name, _nearest(name)) for name in names]


def _nearest(name: str) -> str:
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next(iter(get_close_matches(plain, MEANINGS, n=1, cutoff=NEAR_ENOUGH)), "")


def unfilled(text: str) -> list[str]:
    """Variables that still stand in a text, each once."""
    return [name for name in dict.fromkeys(BRACES.findall(text)) if name in MEANINGS]


def has_gap(text: str) -> bool:
    return GAP.search(text) is not None


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in it. What is empty, or no variable, stays as it stands between its braces."""
    return BRACES.sub(lambda found: values.get(found[1]) or found[0], text)
