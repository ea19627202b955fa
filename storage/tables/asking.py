"""Tables of one asking of the three questions."""

from __future__ import annotations

from storage.tables.base import Record, index, instant, keyed, unique


class QuestionSets(Record, table=True):
    __tablename__ = "question_sets"


class Rounds(Record, table=True):
    __tablename__ = "rounds"
    __table_args__ = (
        unique("rounds", "occasion"),
        index("rounds", "state"),
        index("rounds", "next_at"),
        index("rounds", "team"),
    )

    occasion: str = keyed("occasion")
    team: str
    state: str
    next_at: int | None = instant()


class Interviews(Record, table=True):
    __tablename__ = "interviews"
    __table_args__ = (
        unique("interviews", "person"),
        index("interviews", "round"),
        index("interviews", "member"),
        index("interviews", "remind_at"),
    )

    round: str
    person: str = keyed("round", "member")
    member: str = keyed("member")
    remind_at: int | None = instant()


class Answers(Record, table=True):
    __tablename__ = "answers"
    __table_args__ = (
        unique("answers", "interview", "number", "late", "released"),
        index("answers", "round"),
        index("answers", "team", "released"),
        index("answers", "member"),
    )

    round: str
    interview: str
    member: str = keyed("member")
    team: str
    number: int
    late: bool
    released: str
    pooled: str
