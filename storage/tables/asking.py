"""Tables of one asking of the three questions."""

from __future__ import annotations

from storage.tables.base import Row, index, instant, json, unique


class QuestionSets(Row, table=True):
    __tablename__ = "question_sets"

    version: int
    texts: str = json()
    directions: str = json()
    keys: str = json()


class Rounds(Row, table=True):
    __tablename__ = "rounds"
    __table_args__ = (
        unique("rounds", "occasion"),
        index("rounds", "state"),
        index("rounds", "next_at"),
        index("rounds", "team"),
    )

    occasion: str
    team: str
    teams: str = json()
    state: str
    questions: str
    zone: str
    k: int
    roster: int
    opened_at: int | None = instant()
    remind_at: int | None = instant()
    closes_at: int | None = instant()
    check_until: int | None = instant()
    next_at: int | None = instant()
    reminded: bool
    deciding: bool
    release: str
    why: str
    cancels_at: int | None = instant()
    cancelled_by: str
    corrects_at: int | None = instant()
    undelivered: bool


class Interviews(Row, table=True):
    __tablename__ = "interviews"
    __table_args__ = (
        unique("interviews", "round", "member"),
        index("interviews", "member"),
        index("interviews", "remind_at"),
    )

    round: str
    member: str
    team: str
    state: str
    remind_at: int | None = instant()


class Answers(Row, table=True):
    __tablename__ = "answers"
    __table_args__ = (
        unique("answers", "interview", "number", "late", "released"),
        index("answers", "round"),
        index("answers", "team", "released"),
        index("answers", "member"),
    )

    round: str
    interview: str
    member: str
    team: str
    number: int
    question: str
    state: str
    late: bool
    allowed: bool
    released: str
    pooled: str
    turn: int
    unquoted_at: int | None = instant()
