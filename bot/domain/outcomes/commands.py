"""What people are told in answer to a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.outcomes.base import Outcome


@dataclass(frozen=True, kw_only=True)
class CommandHelp:
    """One command as help shows it: how it is written, what it does, examples."""

    usage: str
    does: str
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HelpShown(Outcome):
    """All commands that this person may use, by noun; `one` is set when a single command was asked about."""

    commands: tuple[CommandHelp, ...]
    role: str
    one: bool = False


@dataclass(frozen=True, kw_only=True)
class NotUnderstood(Outcome):
    """Words that are no command; `nearest` are known ones."""

    typed: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WronglyWritten(Outcome):
    """A known command with something missing or wrong in it."""

    usage: str
    example: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class NotForYou(Outcome):
    """The command needs a role that this person does not have; `who` may use it. What does not exist sounds the same (C11)."""

    who: str


@dataclass(frozen=True, kw_only=True)
class Unknown(Outcome):
    """No such team, or not theirs: `noun` and the words typed, with the nearest names that they may see."""

    noun: str
    typed: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WhoAnsweredRefused(Outcome):
    pass


@dataclass(frozen=True, kw_only=True)
class Claimed(Outcome):
    """Told to a new admin; `by` is who made them one, empty for the first."""

    by: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimRefused(Outcome):
    pass


@dataclass(frozen=True, kw_only=True)
class AdminAdded(Outcome):
    name: str


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Outcome):
    name: str
    parent: str
    here: bool
    exists: bool = False
    topic: bool = False
    follows: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamHomeless(Outcome):
    """The bot was taken out of a team's channel: who decides for the team is told what that means."""

    team: str


@dataclass(frozen=True, kw_only=True)
class TopicGone(Outcome):
    """The topic in which a team had its home is gone, and the channel that it was in took its place."""

    team: str


@dataclass(frozen=True, kw_only=True)
class NewcomersOfNoTeam(Outcome):
    """Somebody joined a channel in which several teams have their topics: nobody can tell which of them they came for."""

    teams: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    name: str
    people: int
    leads: tuple[str, ...]
    schedule: str
    parent: str
    asked_with: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamsListed(Outcome):
    teams: tuple[TeamRow, ...]


@dataclass(frozen=True, kw_only=True)
class PeopleAdded(Outcome):
    team: str
    names: tuple[str, ...]
    already: tuple[str, ...]
    size: int
    running: bool
    follows: bool = False


@dataclass(frozen=True, kw_only=True)
class PeopleRemoved(Outcome):
    team: str
    names: tuple[str, ...]
    absent: tuple[str, ...]
    size: int
    running: bool
    follows: bool = False


@dataclass(frozen=True, kw_only=True)
class LeadNamed(Outcome):
    """To the admin; the team and the lead are told as well."""

    team: str
    name: str
    lead: bool = True


@dataclass(frozen=True, kw_only=True)
class YouLead(Outcome):
    team: str
    people: int
    schedule: str
    next_at: datetime | None
    zone: str


@dataclass(frozen=True, kw_only=True)
class YouJoined(Outcome):
    """Told to a person who was added to a team: what this is and who sees what."""

    team: str
    k: int


@dataclass(frozen=True, kw_only=True)
class TeamTold(Outcome):
    """A change that a team is told about in its channel: `what` is lead, no lead, people, follows, by hand, k, schedule."""

    what: str
    name: str = ""
    number: int = 0
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """That another admin changed the same thing before: two admins see each other."""

    by: str
    at: datetime
    zone: str


@dataclass(frozen=True, kw_only=True)
class QuestionsShown(Outcome):
    texts: tuple[str, ...]
    version: int
    changed: bool = False
    running: bool = False
    earlier: Earlier | None = None


@dataclass(frozen=True, kw_only=True)
class Send:
    """One coming send: its instant, and what moves it: a holiday passed over, a clock change before it."""

    at: datetime
    clock_change: bool = False


@dataclass(frozen=True, kw_only=True)
class ScheduleSet(Outcome):
    """`words` is the schedule said back; `sends` the next four; `passed_over` dates with the reason; `zone` where it is local."""

    team: str
    words: str
    zone: str
    sends: tuple[Send, ...]
    passed_over: tuple[tuple[date, str], ...] = ()
    changed: bool = True
    paused: bool = False
    paused_until: date | None = None
    asked_with: tuple[str, ...] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True, kw_only=True)
class ScheduleNotUnderstood(Outcome):
    what: str
    where: str
    suggestion: str
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScheduleMissing(Outcome):
    team: str


@dataclass(frozen=True, kw_only=True)
class SchedulePaused(Outcome):
    team: str
    until: date | None
    paused: bool = True


@dataclass(frozen=True, kw_only=True)
class RoundStarted(Outcome):
    team: str
    people: int
    closes_at: datetime
    zone: str
    merged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoundNotStarted(Outcome):
    """`why` is running, too few, nobody or not open."""

    team: str
    why: str
    needed: int = 0


@dataclass(frozen=True, kw_only=True)
class StatusRow:
    """One team's line: its round's state, when that ends, the next round. Never a count of answers."""

    team: str
    people: int
    state: str
    until: datetime | None
    next_at: datetime | None
    zone: str
    asked_with: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A team whose messages could not be delivered, and why."""

    where: str
    why: str


@dataclass(frozen=True, kw_only=True)
class StatusShown(Outcome):
    """`waiting` and `uncertain` say that there are such messages, never how many."""

    rows: tuple[StatusRow, ...]
    troubles: tuple[Trouble, ...] = ()
    waiting: bool = False
    uncertain: bool = False
    not_joined: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PromiseShown(Outcome):
    """The privacy promise, worded from the running settings (C14)."""

    k: int
    platform: str
    changed: bool = False
    earlier: Earlier | None = None


@dataclass(frozen=True, kw_only=True)
class ThresholdTooLow(Outcome):
    floor: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class OrganisationShown(Outcome):
    name: str
    zone: str
    country: str
    region: str
    k: int
    window_days: int
    check_days: int
    earlier: Earlier | None = None


@dataclass(frozen=True, kw_only=True)
class ZoneUnknown(Outcome):
    typed: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HomeChosen(Outcome):
    team: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ForgetAsked(Outcome):
    pass


@dataclass(frozen=True, kw_only=True)
class Forgotten(Outcome):
    """`kept_off` says that a mark is left with which lists that follow channels pass this person over."""

    kept_off: bool = False


@dataclass(frozen=True, kw_only=True)
class MyAnswer:
    on: datetime
    question: str
    state: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class MyData(Outcome):
    """Exactly one's own: teams, settings and answers; `refs` are the answers' texts, in the order of `answers`."""

    name: str
    teams: tuple[str, ...]
    answers: tuple[MyAnswer, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Welcome(Outcome):
    """What a person who is in no team, or the bot in a new channel, says first."""

    claimed: bool
    channel: bool = False


@dataclass(frozen=True, kw_only=True)
class WentWrong(Outcome):
    """Our bug: said with a short code under which the log has the place."""

    code: str


@dataclass(frozen=True, kw_only=True)
class RoundCancelledBy(Outcome):
    team: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AuditShown(Outcome):
    lines: tuple[tuple[datetime, str, str, str], ...]
    zone: str
