"""Outcomes of a guided set-up: for the admin who is guided alone, until everything is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.schedules import Send
from bot.domain.outcomes.windows import RoundsOverlap
from bot.domain.stored import stored_as


@stored_as("set-up-home")
@dataclass(frozen=True, kw_only=True)
class PlannedHome:
    """The planned home of a team, as far as it was looked at: fields as in SetUpPlan. `place` is the platform's word for such a
    conversation, and `say` how somebody says there that it is the home. `picked` says that a form can name it.
    `link` is how links are asked for that people join by, empty where none are needed."""

    place: str = "channel"
    say: str = "setup here"
    link: str = ""
    picked: bool = True
    access: str = ""
    readable: bool = False
    found: int = 0
    left_out: int = 0


@stored_as("set-up-asked")
@dataclass(frozen=True, kw_only=True)
class SetUpAsked(Outcome):
    """One step, with what is planned so far; `token` tells its buttons from those of others. `step` may be the review.

    `languages` are codes of those in which points are found. `needed` is how many people are asked together at least. `schedule` is
    the rhythm in words, with its next `sends` in `zone`; empty for none. `overlap` is the
    first of its rounds that would run into the next.
    """

    step: str
    token: str
    name: str
    zone: str
    holidays: str
    languages: tuple[str, ...] = ()
    team: str = ""
    parent: str = ""
    home: PlannedHome = PlannedHome()
    people: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    needed: int = 7
    schedule: str = ""
    sends: tuple[Send, ...] = ()
    overlap: RoundsOverlap | None = None
    contacts: tuple[str, ...] = ()
    by_operator: bool = False


@stored_as("set-up-step-form")
@dataclass(frozen=True, kw_only=True)
class SetUpStepForm(Outcome):
    """The form of a step, with what is planned; `picks` says that a form of this platform can name a channel."""

    step: str
    token: str
    name: str = ""
    zone: str = ""
    holidays: str = ""
    team: str = ""
    parent: str = ""
    words: str = ""
    contacts: tuple[str, ...] = ()
    picks: bool = True


@stored_as("set-up-looked")
@dataclass(frozen=True, kw_only=True)
class SetUpLooked(Outcome):
    """Finding of a look at the planned home of a team; nothing was sent there."""

    team: str
    token: str
    home: PlannedHome


@stored_as("set-up-not-ready")
@dataclass(frozen=True, kw_only=True)
class SetUpNotReady(Outcome):
    """Refusal to make everything: the team has no name, or `home` cannot be worked in as it is."""

    team: str
    token: str
    home: PlannedHome


@stored_as("set-up-entry-wrong")
@dataclass(frozen=True, kw_only=True)
class SetUpEntryWrong(Outcome):
    """Something that was filled in cannot be used; `refs` is the sentence that says why."""

    refs: tuple[str, ...] = ()


@stored_as("no-broadcast-channels")
@dataclass(frozen=True, kw_only=True)
class NoBroadcastChannels(Outcome):
    """The bot was added to a place in which few write and the others only read: no team can be at home there."""


@stored_as("set-up-cancelled")
@dataclass(frozen=True, kw_only=True)
class SetUpCancelled(Outcome):
    """The plan is thrown away; nothing was made, and nothing sent."""


@stored_as("set-up-over")
@dataclass(frozen=True, kw_only=True)
class SetUpOver(Outcome):
    """A button of a set-up that is finished, or was cancelled."""


@stored_as("set-up-done")
@dataclass(frozen=True, kw_only=True)
class SetUpDone(Outcome):
    """Everything was made in one go. `people` is how many are on the list now, and `waiting` who of them cannot be asked yet.

    `follows` says that the list follows the home, whose people are being read.
    """

    team: str
    home: PlannedHome
    people: int = 0
    waiting: tuple[str, ...] = ()
    follows: bool = False
    leads: tuple[str, ...] = ()
    schedule: str = ""
    first_at: datetime | None = None
    zone: str = "UTC"
    needed: int = 7
