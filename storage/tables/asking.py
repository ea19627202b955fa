"""Tables of question sets, rounds, interviews and answers."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import (
    Record,
    RowForm,
    holds_records,
    instant_field,
    keyed_hash_field,
    table_index,
    unique_constraint,
)


@holds_records(model.QuestionSet)
class QuestionSets(Record, table=True):
    __tablename__ = "question_sets"


@holds_records(model.Round)
class Rounds(Record, table=True):
    __tablename__ = "rounds"
    __table_args__ = (
        unique_constraint("rounds", "occasion"),
        table_index("rounds", "state"),
        table_index("rounds", "next_at"),
        table_index("rounds", "look_at"),
        table_index("rounds", "team"),
    )

    occasion: str = keyed_hash_field("occasion")
    team: str
    state: str
    next_at: int | None = instant_field()
    look_at: int | None = instant_field()


@holds_records(model.Interview, RowForm(padded=256))
class Interviews(Record, table=True):
    __tablename__ = "interviews"
    __table_args__ = (
        unique_constraint("interviews", "person"),
        table_index("interviews", "round"),
        table_index("interviews", "member"),
        table_index("interviews", "remind_at"),
    )

    round: str
    person: str = keyed_hash_field("round", "member")
    member: str = keyed_hash_field("member")
    remind_at: int | None = instant_field()


@holds_records(model.Answer, RowForm(padded=512))
class Answers(Record, table=True):
    __tablename__ = "answers"
    __table_args__ = (
        unique_constraint("answers", "interview", "number", "late", "released"),
        table_index("answers", "round"),
        table_index("answers", "team", "released"),
        table_index("answers", "member"),
    )

    round: str
    interview: str
    member: str = keyed_hash_field("member")
    team: str
    number: int
    late: bool
    released: str
    pooled: str
