"""Commands about oneself: help, taking part, being away, one's own data."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import (
    AnswerNow,
    AskToWithdraw,
    ChooseHome,
    ClaimAdmin,
    ComeBack,
    Command,
    ForgetMe,
    GoAway,
    SetQuoteOffers,
    ShowHelp,
    ShowMyData,
    ShowMyWords,
    ShowStatus,
    StartWriting,
    StopWriting,
)
from bot.domain.own_time import SetOwnZone, SetQuietHours


def _read_claim(rest: str) -> Command | Wrong:
    code = re.sub(r"^code\b[:\s]*", "", strip_quotes(rest), flags=re.IGNORECASE)
    if " " in code:
        return Wrong("A code is one word, with dashes and no spaces.")
    return ClaimAdmin(code=code) if code else Wrong("The code is missing.")


_OFFERS = {"ask": True, "ask each time": True, "offer nothing": False}


def _read_words(rest: str) -> Command | Wrong:
    wanted = " ".join(strip_quotes(rest).lower().split())
    if not wanted:
        return ShowMyWords()
    if wanted in _OFFERS:
        return SetQuoteOffers(offers=_OFFERS[wanted])
    return Wrong("Only “ask each time” or “offer nothing” can follow.")


def _read_away(rest: str) -> Command | Wrong:
    when = strip_quotes(rest)
    return GoAway(when=when) if when else Wrong("Say until when you are away.")


def _read_home(rest: str) -> Command | Wrong:
    team = strip_quotes(rest)
    return ChooseHome(team=team) if team else Wrong("The team’s name is missing.")


COMMANDS = (
    ChatCommand(
        ("help",),
        "help [COMMAND]",
        "shows what you can say, or one command with examples",
        Role.STRANGER,
        ("help", "help schedule set"),
        lambda rest: ShowHelp(about=rest.strip()),
    ),
    ChatCommand(
        ("claim",),
        "claim CODE",
        "makes you the first admin, with the operator’s one-time code",
        Role.STRANGER,
        ("claim abcd-efgh-jkmn-pqrs",),
        _read_claim,
    ),
    ChatCommand(
        ("status",),
        "status",
        "shows your teams’ rounds and what could not be delivered",
        Role.LEAD,
        ("status",),
        without_arguments(ShowStatus),
    ),
    ChatCommand(
        ("answer",),
        "answer",
        "shows your team’s questions again",
        Role.MEMBER,
        ("answer",),
        without_arguments(AnswerNow),
    ),
    ChatCommand(
        ("withdraw",),
        "withdraw",
        "takes your answers back, after asking once more",
        Role.MEMBER,
        ("withdraw",),
        without_arguments(AskToWithdraw),
    ),
    ChatCommand(
        ("my", "words"),
        "my words [ask each time | offer nothing]",
        "shows how your words would appear to others, or sets whether I ask when you save an answer",
        Role.MEMBER,
        ("my words", "my words offer nothing", "my words ask each time"),
        _read_words,
    ),
    ChatCommand(
        ("home",),
        "home TEAM",
        "chooses the team that asks you, if you are in several",
        Role.MEMBER,
        ("home Crisis line",),
        _read_home,
    ),
    ChatCommand(
        ("away",),
        "away until DATE | for TIME | from DATE to DATE",
        "leaves you in peace while you are away",
        Role.MEMBER,
        ("away until Monday", "away for two weeks", "away from 3 to 7 April"),
        _read_away,
    ),
    ChatCommand(
        ("my", "zone"),
        "my zone [ZONE | team]",
        "says by which clock you are asked, at your team’s hour in your own day and never at night",
        Role.MEMBER,
        ("my zone", "my zone New York", "my zone team"),
        lambda rest: SetOwnZone(zone=strip_quotes(rest.rstrip(" .!"))),
    ),
    ChatCommand(
        ("my", "quiet", "hours"),
        "my quiet hours [FROM to UNTIL | usual]",
        "says between which hours of your day I do not ask you",
        Role.MEMBER,
        ("my quiet hours", "my quiet hours 20:00 to 8:00", "my quiet hours usual"),
        lambda rest: SetQuietHours(words=strip_quotes(rest.rstrip(" .!"))),
    ),
    ChatCommand(("back",), "back", "ends your absence", Role.MEMBER, ("back",), without_arguments(ComeBack)),
    ChatCommand(
        ("stop",),
        "stop",
        "ends all messages to you",
        Role.MEMBER,
        ("stop",),
        without_arguments(StopWriting),
    ),
    ChatCommand(("start",), "start", "lets me ask you again", Role.MEMBER, ("start",), without_arguments(StartWriting)),
    ChatCommand(
        ("my", "data"),
        "my data",
        "shows all that I keep about you",
        Role.MEMBER,
        ("my data",),
        without_arguments(ShowMyData),
    ),
    ChatCommand(
        ("forget", "me"),
        "forget me",
        "destroys all your words",
        Role.MEMBER,
        ("forget me",),
        without_arguments(ForgetMe),
    ),
)
