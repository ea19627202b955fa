"""Commands with which admins put right what was set up."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.schedule import team_and_days
from bot.chatcommands.team import LONGEST_NAME, nobody_mentioned, only_mentions, team_to_add
from bot.chatcommands.words import groups_in, people_in, strip_quotes, words_after
from bot.domain.commands import Command
from bot.domain.repairs import (
    ArchiveTeam,
    BringBack,
    ExtendRound,
    ListAdmins,
    ListLeads,
    MergeTeams,
    PauseAll,
    RehearseRound,
    RemoveAdmin,
    RemoveSchedule,
    RemoveTeam,
    RenameTeam,
    ReplaceLead,
    ResumeAll,
    SendAway,
    UndoChange,
)

_ALL_OF_WHAT = re.compile(r"^(?:(?:the|schedules?|teams?)\b\s*)+", re.IGNORECASE)
_INTO = re.compile(r"\s+into\s+", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)


def _remove_admin(rest: str) -> Command | Wrong:
    people, left = people_in(rest)
    if not people or groups_in(rest):
        return nobody_mentioned(rest)
    return only_mentions(left) or RemoveAdmin(people=people)


def _replace_lead(rest: str) -> Command | Wrong:
    people, left = people_in(re.sub(r">\s*(?:by|with|→|->)\s*(?=<?@)", "> ", rest))
    if groups_in(rest) or not people:
        return nobody_mentioned(rest)
    if len(people) != 2:
        return Wrong("Mention two people: who leads the team now, and who is to.")
    return ReplaceLead(old=people[0], new=people[1], team=words_after(left, "for", "of", "in"))


def _rename_team(rest: str) -> Command | Wrong:
    team, *name = _TO.split(rest, maxsplit=1)
    if not name or not strip_quotes(team) or not strip_quotes(name[0]):
        return Wrong("Say which team, then “to”, and its new name.")
    made = team_to_add(strip_quotes(name[0].rstrip(".!")))
    return (
        made
        if isinstance(made, Wrong)
        else RenameTeam(team=strip_quotes(team), name=strip_quotes(name[0].rstrip(".!")))
    )


def _archive(rest: str, *, back: bool = False) -> Command | Wrong:
    team = strip_quotes(rest)
    return ArchiveTeam(team=team[:LONGEST_NAME], back=back) if team else Wrong("The team’s name is missing.")


def _merge(rest: str) -> Command | Wrong:
    team, *into = _INTO.split(rest, maxsplit=1)
    if not into or not strip_quotes(team) or not strip_quotes(into[0]):
        return Wrong("Say which team, then “into”, and the team that it becomes part of.")
    return MergeTeams(team=strip_quotes(team), into=strip_quotes(into[0]))


def _remove_team(rest: str) -> Command | Wrong:
    team = strip_quotes(rest)
    return RemoveTeam(team=team[:LONGEST_NAME]) if team else Wrong("The team’s name is missing.")


def _extend(rest: str) -> Command | Wrong:
    team, when = team_and_days(rest)
    return ExtendRound(team=team, when=when) if when else Wrong("Say until when the round is to be open.")


def _send_away(rest: str) -> Command | Wrong:
    people, when = people_in(rest)
    if len(people) != 1 or groups_in(rest):
        return Wrong("Mention one person.") if people and not groups_in(rest) else nobody_mentioned(rest)
    return SendAway(person=people[0], when=strip_quotes(when)) if when else Wrong("Say until when they are away.")


def _bring_back(rest: str) -> Command | Wrong:
    people, left = people_in(rest)
    if len(people) != 1 or groups_in(rest):
        return Wrong("Mention one person.") if people and not groups_in(rest) else nobody_mentioned(rest)
    return only_mentions(left) or BringBack(person=people[0])


COMMANDS = (
    ChatCommand(
        ("team", "rename"),
        "team rename TEAM to NAME",
        "gives a team another name; the team is told",
        Role.ADMIN,
        ("team rename Crisis line to Night line",),
        _rename_team,
    ),
    ChatCommand(
        ("team", "archive"),
        "team archive TEAM",
        "asks a team no more; what it published stays",
        Role.ADMIN,
        ("team archive Crisis line",),
        _archive,
    ),
    ChatCommand(
        ("team", "restore"),
        "team restore TEAM",
        "brings an archived team back",
        Role.ADMIN,
        ("team restore Crisis line",),
        lambda rest: _archive(rest, back=True),
    ),
    ChatCommand(
        ("team", "merge"),
        "team merge TEAM into TEAM",
        "puts a team’s people on another’s list and archives it; each chooses to be asked there",
        Role.ADMIN,
        ("team merge Crisis line into Night shift",),
        _merge,
    ),
    ChatCommand(
        ("team", "remove"),
        "team remove TEAM",
        "takes away a team that was made by mistake and never asked",
        Role.ADMIN,
        ("team remove Crisis line",),
        _remove_team,
    ),
    ChatCommand(
        ("lead", "list"),
        "lead list",
        "shows who leads the teams",
        Role.LEAD,
        ("lead list",),
        without_arguments(ListLeads),
    ),
    ChatCommand(
        ("lead", "replace"),
        "lead replace @OLD by @NEW [for TEAM]",
        "lets somebody lead a team in place of another; the team is told",
        Role.ADMIN,
        ("lead replace <@dora> by <@amira> for Crisis line",),
        _replace_lead,
    ),
    ChatCommand(
        ("admin", "list"),
        "admin list",
        "shows who the admins are",
        Role.ADMIN,
        ("admin list",),
        without_arguments(ListAdmins),
    ),
    ChatCommand(
        ("admin", "remove"),
        "admin remove @NAME",
        "ends somebody’s being an admin; one always stays",
        Role.ADMIN,
        ("admin remove <@dora>",),
        _remove_admin,
    ),
    ChatCommand(
        ("schedule", "remove"),
        "schedule remove [TEAM]",
        "takes a team’s schedule away; a round that is running goes on",
        Role.ADMIN,
        ("schedule remove Crisis line",),
        lambda rest: RemoveSchedule(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("pause", "all"),
        "pause all [until DATE | for TIME | from DATE to DATE]",
        "pauses the schedules of all teams",
        Role.ADMIN,
        ("pause all until Monday", "pause all for two weeks", "pause all"),
        lambda rest: PauseAll(when=strip_quotes(_ALL_OF_WHAT.sub("", rest))),
    ),
    ChatCommand(
        ("resume", "all"),
        "resume all",
        "ends the pauses of all teams",
        Role.ADMIN,
        ("resume all",),
        without_arguments(ResumeAll),
    ),
    ChatCommand(
        ("round", "extend"),
        "round extend [TEAM] until DATE",
        "gives a team more time to answer; everybody who was asked is told",
        Role.LEAD,
        ("round extend Crisis line until Friday", "round extend until Friday"),
        _extend,
    ),
    ChatCommand(
        ("member", "away"),
        "member away @NAME until DATE | for TIME | from DATE to DATE",
        "notes somebody’s leave for them; they are told",
        Role.ADMIN,
        ("member away <@ben> until Monday", "member away <@ben> from 3 to 7 April"),
        _send_away,
    ),
    ChatCommand(
        ("member", "back"),
        "member back @NAME",
        "ends somebody’s leave for them; they are told",
        Role.ADMIN,
        ("member back <@ben>",),
        _bring_back,
    ),
    ChatCommand(
        ("dry", "run"),
        "dry run [TEAM]",
        "shows you alone what a round would be like, with made-up people",
        Role.ADMIN,
        ("dry run Crisis line", "dry run"),
        lambda rest: RehearseRound(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("undo", "change"),
        "undo change",
        "takes back the last new name, people, lead, schedule or question, until a round opens with it",
        Role.ADMIN,
        ("undo change",),
        without_arguments(UndoChange),
    ),
)
