"""Which chat service an address leads to: pure, and without Apprise, which is heavy and knows a hundred more services.

An address is what the service gives out itself, or Apprise's form of it (`tgram://token/chat`). What stands here tells
an address from a slip of the hand; whether something can be posted there shows when it is posted (`apprising.py`).
"""

import re

SERVICES = {
    "slack": "Slack",
    "workflow": "Microsoft Teams",
    "workflows": "Microsoft Teams",
    "tgram": "Telegram",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "zulip": "Zulip",
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "matrix": "Matrix",
    "matrixs": "Matrix",
    "line": "LINE",
    "json": "JSON",
    "jsons": "JSON",
}
"""What may be addressed: services that are spoken to over HTTP, by the first word of Apprise's address."""

_PART, _HOST, _REST = r"[^/?@]+", r"[^/?@:]+(?::\d+)?", r"(?:[/?].*)?"
_APPRISE = {
    "slack": rf"(?:{_PART}@)?(?:\w+/\w+/\w+|xox[\w.-]+){_REST}",
    "workflow": rf"{_HOST}/{_PART}/{_PART}{_REST}",
    "tgram": rf"(?:bot)?\d+:[\w-]+{_REST}",
    "discord": rf"(?:{_PART}@)?\w+/[\w-]+{_REST}",
    "gchat": rf"{_PART}/{_PART}/{_PART}{_REST}",
    "wxteams": rf"[\w-]{{80,}}{_REST}",
    "zulip": rf"[\w.-]+@[\w.-]+/\w{{32}}{_REST}",
    "mmost": rf"(?:{_PART}@)?{_HOST}/{_PART}{_REST}",
    "rocket": rf"(?:[^@/:]+:[^@]+@{_HOST}/.+|[^@/]+/[^@/]+@{_HOST}{_REST})",
    "matrix": rf"[^@/:]+(?::[^@]+)?@{_HOST}/.+",
    "line": r"[^/?]+/.+",
    "json": rf"(?:[^@/?]+@)?{_HOST}{_REST}",
}
_GIVEN_OUT = {
    "slack": r"hooks\.slack(?:-gov)?\.com/(?:services/\w+/\w+/\w+|workflows/\w.+|triggers/\w.+)",
    "workflow": r"[\w.-]+(?::\d+)?(?:/powerautomate/automations/direct(?:/cu/\d+)?)?/workflows/[\w-]+"
    r"/triggers/manual/paths/invoke/?\?.+",
    "discord": r"discord(?:app)?\.com/api/webhooks/\d+/[\w-]+",
    "gchat": r"chat\.googleapis\.com/v1/spaces/[\w-]+/messages/*\?.+",
    "wxteams": r"(?:api\.ciscospark\.com|webexapis\.com)/v\d+/webhooks/incoming/[\w-]+",
    "mmosts": r"mattermost\.[\w.-]+(?::\d+)?/hooks/[\w-]+",
}


class NoService(ValueError):
    """No service of ours is addressed so."""


def service_of(address: str) -> str:
    """The service's name, as 'Slack'. Raises NoService for what is no address, or of a service that we do not use."""
    word, _parted, rest = address.strip().partition("://")
    word = word.lower()
    if word in {"http", "https"}:
        given_out = (name for name, form in _GIVEN_OUT.items() if _fits(rf"{form}/?(?:\?.*)?", rest))
        word = next(given_out, "")
    elif word not in SERVICES or not _fits(_APPRISE.get(word) or _APPRISE[word.removesuffix("s")], rest):
        word = ""
    if not word:
        raise NoService
    return SERVICES[word]


def _fits(form: str, text: str) -> bool:
    return re.fullmatch(form, text, re.IGNORECASE) is not None
