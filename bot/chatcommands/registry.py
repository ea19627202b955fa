"""A chat command: how it is written, what it does, who may use it, examples that are tests, and how its words are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.commands import Command


class Role(IntEnum):
    """Role needed for a command; a higher role includes the lower ones. STRANGER needs no membership."""

    STRANGER = 0
    MEMBER = 1
    LEAD = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Wrong:
    """Refusal of a known command's words: a sentence about what is missing or wrong."""

    problem: str


@dataclass(frozen=True, slots=True)
class ChatCommand:
    """`words` name it, `read` turns the rest of the line into a command or says what is wrong with it.

    The sentences that mean the same stand in `data/intents-en.toml`.
    """

    words: tuple[str, ...]
    usage: str
    does: str
    role: Role
    examples: tuple[str, ...]
    read: Callable[[str], Command | Wrong]

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def is_bare(self) -> bool:
        """Return whether nothing can follow its name."""
        return self.usage == self.name


def without_arguments(make: Callable[[], Command]) -> Callable[[str], Command | Wrong]:
    """For a command that stands alone: with anything behind its name it is no command."""
    return lambda rest: Wrong("Nothing follows this command.") if rest.strip() else make()
