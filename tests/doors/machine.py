"""Bodies and filters for the API, made from what its operations say that they take."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from api import fields
from tests.doors.inventory import Entry

KeyFor = Callable[[str], str]


def operation_of(entry: Entry, method: str) -> Any:
    return getattr(getattr(entry.view, method.lower(), None), "operation", None)


def bodies(entry: Entry, method: str, key: KeyFor) -> list[dict[str, Any]]:
    """A body with every field, one with those that are needed, and an empty one."""
    what = operation_of(entry, method)
    if what is None or what.takes is None:
        return [{}]
    return [_body(what.takes(), key, whole=True), _body(what.takes(), key, whole=False), {}]


def queries(entry: Entry, words: str, key: KeyFor) -> list[dict[str, str]]:
    """Each filter by itself: words that others' texts begin with, keys of others' rows."""
    what = operation_of(entry, "GET")
    if what is None:
        return [{"q": words}]
    found = []
    for name, field in what.asks().get_fields().items():
        value = words if name in {"q", "find"} else _value(name, field, key, whole=True)
        found.append({name: str(value).lower() if isinstance(value, bool) else str(value)})
    return found or [{"q": words}]


def _body(serializer: Any, key: KeyFor, *, whole: bool) -> dict[str, Any]:
    wanted = {n: f for n, f in serializer.get_fields().items() if not f.read_only and (whole or f.required)}
    return {name: _value(name, field, key, whole=whole) for name, field in wanted.items()}


def _value(name: str, field: Any, key: KeyFor, *, whole: bool) -> Any:
    if isinstance(field, serializers.ListSerializer):
        return [_body(field.child, key, whole=whole)]
    if isinstance(field, serializers.Serializer):
        return _body(field, key, whole=whole)
    if isinstance(field, serializers.ListField):
        return [_value(name, field.child, key, whole=whole)]
    if isinstance(field, fields.Key):
        return key(name)
    if isinstance(field, serializers.ChoiceField):
        return next(iter(field.choices))
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return value() if callable(value) else value
    return "Some words"[: field.max_length] if getattr(field, "max_length", None) else "Some words"


VALUES: dict[type, Any] = {
    fields.Flag: False,
    fields.Whole: 1,
    serializers.BooleanField: False,
    serializers.IntegerField: 1,
    fields.Day: lambda: str(timezone.localdate()),
    fields.Clock: "09:30",
    fields.Moment: lambda: (timezone.now() - timedelta(hours=1)).isoformat(),
    fields.Amount: "1.00",
    fields.Zone: "Europe/Berlin",
    fields.WebAddress: "https://a.example/",
    serializers.EmailField: "new@elsewhere.example",
    serializers.JSONField: dict,
}
