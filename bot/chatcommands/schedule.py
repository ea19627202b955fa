"""Commands about when a team is asked, and about rounds."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes, words_after
from bot.domain.commands import (
    CancelRound,
    Command,
    KeepRound,
    PauseSchedule,
    ResumeSchedule,
    RunNow,
    SetSchedule,
    ShowChallenges,
    ShowDigest,
    ShowSchedule,
)
from bot.domain.repairs import RemindAll

_COLON = re.compile(r"(?<!\d):|:(?!\d)")
"""That of "Ward 7: every Monday"; one between figures belongs to a time."""


def _read_schedule(rest: str) -> Command | Wrong:
    found = _COLON.search(rest)
    if not found:
        return schedule_to_set("", rest.strip())
    return schedule_to_set(strip_quotes(rest[: found.start()]), strip_quotes(rest[found.end() :]))


def schedule_to_set(team: str, words: str) -> Command | Wrong:
    """Return the command that sets when a team is asked, in plain words; or what is wrong with it."""
    return SetSchedule(team=team, words=words) if words else Wrong("When the team should be asked is missing.")


_COUNTS = r"\d+|an?|another|one|two|three|four|five|six|seven|eight|nine|ten|the (?:next|rest|day)|now"
_WHEN = re.compile(
    r"\b(until|till|til|through|up to|from|starting|between|over|during|on|next|this|all|tomorrow|today|indefinitely"
    rf"|for (?=(?:{_COUNTS})\b))\b",
    re.IGNORECASE,
)
"""The word with which the days of a pause begin; a team whose name has such a word is put in quotes."""


def team_and_days(rest: str) -> tuple[str, str]:
    """The team's name, in quotes or without, and the words that name days; each empty without any."""
    quoted = re.match(r"\s*(?:for )?[\"“](.+?)[\"”]\s*(.*)", rest)
    if quoted:
        return quoted[1].strip(), quoted[2].strip()
    found = _WHEN.search(rest)
    team, when = (rest[: found.start()], rest[found.start() :]) if found else (rest, "")
    return words_after(team, "for", "of"), when.strip()


def _read_pause(rest: str) -> Command | Wrong:
    team, when = team_and_days(rest)
    return PauseSchedule(team=team, when=when)


COMMANDS = (
    ChatCommand(
        ("schedule", "set"),
        "schedule set [TEAM:] WHEN",
        "says when a team is asked, in plain words, and shows the next four times",
        Role.LEAD,
        (
            "schedule set Crisis line: every other Tuesday at 10:00",
            "schedule set first Monday of the month 09:30",
            "schedule set Crisis line: every weekday except bank holidays 14:00",
            "schedule set Crisis line: quarterly, last Thursday 15:00",
        ),
        _read_schedule,
    ),
    ChatCommand(
        ("schedule", "show"),
        "schedule show [TEAM]",
        "shows when a team is asked, with the next four times",
        Role.LEAD,
        ("schedule show Crisis line", "schedule show"),
        lambda rest: ShowSchedule(team=words_after(rest, "for")),
    ),
    ChatCommand(
        ("schedule", "pause"),
        "schedule pause [TEAM] [until DATE | for TIME | from DATE to DATE]",
        "pauses a team’s schedule",
        Role.LEAD,
        (
            "schedule pause Crisis line until Monday",
            "schedule pause Crisis line for two weeks",
            "schedule pause Crisis line",
        ),
        _read_pause,
    ),
    ChatCommand(
        ("schedule", "resume"),
        "schedule resume [TEAM]",
        "ends a pause",
        Role.LEAD,
        ("schedule resume Crisis line",),
        lambda rest: ResumeSchedule(team=words_after(rest, "for")),
    ),
    ChatCommand(
        ("run", "now"),
        "run now [TEAM]",
        "asks a team now, outside its schedule",
        Role.ADMIN,
        ("run now Crisis line",),
        lambda rest: RunNow(team=words_after(rest, "for")),
    ),
    ChatCommand(
        ("digest",),
        "digest [TEAM]",
        "shows you the last digest of a team that you lead again, in private",
        Role.LEAD,
        ("digest", "digest Crisis line"),
        lambda rest: ShowDigest(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("round", "remind"),
        "round remind [TEAM]",
        "sends everybody who is asked the one reminder now, and none later",
        Role.LEAD,
        ("round remind Crisis line", "round remind"),
        lambda rest: RemindAll(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("challenges",),
        "challenges",
        "shows the challenges that wait for your decision",
        Role.LEAD,
        ("challenges",),
        without_arguments(ShowChallenges),
    ),
    ChatCommand(
        ("round", "cancel"),
        "round cancel [TEAM]",
        "cancels a round of which nothing was shown yet, and destroys its answers: after a day, or at once if two admins say it",
        Role.ADMIN,
        ("round cancel Crisis line",),
        lambda rest: CancelRound(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("round", "keep"),
        "round keep [TEAM]",
        "lets a round go on that somebody asked to cancel",
        Role.ADMIN,
        ("round keep Crisis line",),
        lambda rest: KeepRound(team=words_after(rest, "for", "of")),
    ),
)
