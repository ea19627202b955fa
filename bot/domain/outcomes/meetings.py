"""Outcomes of a team's meeting: what its home is shown, and what one person of it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.model.meetings import MeetingState
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


class MeetingReason(StrEnum):
    """Reason for which a meeting is shown as it is, where it is said."""

    NONE = ""
    TIME_UP = "time up"
    NOBODY_OBJECTED = "nobody objected"
    NOTHING_WRITTEN = "nothing written"
    ROUND_CLOSED = "round closed"
    BACK = "back"
    ONLY_ONE = "only one"
    UNHEARD = "unheard"


@stored_as("meeting-question")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingQuestion:
    """A question of a meeting, and how many statements were agreed to it."""

    number: int
    text: str
    statements: int = 0


@stored_as("meeting-shown")
@dataclass(frozen=True, kw_only=True)
class MeetingShown(Outcome):
    """State of a meeting, for everybody in its home.

    `questions` are the present one while it runs, and all that were agreed on when it is over; `refs` are their statements, in
    order. `until` is when the present step's time is up, `closes_at` when the round closes. `noted` says that somebody takes
    notes, `approved` that one has agreed to what is read back, `alone` that only one person has pressed anything so far,
    `left` how many questions are to come, `merged` names the teams that are asked together with this one. `unkept` says that
    something was read back and not agreed to.
    """

    meeting: str
    turn: int
    state: MeetingState
    round: str
    team: str
    count: int
    minutes: int
    zone: str
    closes_at: datetime
    questions: tuple[MeetingQuestion, ...] = ()
    until: datetime | None = None
    noted: bool = False
    approved: bool = False
    alone: bool = False
    left: int = 0
    merged: tuple[str, ...] = ()
    unkept: bool = False
    reason: MeetingReason = MeetingReason.NONE
    refs: tuple[str, ...] = ()


@stored_as("meeting-offered")
@dataclass(frozen=True, kw_only=True)
class MeetingOffered(Outcome):
    """Question to who asks for a meeting in their own chat, before anybody else hears of it; `token` names round and minutes."""

    team: str
    token: str


@stored_as("meeting-started")
@dataclass(frozen=True, kw_only=True)
class MeetingStarted(Outcome):
    """Answer to who started a meeting elsewhere than in its home; `running` says that it was under way already."""

    team: str
    running: bool = False


@stored_as("no-meeting")
@dataclass(frozen=True, kw_only=True)
class NoMeeting(Outcome):
    """No meeting of the acting person's team has been started for an open round."""


@stored_as("meeting-done")
@dataclass(frozen=True, kw_only=True)
class MeetingDone(Outcome):
    """The team has agreed on something for every question."""

    team: str


@stored_as("meeting-without-round")
@dataclass(frozen=True, kw_only=True)
class MeetingWithoutRound(Outcome):
    """No round is open. With a `team` it is the acting person's to open one for it; `token` names that team."""

    team: str = ""
    token: str = ""


@stored_as("meeting-homeless")
@dataclass(frozen=True, kw_only=True)
class MeetingHomeless(Outcome):
    """The team has no conversation in which it could meet."""

    team: str


@stored_as("meeting-time-wrong")
@dataclass(frozen=True, kw_only=True)
class MeetingTimeWrong(Outcome):
    least: int
    most: int


@stored_as("meeting-step-over")
@dataclass(frozen=True, kw_only=True)
class MeetingStepOver(Outcome):
    """A button of an earlier step of a meeting."""


@stored_as("meeting-over")
@dataclass(frozen=True, kw_only=True)
class MeetingOver(Outcome):
    """The meeting's round is no longer open, or stands still because it is about to be cancelled (`pending`)."""

    pending: bool = False


@stored_as("notes-taken")
@dataclass(frozen=True, kw_only=True)
class NotesTaken(Outcome):
    """To who takes the notes of a meeting; `write` says that they can be written now."""

    meeting: str
    number: int
    write: bool


@stored_as("notes-taken-already")
@dataclass(frozen=True, kw_only=True)
class NotesTakenAlready(Outcome):
    """Somebody else takes the notes; who asks can take over."""

    meeting: str


@stored_as("notes-left")
@dataclass(frozen=True, kw_only=True)
class NotesLeft(Outcome):
    """Somebody does not take notes any more."""


@stored_as("notes-form")
@dataclass(frozen=True, kw_only=True)
class NotesForm(Outcome):
    """The notes of a meeting on one question; `refs` are the statements that were written down so far."""

    meeting: str
    number: int
    question: str
    merged: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@stored_as("notes-posted")
@dataclass(frozen=True, kw_only=True)
class NotesPosted(Outcome):
    """To who wrote them: the statements are read back in the team's home."""

    count: int


@stored_as("notes-refused")
@dataclass(frozen=True, kw_only=True)
class NotesRefused(Outcome):
    """Refusal of notes: `why` is empty, many or long (with the `limit`), personal (with the `kinds`), acts, unfit or quoted."""

    why: str
    limit: int = 0
    kinds: tuple[str, ...] = ()


@stored_as("notes-too-late")
@dataclass(frozen=True, kw_only=True)
class NotesTooLate(Outcome):
    """Notes for a step that is over, or by who does not take them any more; `refs` are the words, given back."""

    refs: tuple[str, ...] = ()


@stored_as("own-notes")
@dataclass(frozen=True, kw_only=True)
class OwnNotes(Outcome):
    """Refusal: who wrote the notes cannot agree to them for the others, and nobody can agree twice (`twice`).

    Nor can who was on the team's list only after the read-back had arrived (`late`).
    """

    twice: bool = False
    late: bool = False
