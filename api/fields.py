"""Fields of the API: strict about types on the way in, exact on the way out.

Moments are ISO 8601 in UTC, days `2026-11-03`, decimals text such as "12.50" so that no float rounds them, rows the
random key they have in an address.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agency.forms.choices import zones
from agency.forms.days import YEARS
from agency.keys import ALPHABET, KEY_LENGTH
from agency.models import Membership

KEY_PATTERN = f"^[{ALPHABET}]{{{KEY_LENGTH}}}$"
OFFSET = re.compile(r"([Zz]|[+-]\d\d:?\d\d)$")


class Text(serializers.CharField):
    """Text, and nothing that would have to be made into text. Blanks around it count for its length."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "byte"})
class Bytes(Text):
    """Bytes in base64."""

    default_error_messages = {"base64": _("This is no base64.")}

    def to_internal_value(self, data: Any) -> Any:
        try:
            return b64decode(super().to_internal_value(data), validate=True)
        except ValueError:
            self.fail("base64")


class WebAddress(Text, serializers.URLField):
    """A website."""


class Email(Text, serializers.EmailField):
    """An e-mail address."""


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:50])
        return super().to_internal_value(data)


class Day(serializers.DateField):
    default_error_messages = {"span": _("A day between 1990 and 2100, please.")}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(value)
        if day.year not in YEARS:
            self.fail("span")
        return day


class Clock(serializers.TimeField):
    """A time of the day, `09:30`."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"\d\d:\d\d(:\d\d)?", value):
            self.fail("invalid", format="hh:mm")
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    default_error_messages = {
        "offset": _("Say which zone: end the moment with Z or an offset such as +01:00."),
        "span": _("A moment between 1990 and 2100, please."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default_timezone", UTC)
        super().__init__(**kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        moment = super().to_internal_value(value)
        if not OFFSET.search(value):
            self.fail("offset")
        if moment.year not in YEARS:
            self.fail("span")
        return moment


class Amount(serializers.DecimalField):
    """A decimal number, written as text."""

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)

    @property
    def pattern(self) -> str:
        whole = (self.max_digits or 16) - (self.decimal_places or 0)
        return rf"^-?\d{{1,{whole}}}(\.\d{{1,{self.decimal_places}}})?$"


@extend_schema_field({"type": "string", "pattern": KEY_PATTERN, "example": "3k9v2mq7t0xe"})
class Key(Text):
    """A row's random key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": KEY_LENGTH, **kwargs})


class Language(Choice):
    """A language that Rapport writes to clients in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(code, name) for code, name in settings.LANGUAGES], **kwargs)


class Zone(Text):
    """A time zone by its name: Europe/Berlin."""

    default_error_messages = {"unknown": _("We know no zone of this name.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        zone = super().to_internal_value(data)
        if zone not in zones():
            self.fail("unknown")
        return zone


class Named(serializers.Serializer):
    """A row that another one points to: its key, and its name for people."""

    id = Key()
    name = serializers.CharField()


@extend_schema_field(Named)
class Pointer(serializers.Field):
    """Shows the row that a foreign key leads to as `{"id", "name"}`."""

    def __init__(self, name: Callable[[Any], str] = str, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.name_of = name

    def to_representation(self, value: Any) -> dict[str, str]:
        return {"id": value.key, "name": self.name_of(value)}


@extend_schema_field({"type": "string", "pattern": KEY_PATTERN, "example": "3k9v2mq7t0xe"})
class KeyOf(serializers.Field):
    """Shows the row that a foreign key leads to by its key alone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value.key)


Rows = Callable[[Membership], QuerySet[Any]]
"""What a member may point to."""


@extend_schema_field({"type": "string", "pattern": KEY_PATTERN, "example": "3k9v2mq7t0xe"})
class Reference(serializers.Field):
    """Takes a key and gives the row, if the member may see it. Another's row is missing, in the same words."""

    default_error_messages = {"missing": _("There is nothing here with this key.")}

    def __init__(self, rows: Rows, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def to_internal_value(self, data: Any) -> Model:
        key = Key().run_validation(data)
        found: Model | None = self.rows(self.context["member"]).filter(key=key).first()
        if found is None:
            self.fail("missing")
        return found


class Keys(serializers.ListField):
    """Keys, each once, in order."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(child=Key(), max_length=most, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


def one(place: str, key: str | None, rows: Mapping[str, Any]) -> Any:
    """The row of a key, None without a key. Raises ValidationError that names the place of a key that is not there."""
    if not key:
        return None
    if key not in rows:
        words = str(Reference.default_error_messages["missing"])
        raise serializers.ValidationError({place: [serializers.ErrorDetail(words, "missing")]})
    return rows[key]


def among(place: str, keys: Sequence[str], rows: Mapping[str, Any]) -> list[Any]:
    """The rows of these keys, as `one` finds them."""
    return [one(f"{place}.{number}", key, rows) for number, key in enumerate(keys)]
