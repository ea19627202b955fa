"""Pages of a list that goes on, in the words in which people ask for them: “page 2 of Crisis line”, “next page”."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.chatcommands.registry import Wrong
from bot.chatcommands.words import NUMBER_WORDS, words_after
from bot.domain.commands import Command
from bot.domain.follow_up_commands import ShowFollowUps, ShowHistory, ShowMore, ShowTrend

LISTS: dict[type[Command], str] = {ShowFollowUps: "promises", ShowHistory: "history", ShowTrend: "trend"}
"""Commands for lists that go on, and their names."""
NEXT = 0
"""Stands for the page after the one that was shown last."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PAGE = (
    rf"(?ai:(?:the )?(?:page (?:no\.? ?|number |# ?)?(?P<number>\d{{1,4}}|{'|'.join(NUMBER_WORDS)})"
    rf"|(?P<ordinal>\d{{1,4}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}|next) page))"
)
_AT_END = re.compile(rf"(?:(?P<team>.+?)[\s,]+)?{_PAGE}", re.IGNORECASE | re.DOTALL)
_AT_START = re.compile(rf"{_PAGE}[\s,]+(?P<team>.+)", re.IGNORECASE | re.DOTALL)
_ALONE = re.compile(
    rf"(?:(?:show|see|view|give|get|go to|go on to|turn to) (?:me )?)?(?:{_PAGE}|(?P<more>show (?:me )?more))",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:(?P<team>.+?)[\s,]+)??(?:(?:p|pg)?\.? ?(?P<number>[0-9]{1,4})|(?P<next>next|more))", re.IGNORECASE | re.DOTALL
)
_POLITE = re.compile(r"(?:[\s,]+(?:please|pls))?[\s.!?]*$", re.IGNORECASE)
_SMALL = ("for", "of")
LONGEST = 200
"""Letters of what can ask for a page: a team's name is far shorter, and the patterns take the square of the time for the length."""


def team_and_page(text: str) -> tuple[str, int]:
    """Return the team and the page that the words behind a list’s name ask for: 1 where none is named, or NEXT."""
    if len(text) > LONGEST:
        return text, 1
    plain = _POLITE.sub("", text.strip())
    found = _AT_END.fullmatch(plain) or _AT_START.fullmatch(plain)
    return (_team_in(found["team"] or ""), _number_of(found)) if found else (_team_in(text), 1)


def page_alone(text: str) -> int | None:
    """Return the page that a message asks for that names no list, such as “next page”; None for any other message."""
    found = _ALONE.fullmatch(" ".join(_POLITE.sub("", text).split())) if len(text) <= LONGEST else None
    if found is None:
        return None
    return NEXT if found["more"] else _number_of(found)


def with_loose_page(command: Command | Wrong, teams: Collection[str]) -> Command | Wrong:
    """Return a command for a list with the page that stands where a team’s name should: “history 2”, “trend Crisis line next”.

    `teams` are those that can be named, in lower case. What is the name of one of them is no page.
    """
    name = next((name for kind, name in LISTS.items() if isinstance(command, kind)), "")
    if not isinstance(command, ShowFollowUps | ShowHistory | ShowTrend) or command.team.lower() in teams:
        return command
    if len(command.team) > LONGEST:
        return command
    found = _LOOSE.fullmatch(command.team.strip())
    team = _team_in(found["team"] or "") if found else ""
    if found is None or (team and team.lower() not in teams):
        return command
    if found["next"]:
        return ShowMore(of=name, team=team)
    return replace(command, team=team, page=max(1, int(found["number"])))


def speaks_of_page(words: str) -> bool:
    return "page" in words.lower().split()


def _team_in(text: str) -> str:
    plain = text.strip(" ,")
    return "" if plain.lower() in (*_SMALL, "the") else words_after(plain, *_SMALL)


def _number_of(found: re.Match[str]) -> int:
    """Return the number of the page; the first is as early as a page can be."""
    word = (found["number"] or found["ordinal"]).lower()
    if word == "next":
        return NEXT
    for words in (NUMBER_WORDS, _ORDINALS):
        if word in words:
            return words.index(word) + 1
    return max(1, int(word.rstrip("stndrh")))
