"""Converters from a record's scalar fields to the plain values of the columns by which rows are looked up.

Plain values are str, int, bool and None. A value that is not of its field's type is refused here, for every store.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from bot.domain.root_error import FolkmootError
from storage.errors import CannotBeStoredError

Convert = Callable[[Any], Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
INTEGERS = range(-(2**63), 2**63)


class _NoPlainFormError(FolkmootError):
    """A value has no plain form."""


def instant_to_plain(value: Any) -> int:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _NoPlainFormError
    return (value - EPOCH) // MICROSECOND


def _day_to_plain(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _NoPlainFormError
    return value.isoformat()


def _text_to_plain(value: Any) -> str:
    if not isinstance(value, str):
        raise _NoPlainFormError
    plain = str.__str__(value)
    if not plain.isascii():
        plain.encode()
    return plain


def _integer_to_plain(value: Any) -> int:
    if not isinstance(value, int) or value not in INTEGERS:
        raise _NoPlainFormError
    return int(value)


def _flag_to_plain(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _NoPlainFormError
    return value


SCALARS: dict[type, Convert] = {
    str: _text_to_plain,
    bool: _flag_to_plain,
    int: _integer_to_plain,
    datetime: instant_to_plain,
    date: _day_to_plain,
}


def _optional_converter(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _enum_converters(kind: type[Enum]) -> Convert:
    return lambda value: kind(value).value


def scalar_converters(annotation: Any) -> Convert | None:
    """To the plain value of a scalar field; None for a field that is none."""
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        inner = scalar_converters(rest[0]) if len(rest) == 1 else None
        return _optional_converter(inner) if inner else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum_converters(annotation)
    return SCALARS.get(annotation)


def convert_guarded(convert: Convert, value: Any, name: str) -> Any:
    """Convert, and say which field is at fault without its value, not even in the chain of causes (C10)."""
    try:
        return convert(value)
    except Exception:
        fault = CannotBeStoredError(f"The value of {name} is not of its field's type or has no form in a database.")
    raise fault
