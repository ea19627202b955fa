"""Outcomes and records for the tests of storage."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.domain import model
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import KINDS, stored_as

NOW = datetime(2024, 3, 10, 9, 30, tzinfo=UTC)


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


class Mood(StrEnum):
    CALM = "calm"
    BUSY = "busy"


@stored_as("point")
@dataclass(frozen=True, kw_only=True)
class Point:
    label: str
    count: int = 0


@stored_as("sample-said")
@dataclass(frozen=True, kw_only=True)
class SampleSaid(Outcome):
    """One field of every sort that an outcome may have."""

    words: str = ""
    number: int = 0
    flag: bool = False
    at: datetime | None = None
    day: date | None = None
    mood: Mood = Mood.CALM
    refs: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@stored_as("sample-asked")
@dataclass(frozen=True, kw_only=True)
class SampleAsked(Outcome):
    pass


SAMPLES = ("sample-said", "sample-asked", "point")
OUTCOMES: dict[str, type] = {name: KINDS.pop(name) for name in SAMPLES}
"""Known only while a test of storage runs."""


def message(id: str = "m", **given: Any) -> model.OutboxMessage:
    found: dict[str, Any] = {
        "to": "a",
        "outcome": SampleSaid(words="hello"),
        "urgency": model.Urgency.PERSON,
        "created_at": NOW,
    }
    return model.OutboxMessage(id=id, **(found | given))


def a_round(id: str = "r", **given: Any) -> model.Round:
    found: dict[str, Any] = {
        "occasion": f"s/{id}",
        "team": "t",
        "teams": ("t",),
        "state": model.RoundState.OPEN,
        "questions": "q",
        "zone": "UTC",
        "k": 5,
    }
    return model.Round(id=id, **(found | given))


def an_answer(id: str = "a", **given: Any) -> model.Answer:
    found: dict[str, Any] = {
        "round": "r",
        "interview": "i",
        "member": "m",
        "team": "t",
        "number": 1,
        "question": "keep",
    }
    return model.Answer(id=id, **(found | given))


TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "\x00", "a\x00b", "🙂👩🏽‍🚀", "é" * 3000, "' or 1=1 --", "\u202eabc", "\r\n\t", '{"a": 1}', "\ufeff"]
    ),
)
INSTANTS = st.datetimes(timezones=st.just(UTC))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    datetime: INSTANTS,
    date: st.dates(),
}


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type, awkward ones among them."""
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if annotation is Outcome:
        return st.one_of(records_of(SampleSaid), st.just(SampleAsked()))
    if get_origin(annotation) is UnionType:
        return st.one_of(st.none(), *(values_of(part) for part in get_args(annotation) if part is not NoneType))
    if get_origin(annotation) is tuple:
        parts = get_args(annotation)
        if parts[-1] is not Ellipsis:
            return st.tuples(*(values_of(part) for part in parts))
        return st.lists(values_of(parts[0]), max_size=3).map(tuple)
    if issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return records_of(annotation)


def records_of(record: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(record)
    given = {field.name: values_of(hints[field.name]) for field in fields(record)}
    if record is model.QuestionSet:
        given["questions"] = st.lists(records_of(model.Question), min_size=1, max_size=MOST_QUESTIONS).map(tuple)
    return st.builds(record, **given)
