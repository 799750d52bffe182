"""A letter as JSON for a draft's row, and back; what is stored wrongly is refused by name."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from .letters import LetterData

FORMAT = 1
T = TypeVar("T")


class StoredLetterRefused(ValueError):
    """Stored data that are no letter of this format."""


def letter_to_dict(data: LetterData) -> dict[str, Any]:
    """The letter as JSON values, with the number of the format; fields at their default are kept."""
    return {"format": FORMAT, **_plain(data)}


def letter_from_dict(stored: Mapping[str, Any]) -> LetterData:
    """The letter stored so; fields unknown here are refused. Raises StoredLetterRefused."""
    if not isinstance(stored, Mapping) or stored.get("format") != FORMAT:
        raise StoredLetterRefused(
            _("Bản thảo được lưu theo một định dạng khác, phiên bản này không đọc được.")
        )
    return _record(LetterData, {key: value for key, value in stored.items() if key != "format"})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _record(cls: type[T], stored: Any) -> T:
    if not isinstance(stored, Mapping):
        raise _refused(cls.__name__, stored)
    hints = get_type_hints(cls)
    unknown = set(stored) - set(hints)
    if unknown:
        raise _refused(cls.__name__, sorted(unknown))
    values = {
        name: _value(hints[name], value, f"{cls.__name__}.{name}") for name, value in stored.items()
    }
    try:
        return cls(**values)
    except TypeError as error:
        raise _refused(cls.__name__, str(error)) from error


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        if value is None:
            return None
        inner = next(each for each in get_args(hint) if each is not type(None))
        return _value(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise _refused(where, value)
        return tuple(_value(get_args(hint)[0], each, where) for each in value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint, value, where)
    if hint is date:
        return _date(value, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    # bool is an int to isinstance, but a tick is no number
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise _refused(where, value)
    return value


def _enum(hint: type[Enum], value: Any, where: str) -> Enum:
    try:
        return hint(value)
    except ValueError as error:
        raise _refused(where, value) from error


def _date(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _refused(where, value) from error


def _refused(where: str, value: Any) -> StoredLetterRefused:
    return StoredLetterRefused(
        _("Bản thảo lưu sai ở %(where)s: %(value)s.") % {"where": where, "value": str(value)[:80]}
    )
