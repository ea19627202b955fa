"""How one field of a record becomes plain column values, and comes back.

Plain values are str, int, bool, bytes and None. A value that is not of its field's type is refused here, for every store.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import TypeAdapter

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import UnreadableKind, kind_of
from storage import kinds
from storage.errors import CannotBeStored, UnknownOutcome

Convert = Callable[[Any], Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
INTEGERS = range(-(2**63), 2**63)


class _Unfit(Exception):
    """A value has no plain form."""


def instant_to_plain(value: Any) -> int:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _Unfit
    return (value - EPOCH) // MICROSECOND


def instant_from_plain(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


def _day_to_plain(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Unfit
    return value.isoformat()


def _text_to_plain(value: Any) -> str:
    if not isinstance(value, str):
        raise _Unfit
    plain = str.__str__(value)
    if not plain.isascii():
        plain.encode()
    return plain


def _integer_to_plain(value: Any) -> int:
    if not isinstance(value, int) or value not in INTEGERS:
        raise _Unfit
    return int(value)


def _flag_to_plain(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Unfit
    return value


SCALARS: dict[type, tuple[Convert, Convert]] = {
    str: (_text_to_plain, str),
    bool: (_flag_to_plain, bool),
    int: (_integer_to_plain, int),
    datetime: (instant_to_plain, instant_from_plain),
    date: (_day_to_plain, date.fromisoformat),
}


def _optional(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _enum(kind: type[Enum]) -> tuple[Convert, Convert]:
    return lambda value: kind(value).value, kind


def scalar(annotation: Any) -> tuple[Convert, Convert] | None:
    """To and from the plain value of a scalar field; None for a field that is kept as JSON or sealed."""
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        inner = scalar(rest[0]) if len(rest) == 1 else None
        return (_optional(inner[0]), _optional(inner[1])) if inner else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum(annotation)
    return SCALARS.get(annotation)


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    found = _adapters.get(annotation)
    if found is None:
        found = _adapters[annotation] = TypeAdapter(annotation)
    return found


def json_of(annotation: Any) -> tuple[Convert, Convert]:
    """To and from JSON for tuples and nested records."""
    adapter = _adapter(annotation)
    return lambda value: adapter.dump_json(value, warnings="error").decode(), adapter.validate_json


def outcome_to_plain(value: Any) -> tuple[str, str]:
    """Kind and JSON of an outcome."""
    if not isinstance(value, Outcome):
        raise _Unfit
    return kind_of(type(value)).name, kinds.encode(value)


def outcome_from_plain(kind: str, data: str) -> Outcome:
    """Raises UnknownOutcome."""
    try:
        outcome: Outcome = kinds.decode(data, Outcome)
    except UnreadableKind as error:
        raise UnknownOutcome(f"A stored outcome cannot be read: {error}.") from None
    return outcome


def guarded(convert: Convert, value: Any, name: str) -> Any:
    """Convert, and say which field is at fault without its value, not even in the chain of causes (C10)."""
    try:
        return convert(value)
    except UnknownOutcome:
        raise
    except Exception:
        fault = CannotBeStored(f"The value of {name} is not of its field's type or has no form in a database.")
    raise fault
