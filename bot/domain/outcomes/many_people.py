"""Outcomes about many people who are put on a list at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("lines-not-read")
@dataclass(frozen=True, kw_only=True)
class LinesNotRead(Outcome):
    """Lines of a list by which nobody was added, each with its number and why; `refs` are these lines, in the same order.

    Why is one of unknown (nobody is known by that name), several (more than one is), address (nobody is found by that e-mail
    address), elsewhere (known on another platform alone), mark (no name in it). `added` is how many lines were understood,
    `more` how many others were not and are not named.
    """

    team: str
    lines: tuple[tuple[int, str], ...]
    added: int
    more: int = 0
    refs: tuple[str, ...] = ()


@stored_as("file-not-taken")
@dataclass(frozen=True, kw_only=True)
class FileNotTaken(Outcome):
    """A file that was not taken in: `why` is no team (what to write beside it was missing), unreadable, unreadable pack,
    unreadable calendar, or why it could not be read, as `MessageReceived` says it."""

    why: str
    team: str = "TEAM"
