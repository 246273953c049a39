"""Typed records to JSON and back, strictly: whatever was frozen is read as it was, or refused with the reason. Pure."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class UnreadableError(ValueError):
    """Frozen data that is not what its type says; the message names the place, as in `goals[1].due`."""


def freeze(value: Any) -> Any:
    """A record as JSON data: dataclasses as objects, tuples as lists, dates in ISO form, decimals as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [freeze(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def thaw(kind: type[Record], data: Any, place: str = "") -> Record:
    """The record of dataclass `kind` that `freeze` made. Fields with a default may be missing; unknown ones fail.

    Raises UnreadableError.
    """
    if not isinstance(data, Mapping):
        raise UnreadableError(f"{place or kind.__name__}: an object was expected.")
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(data) - set(known)):
        raise UnreadableError(f"{place or kind.__name__}: unknown field {', '.join(unknown)}.")
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{place}.{name}" if place else name)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise UnreadableError(f"{place or kind.__name__}: the field {name} is missing.")
    return kind(**values)


def _value(hint: Any, data: Any, place: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in args if arg is not NoneType)
        return None if data is None else _value(inner, data, place)
    if origin is tuple:
        return _several(args, data, place)
    if origin is Literal:
        if data not in args:
            raise UnreadableError(f"{place}: one of {', '.join(map(str, args))} was expected.")
        return data
    if isinstance(hint, type) and is_dataclass(hint):
        return thaw(hint, data, place)
    return _plain(hint, data, place)


def _several(args: tuple[Any, ...], data: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise UnreadableError(f"{place}: a list was expected.")
    kinds = (args[0],) * len(data) if args[-1] is Ellipsis else args
    if len(kinds) != len(data):
        raise UnreadableError(f"{place}: {len(kinds)} values were expected.")
    return tuple(_value(kind, item, f"{place}[{at}]") for at, (kind, item) in enumerate(zip(kinds, data, strict=True)))


def _plain(hint: Any, data: Any, place: str) -> Any:
    try:
        if hint is date and isinstance(data, str):
            return date.fromisoformat(data)
        if hint is Decimal and isinstance(data, str):
            number = Decimal(data)
            if number.is_finite():
                return number
    except (ValueError, InvalidOperation):
        pass
    if hint in (str, int, bool) and type(data) is hint:
        return data
    raise UnreadableError(f"{place}: {hint.__name__} was expected.")
