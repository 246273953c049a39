"""Reading bodies: JSON in UTF-8, or a message as it came."""

import json
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class StrictJSON(BaseParser):
    """Whatever is no JSON is refused as such: bad bytes, NaN, numbers without end, brackets ten thousand deep."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=_refused)
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        except ValueError as error:
            raise ParseError(_("The body is no JSON: %(why)s") % {"why": _printable(error)}) from None


class RawMessage(BaseParser):
    """The bytes of a mail, untouched."""

    media_type = "message/rfc822"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return bytes(stream.read())


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number here")


def _printable(error: ValueError) -> str:
    return str(error).encode("utf-8", "replace").decode()[:200]
