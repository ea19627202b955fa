"""Outcomes about what became of points: what is answered, promised, kept, late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.model.follow_ups import FollowUpState
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("follow-up-line")
@dataclass(frozen=True, kw_only=True)
class FollowUpLine:
    """State of one point. A point without a `label` is worded by the next of the outcome's `refs`.

    `owner` is a name or a role; `days` are how many a point has waited for its answer. `follow_up` is there if the reader may
    answer; `reopened` says that it was done, and that people said it is not better. `ask_back` is what was asked back about it,
    `additions` what people said to that.
    """

    label: str
    state: FollowUpState
    sentence: str = ""
    owner: str = ""
    due: date | None = None
    days: int = 0
    follow_up: str = ""
    reopened: bool = False
    ask_back: str = ""
    additions: tuple[str, ...] = ()


@stored_as("follow-up-form")
@dataclass(frozen=True, kw_only=True)
class FollowUpForm(Outcome):
    """Question what becomes of a point, as answered so far; `own_name` is who sees to it if nobody else is named."""

    token: str
    line: FollowUpLine
    own_name: str
    whole: bool = False
    refs: tuple[str, ...] = ()


@stored_as("follow-up-posted")
@dataclass(frozen=True, kw_only=True)
class FollowUpPosted(Outcome):
    """An answer, for all who were asked; `name` is the organisation's where it is about the whole.

    `asking` says that somebody is being asked to see to it.
    """

    line: FollowUpLine
    name: str = ""
    asking: bool = False
    refs: tuple[str, ...] = ()


@stored_as("follow-up-noted")
@dataclass(frozen=True, kw_only=True)
class FollowUpNoted(Outcome):
    """Receipt for who answered; `asked` is the name of whom the bot asks to see to it."""

    asked: str = ""
    left: int = 0


@stored_as("follow-up-refused")
@dataclass(frozen=True, kw_only=True)
class FollowUpRefused(Outcome):
    """An answer that cannot be taken; `why` is step, words, long, day, past, owner, several, gone or changed."""

    why: str


@stored_as("owner-asked")
@dataclass(frozen=True, kw_only=True)
class OwnerAsked(Outcome):
    """Question to whom somebody has named: will you see to this?"""

    token: str
    line: FollowUpLine
    by: str
    refs: tuple[str, ...] = ()


@stored_as("owner-answered")
@dataclass(frozen=True, kw_only=True)
class OwnerAnswered(Outcome):
    """Reply of a person who was asked to see to something: told to them (`name` is empty), and to who had asked."""

    line: FollowUpLine
    agreed: bool
    name: str = ""
    refs: tuple[str, ...] = ()


@stored_as("owner-posted")
@dataclass(frozen=True, kw_only=True)
class OwnerPosted(Outcome):
    """Said where an answer was posted: who sees to it, since they have agreed."""

    line: FollowUpLine
    refs: tuple[str, ...] = ()


@stored_as("owner-reminded")
@dataclass(frozen=True, kw_only=True)
class OwnerReminded(Outcome):
    """Reminder to who sees to something; `when` is tomorrow, today or late.

    `listened` says that what ends then is listening.
    """

    token: str
    line: FollowUpLine
    when: str
    listened: bool = False
    refs: tuple[str, ...] = ()


@stored_as("follow-up-reopened")
@dataclass(frozen=True, kw_only=True)
class FollowUpReopened(Outcome):
    """Said to who answers a point that was done: people say that it is not better now."""

    token: str
    line: FollowUpLine
    refs: tuple[str, ...] = ()


@stored_as("answer-missing")
@dataclass(frozen=True, kw_only=True)
class AnswerMissing(Outcome):
    """Said to all who were asked, some days after a promised day: the answer is not there yet."""

    line: FollowUpLine
    name: str = ""
    refs: tuple[str, ...] = ()


@stored_as("promises-shown")
@dataclass(frozen=True, kw_only=True)
class FollowUpsShown(Outcome):
    """Points of a team, or of the organisation, with what became of them: those that wait for an answer first, then the newest.

    `more` are those after them, which `next` asks for. `asks_back` says that the reader leads a team of which these are.
    `last_page` is how many pages there are, where a later one was asked for.
    """

    name: str
    lines: tuple[FollowUpLine, ...]
    more: int = 0
    next: str = ""
    asks_back: bool = False
    last_page: int = 0
    refs: tuple[str, ...] = ()
