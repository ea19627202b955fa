"""Outcomes of the commands with which admins put right what was set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.outcomes.answering import QuestionsAsked
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.sharing import RoundAnnounced
from bot.domain.outcomes.windows import RoundsOverlap
from bot.domain.stored import stored_as
from bot.domain.stretch import Stretch


@stored_as("admins-listed")
@dataclass(frozen=True, kw_only=True)
class AdminsListed(Outcome):
    names: tuple[str, ...]


@stored_as("admin-removed")
@dataclass(frozen=True, kw_only=True)
class AdminRemoved(Outcome):
    """Reply to the admin who did it; to the person with the name in `by`."""

    name: str
    by: str = ""


@stored_as("admin-not-removed")
@dataclass(frozen=True, kw_only=True)
class AdminNotRemoved(Outcome):
    """Nobody was: `name` is no admin, or, where it is empty, no admin would be left."""

    name: str = ""


@stored_as("leads-listed")
@dataclass(frozen=True, kw_only=True)
class LeadsListed(Outcome):
    """Teams with the names of their leads."""

    teams: tuple[tuple[str, tuple[str, ...]], ...]


@stored_as("lead-not-replaced")
@dataclass(frozen=True, kw_only=True)
class LeadNotReplaced(Outcome):
    """`name` does not lead the team; `leads` do."""

    team: str
    name: str
    leads: tuple[str, ...] = ()


@stored_as("team-renamed")
@dataclass(frozen=True, kw_only=True)
class TeamRenamed(Outcome):
    old: str
    new: str


@stored_as("team-name-taken")
@dataclass(frozen=True, kw_only=True)
class TeamNameTaken(Outcome):
    """Another team is called so."""

    name: str


@stored_as("team-put-away")
@dataclass(frozen=True, kw_only=True)
class TeamPutAway(Outcome):
    """A team is asked no more, or again where it came `back`."""

    team: str
    back: bool = False


@stored_as("team-not-put-away")
@dataclass(frozen=True, kw_only=True)
class TeamNotPutAway(Outcome):
    """A round that asks the team is not finished."""

    team: str


@stored_as("teams-merged")
@dataclass(frozen=True, kw_only=True)
class TeamsMerged(Outcome):
    """`people` is how many came to the list of `into`."""

    old: str
    into: str
    people: int


@stored_as("team-removed")
@dataclass(frozen=True, kw_only=True)
class TeamRemoved(Outcome):
    team: str


@stored_as("team-not-removed")
@dataclass(frozen=True, kw_only=True)
class TeamNotRemoved(Outcome):
    """It was asked, so that something of it may be published or wait."""

    team: str


@stored_as("schedule-removed")
@dataclass(frozen=True, kw_only=True)
class ScheduleRemoved(Outcome):
    """`words` is the schedule that was; a round that is `running` goes on."""

    team: str
    words: str
    running: bool = False


@stored_as("all-paused")
@dataclass(frozen=True, kw_only=True)
class AllPaused(Outcome):
    """The schedules of all these teams are paused, or run again where `pause` is None; `today` is the day in their zone."""

    teams: tuple[str, ...]
    pause: Stretch | None
    today: date | None = None


@stored_as("round-extended")
@dataclass(frozen=True, kw_only=True)
class RoundExtended(Outcome):
    """Notice to everybody who was asked, and in the team's channel; to the admin who did it as the reply (`done`).

    `overlap` are the dates of the team's schedule that fall into the longer round.
    """

    team: str
    until: datetime
    zone: str
    done: bool = False
    overlap: RoundsOverlap | None = None


@stored_as("round-not-extended")
@dataclass(frozen=True, kw_only=True)
class RoundNotExtended(Outcome):
    """`why` is not open, earlier, far or together; `until` is when it closes."""

    team: str
    why: str
    until: datetime | None = None
    zone: str = ""


@stored_as("all-reminded")
@dataclass(frozen=True, kw_only=True)
class AllReminded(Outcome):
    """The one reminder of a team's round is on its way to everybody who is asked."""

    team: str


@stored_as("not-reminded")
@dataclass(frozen=True, kw_only=True)
class NotReminded(Outcome):
    """`why` is not open, reminded, together or cancelling."""

    team: str
    why: str


@stored_as("several-refused")
@dataclass(frozen=True, kw_only=True)
class SeveralRefused(Outcome):
    """Nothing of a message of several commands was done, because of the refusal (`said`) of its line `number`."""

    said: Outcome
    number: int
    of: int
    refs: tuple[str, ...] = ()


@stored_as("change-undone")
@dataclass(frozen=True, kw_only=True)
class ChangeUndone(Outcome):
    """The changes as the audit trail has them."""

    what: tuple[str, ...]


@stored_as("change-not-undone")
@dataclass(frozen=True, kw_only=True)
class ChangeNotUndone(Outcome):
    """`why` is nothing, other (made by `by`), cannot, or round (one has opened since); `what` is the change."""

    why: str
    what: str = ""
    by: str = ""


@stored_as("person-unknown")
@dataclass(frozen=True, kw_only=True)
class PersonUnknown(Outcome):
    name: str


@stored_as("leave-noted")
@dataclass(frozen=True, kw_only=True)
class LeaveNoted(Outcome):
    """Somebody's leave was noted, or ended where `days` is None; to the person with the admin's name in `by`."""

    name: str
    days: Stretch | None
    today: date | None = None
    by: str = ""


@stored_as("round-rehearsed")
@dataclass(frozen=True, kw_only=True)
class RoundRehearsed(Outcome):
    """A dry run: what each person (`asked`) and the team's channel (`announced`) would be told, and when things would happen.

    `people` count in the team; `needed` is how many would have to where there are too few, and else 0. `languages` are those in
    whose answers points are found.
    """

    team: str
    people: int
    needed: int
    asked: QuestionsAsked
    announced: RoundAnnounced
    remind_at: datetime | None
    check_until: datetime
    decide_until: datetime
    languages: tuple[str, ...] = ("en",)
