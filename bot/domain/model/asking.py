"""One asking of a set of questions, and what one person did with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.model.closures import Closure
from bot.domain.stored import Fields, stored_as

MOST_QUESTIONS = 5
"""A set holds at least one question and at most this many: more are not answered in three minutes."""


class RoundState(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"
    FINAL = "final"
    WITHHELD = "held"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class InterviewState(StrEnum):
    INVITED = "invited"
    ASKING = "asking"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"


class AnswerState(StrEnum):
    """EXPIRED has lost its words because their time was over."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    EXPIRED = "expired"


@stored_as("question")
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a set.

    Answers to questions of the same `key` are one pool, whatever the version of their set: the key is the question's version, which
    a corrected slip leaves and other words change. `direction` is keep, stop, missing or open: what an answer means that says
    neither praise nor fault by itself.
    """

    key: str
    text: str
    direction: str


def _as_question_records(fields: Fields) -> Fields:
    """Before, a set held texts, directions and keys side by side."""
    texts, directions, keys = (fields.pop(name) for name in ("texts", "directions", "keys"))
    questions = [
        {"key": key, "text": text, "direction": direction}
        for key, text, direction in zip(keys, texts, directions, strict=True)
    ]
    return {**fields, "questions": questions}


@stored_as("question-set", upgrades=(_as_question_records,))
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One version of what is asked: 1 to 5 questions, numbered from 1 in their order. Raises ValueError for any other number.

    Keys are distinct: where an earlier version let the same question stand twice, the later one has a key of its own.

    `team` is whose own set it is, empty for the organisation's. `by` is the member who made it, `at` when and `what` how: changed,
    corrected, added, removed, read, reset, used, imported, adopted or mended; all three are empty in the first set, and in
    sets of an earlier version. `name` is that of the ready-made set or pack of which it is an unchanged copy.

    A mended set is that of a running round in which slips were corrected: `mended` are numbers of questions, each with its words
    before, the first ones first.
    """

    id: str
    version: int
    questions: tuple[Question, ...]
    team: str = ""
    by: str = ""
    at: datetime | None = None
    what: str = ""
    name: str = ""
    mended: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            raise ValueError(f"a set holds 1 to {MOST_QUESTIONS} questions")
        distinct: list[Question] = []
        for question in self.questions:
            key = question.key
            while any(one.key == key for one in distinct):
                key += "+"
            distinct.append(question if key == question.key else replace(question, key=key))
        object.__setattr__(self, "questions", tuple(distinct))


@stored_as("windows")
@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Lengths of a round's three windows (answering, checking the draft, deciding challenges): fixed when the round opens.

    The three are in working days, each ending at `close_at`, the round's local time as "18:00". `country` and `region` are whose
    public holidays are no working days; a country of None is what an earlier version did not store; nor are
    `closures`, the organisation's own days off.
    """

    answer_days: int
    check_days: int
    decide_days: int
    close_at: str
    country: str | None = ""
    region: str = ""
    closures: tuple[Closure, ...] = ()


UNSET = Windows(answer_days=3, check_days=2, decide_days=1, close_at="18:00")
"""The windows of a round that has not opened: nothing reads them."""


def _as_windows(fields: Fields) -> Fields:
    """Before, a round held three of its windows itself, and what an earlier version still did not store had these values."""
    windows = {"answer_days": UNSET.answer_days, "country": None}
    for name, unset in (("check_days", 2), ("decide_days", 1), ("close_at", "18:00")):
        windows[name] = fields.pop(name, unset)
    return {**fields, "windows": windows}


def _with_own_end_of_deciding(fields: Fields) -> Fields:
    """Before, the end of deciding took the place of the end of checking."""
    return fields | {"decide_until": fields.get("check_until") if fields.get("deciding") else None}


@stored_as("round", upgrades=(_as_windows, _with_own_end_of_deciding))
@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One asking of one question set to one group: a team, or the teams merged with it when it opened.

    `occasion` is unique: schedule and local date, or the command that started it. `next_at` is the instant at which the
    clock has something to do for it; `roster` counts the real people of its teams, those included who stopped, are away or
    cannot be reached. `cancels_at` is when the word of `cancelled_by` to cancel it takes effect, `corrects_at` when words that were
    taken back leave its posted draft, `words_at` when a draft without items is shown again with the words allowed since.
    `undelivered` says, once it is closed, that its questions did not reach somebody. `look_at`, set once it has ended, is when
    the daily sweep looks at it for what is past its time.

    What its people were promised is fixed at its opening, whatever is changed while it runs: `k`, the threshold; `channels`,
    the conversation (an address, or empty) of each of `teams`, which gets draft and final; `deciders`, the members who decide
    challenges; `windows`, from which its times are reckoned; `language_model`, the host of the one that may be shown their words.

    Every four rounds of the same teams are a block: `block_place` is the place of one that has ended, from 1, and `block_due` says
    that the block's answers are still to be looked through for what was raised over time. `ended_as` numbers the rounds of the same
    teams in the order in which they ended, from 1, whatever the clock said; 0 of those that an earlier version ended.

    The organisation's round asks no team and has no interviews: `members` are its roster, `posted_for` the teams of its `channels`.
    """

    id: str
    occasion: str
    team: str
    teams: tuple[str, ...]
    state: RoundState
    questions: str
    zone: str
    k: int
    roster: int = 0
    channels: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    windows: Windows = UNSET
    opened_at: datetime | None = None
    remind_at: datetime | None = None
    closes_at: datetime | None = None
    check_until: datetime | None = None
    decide_until: datetime | None = None
    next_at: datetime | None = None
    reminded: bool = False
    deciding: bool = False
    release: str = ""
    why: str = ""
    cancels_at: datetime | None = None
    cancelled_by: str = ""
    corrects_at: datetime | None = None
    words_at: datetime | None = None
    language_model: str = ""
    undelivered: bool = False
    look_at: datetime | None = None
    members: tuple[str, ...] = ()
    posted_for: tuple[str, ...] = ()
    block_place: int = 0
    block_due: bool = False
    ended_as: int = 0


@stored_as("interview")
@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One member's state in one round: everybody on its roster has one. `team` counts them."""

    id: str
    round: str
    member: str
    team: str
    state: InterviewState = InterviewState.INVITED
    remind_at: datetime | None = None


@stored_as("answer")
@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One member's answer to one question of one round, without its words: these are behind the confidential door under `id`.

    `late` marks an answer or edit given after the close: it waits for the next release. `allowed` says that its author
    allowed the words, as kept under `words_ref(id)`, to be shown unnamed. `released` names the release that used it; `pooled` is
    read and never written: an earlier version noted there the organisation's release that the answer went into. `turn` counts
    the answers of this member to this question: the highest is the latest. `unquoted_at` is when words whose permission was taken
    back leave the posted draft. `unplaced` says that it stands in no point of its final.
    """

    id: str
    round: str
    interview: str
    member: str
    team: str
    number: int
    question: str
    state: AnswerState = AnswerState.GIVEN
    late: bool = False
    allowed: bool = False
    released: str = ""
    pooled: str = ""
    turn: int = 0
    unquoted_at: datetime | None = None
    unplaced: bool = False
