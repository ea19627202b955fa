"""Commands with which admins put right what was set up: each a command as those of `commands.py`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAdmins(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAdmin(Command):
    """Of several people all stay what they are where one of them is the last admin."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLeads(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceLead(Command):
    """`old` leads the team no longer, and `new` does."""

    old: str
    new: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTeam(Command):
    team: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTeam(Command):
    """Ask a team no more and keep what it has published; `back` for the way back."""

    team: str
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTeams(Command):
    """Put everybody of `team` on the list of `into`, and archive it."""

    team: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTeam(Command):
    """Take away a team that was never asked."""

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSchedule(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseAll(Command):
    """Pause all schedules; `when` as in `PauseSchedule`."""

    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeAll(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendRound(Command):
    """Close a team's round later; `when` are words such as "until Friday"."""

    team: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindAll(Command):
    """Send the round's one reminder now, to everybody who is asked."""

    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoChange(Command):
    """Take back the last change, as long as no round has opened with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAway(Command):
    """Note leave for somebody else; `when` are words such as "until Friday"."""

    person: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack(Command):
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddClosure(Command):
    """Note days on which the organisation is closed; `when` are words such as "24 December to 2 January"."""

    when: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCalendar(Command):
    """Note the days off of a calendar; `text` is that of a calendar file."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveClosure(Command):
    """Take away the days off that the day named by `when` is of."""

    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListClosures(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearseRound(Command):
    """Show what a round of a team would be like, with made-up people and to nobody else."""

    team: str = ""
