"""Commands with which people see what became of points: promises, history, trend, challenged points, their own."""

from __future__ import annotations

from collections.abc import Callable

from bot.chatcommands.pages import LISTS, NEXT, team_and_page
from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import Command
from bot.domain.follow_up_commands import (
    OfferAskBack,
    SetOwnPoints,
    ShowChallenged,
    ShowFollowUps,
    ShowHistory,
    ShowMore,
    ShowOwnPoints,
    ShowTrend,
)


def _read_own_points(rest: str) -> Command | Wrong:
    wanted = strip_quotes(rest).lower()
    if not wanted:
        return ShowOwnPoints()
    if wanted in ("on", "off"):
        return SetOwnPoints(keep=wanted == "on")
    if wanted == "all":
        return ShowOwnPoints(whole=True)
    return Wrong("Only “all”, “on” or “off” can follow.")


def _of_a_page(command: type[ShowFollowUps | ShowHistory | ShowTrend]) -> Callable[[str], Command]:
    """Return what reads the team and the page of a list that may go on."""

    def read(rest: str) -> Command:
        team, page = team_and_page(rest)
        return ShowMore(of=LISTS[command], team=team) if page == NEXT else command(team=team, page=page)

    return read


COMMANDS = (
    ChatCommand(
        ("promises",),
        "promises [TEAM] [page N]",
        "shows what became of the points of your team: answered, promised, still open",
        Role.MEMBER,
        ("promises", "promises Crisis line", "promises page 2"),
        _of_a_page(ShowFollowUps),
    ),
    ChatCommand(
        ("history",),
        "history [TEAM] [page N]",
        "shows the last summaries of your team, with what became of each point; or of the whole, by its name",
        Role.MEMBER,
        ("history", "history Crisis line", "history page 2"),
        _of_a_page(ShowHistory),
    ),
    ChatCommand(
        ("trend",),
        "trend [TEAM] [page N]",
        "shows how points moved from summary to summary, as posted",
        Role.MEMBER,
        ("trend", "trend Crisis line", "trend page 2"),
        _of_a_page(ShowTrend),
    ),
    ChatCommand(
        ("ask", "back"),
        "ask back",
        "asks everybody in your team about one of its points, once, with the next questions",
        Role.LEAD,
        ("ask back",),
        without_arguments(OfferAskBack),
    ),
    ChatCommand(
        ("challenged",),
        "challenged",
        "shows earlier points that people challenge now, for you to word anew or let go",
        Role.LEAD,
        ("challenged",),
        without_arguments(ShowChallenged),
    ),
    ChatCommand(
        ("which", "were", "mine"),
        "which were mine [all | on | off]",
        "shows you alone which points of the last summary, or of the whole’s, your answers are part of, or keeps no note of it",
        Role.MEMBER,
        ("which were mine", "which were mine all", "which were mine off", "which were mine on"),
        _read_own_points,
    ),
)
