"""Records of organisations, teams, schedules, members and their lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.model.closures import Closure
from bot.domain.model.own_windows import AS_ORGANISATION, OwnWindows
from bot.domain.stored import rename_fields, stored_as
from bot.domain.stretch import Stretch


@stored_as("organisation", (rename_fields(last_whole="last_summary"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One organisation and its settings. `k` holds for rounds opened from now on; each round keeps the k it was opened with.

    `close_at` is the teams' local time of day, as "18:00", at which answers, checks and decisions end; `work_from` and `work_until`
    are the local hours in which a late round may still open.

    `support_contacts` are lines that say whom people can turn to who are at risk; empty for the operator's. `support_person` is the
    member who is told that somebody asks to be contacted; empty for nobody. `weigh_items` is how much of a draft can be weighed.
    `closures` are its own days off.
    """

    id: str
    name: str = "our organisation"
    zone: str = "UTC"
    country: str = ""
    region: str = ""
    k: int = 5
    window_days: int = 3
    check_days: int = 2
    decide_days: int = 1
    lateness_minutes: int = 180
    questions: str = ""
    cycle_months: int = 1
    cycle_from: datetime | None = None
    last_summary: str = ""
    close_at: str = "18:00"
    work_from: str = "09:00"
    work_until: str = "18:00"
    support_contacts: tuple[str, ...] = ()
    support_person: str = ""
    weigh_items: int = 12
    closures: tuple[Closure, ...] = ()


@stored_as("team")
@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team, its parent (a department's name, or none) and its home conversation (an address id).

    `last_round` is the last of its rounds that closed; empty before the first, and while an earlier version has not noted it.
    `asked_under` are other teams under which finals of merged groups are stored that this one was part of. `questions`
    names its own question set; empty for the organisation's. `windows` are those that differ from the organisation's.
    """

    id: str
    name: str
    parent: str = ""
    channel: str = ""
    zone: str = ""
    archived: bool = False
    last_round: str = ""
    asked_under: tuple[str, ...] = ()
    questions: str = ""
    windows: OwnWindows = AS_ORGANISATION


@stored_as("schedule")
@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Schedule of a team. `asked_until` is the instant up to which every occurrence has been dealt with.

    While it is `paused`, nobody is asked from `paused_from` on, or at once, until `paused_until`, or for good.
    """

    id: str
    team: str
    rule: str
    words: str
    asked_until: datetime
    next_at: datetime | None = None
    paused: bool = False
    paused_from: date | None = None
    paused_until: date | None = None

    @property
    def pause(self) -> Stretch | None:
        return Stretch(self.paused_from, self.paused_until) if self.paused else None


TEAM_ZONE = "team"
"""What stands for the clock of one's team, whatever the platform says."""


@stored_as("member")
@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person, whatever the number of their identities.

    `away_until` is the first day on which they are back, the latest of all days if they have not said; `away_from` the first day of
    their leave, if it was to come when they said so.

    `offer_quotes` says that a receipt offers to show their words; otherwise nothing is offered, unless they ask.

    `primary_team` is the one team through which they are asked and in which they count. It is the first that they were ever
    in, and afterwards only they themselves move it; on whose list they are not any more, they are asked with no team.

    `keeps_own_points` says that it is noted for them which points of a round are their own.

    `zone` is the time zone of their own clock where they have named one, or TEAM_ZONE: they are asked at their team's hour in their
    own day. Empty, it is what their platform says. `quiet_from` and `quiet_until` are their own quiet hours, as "20:00", in which
    they are not asked; empty for the usual ones.
    """

    id: str
    name: str
    admin: bool = False
    stopped: bool = False
    reachable: bool = True
    away_from: date | None = None
    away_until: date | None = None
    primary_team: str = ""
    offer_quotes: bool = True
    zone: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    keeps_own_points: bool = True

    @property
    def leave(self) -> Stretch | None:
        if self.away_until is None:
            return None
        return Stretch(self.away_from, None if self.away_until == date.max else self.away_until)

    def on_leave(self, days: Stretch | None) -> Member:
        """With these days as their leave, or none."""
        if days is None:
            return replace(self, away_from=None, away_until=None)
        return replace(self, away_from=days.first, away_until=days.until or date.max)


@stored_as("identity")
@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One platform identity of a member; `id` is the address of their direct conversation.

    `joined` says that they may be written to. `left_out` says why they are nobody to ask: guest, bot, foreign, gone or unknown,
    as the platform says; unconfirmed until it says anything; empty for who counts. `confirmed_at` is when it last said so. `zone`
    is the time zone of their clock, where the platform tells it.
    """

    id: str
    member: str
    joined: bool = True
    left_out: str = ""
    confirmed_at: datetime | None = None
    zone: str = ""

    @property
    def real(self) -> bool:
        """Return whether a person who may take part is known to be behind it."""
        return self.joined and not self.left_out


@stored_as("membership", upgrades=(rename_fields(home="was_home"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member on a team's list. `followed` says that they are on it for being in the conversation that it follows, and not by a
    command.

    `was_home` comes from an older version alone, which kept here what is a member's `primary_team` now.
    """

    id: str
    team: str
    member: str
    lead: bool = False
    since: datetime
    followed: bool = False
    was_home: bool = False


@stored_as("following")
@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Source of a team's list of people; `id` is the team's. A team without one has whoever is added, comes and goes.

    `source` is the address of a conversation, whose people are on the list; empty for a list that is kept by hand. `by` is the
    member who waits to hear what a reading finds, `read_at` when the last one that succeeded began, `heard_at` when somebody
    was last heard to come or go, `trouble` why the last one failed: a reason of SendRefusedError, or "no answer".
    `group` is the name of the platform's user group that the source is; empty where it is a conversation.
    """

    id: str
    source: str = ""
    since: datetime
    by: str = ""
    read_at: datetime | None = None
    heard_at: datetime | None = None
    trouble: str = ""
    group: str = ""


@stored_as("exclusion")
@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Exception that keeps a person off a team's list even if it follows a conversation in which they are; `id` names both.

    `person` is the address of their direct conversation. An empty `team` stands for all: they asked to be forgotten.
    """

    id: str
    team: str
    person: str


@stored_as("handle")
@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """The public name by which a member can be mentioned; `id` is the address of that name, never the name itself."""

    id: str
    member: str


@stored_as("invite")
@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A link with which people join a team, `most` of them; `id` is the hash of its code, `by` the member who made it.

    `joined` is how many have joined with one for many; `used` says that it lets nobody in any more.
    """

    id: str
    team: str
    by: str
    expires_at: datetime
    used: bool = False
    most: int = 1
    joined: int = 0


@stored_as("claim")
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A one-time code, kept as a hash, with which the first admin proves that the operator sent them."""

    id: str
    expires_at: datetime
    used: bool = False
