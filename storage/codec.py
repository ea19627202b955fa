"""How one field of a record becomes plain column values, and comes back.

Plain values are str, int, bool, bytes and None. A value that is not of its field's type is refused here, for every store.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from bot.domain.outcomes.base import Outcome
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


@cache
def _inner(name: str) -> tuple[str, ...]:
    """The fields of a kind of outcome that hold an outcome of any kind: a type alone would not say which to make again."""
    kind = Outcome.registry[name]
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if hints[field.name] is Outcome)


def outcome_to_plain(value: Any) -> tuple[str, str]:
    """Kind and JSON of an outcome; one within it is kept as its own kind and JSON."""
    kind = type(value)
    if Outcome.registry.get(kind.__name__) is not kind:
        raise _Unfit
    if not _inner(kind.__name__):
        return kind.__name__, _adapter(kind).dump_json(value, warnings="error").decode()
    tree = _adapter(kind).dump_python(value, mode="json", warnings="error")
    return kind.__name__, json.dumps(
        tree | {name: outcome_to_plain(getattr(value, name)) for name in _inner(kind.__name__)}
    )


def outcome_from_plain(kind: str, data: str) -> Outcome:
    """Raises UnknownOutcome."""
    known = Outcome.registry.get(kind)
    if known is None:
        raise UnknownOutcome(f"A stored outcome is of the kind {kind}, which this version does not know.")
    if not _inner(kind):
        outcome: Outcome = _adapter(known).validate_json(data)
        return outcome
    tree = json.loads(data)
    whole: Outcome = _adapter(known).validate_python(
        tree | {name: outcome_from_plain(*tree[name]) for name in _inner(kind)}
    )
    return whole


def guarded(convert: Convert, value: Any, name: str) -> Any:
    """Convert, and say which field is at fault without its value, not even in the chain of causes (C10)."""
    try:
        return convert(value)
    except UnknownOutcome:
        raise
    except Exception:
        fault = CannotBeStored(f"The value of {name} is not of its field's type or has no form in a database.")
    raise fault
