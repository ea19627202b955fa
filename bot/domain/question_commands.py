"""Chat commands about the questions that are asked.

An empty team is the organisation for an admin, and for others the team that is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command
from bot.domain.question_packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuestions(Command):
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuestion(Command):
    number: int
    text: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectQuestion(Command):
    """Mend a slip in the words of a question, which stays the same question."""

    number: int
    text: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddQuestion(Command):
    text: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveQuestion(Command):
    number: int
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDirection(Command):
    """`direction` is keep, stop, missing or open."""

    number: int
    direction: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendRunning(Command):
    """Correct the slip that was mended in this question also in rounds that run, and say by it that the meaning is the same."""

    number: int
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewQuestions(Command):
    """Show who asks for it, alone, what people will be asked next."""

    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuestionHistory(Command):
    """Show who changed the questions and when; or one earlier `version`, if it is not 0."""

    team: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReadySets(Command):
    """Show the sets that ship with the product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseReadySet(Command):
    """Ask the questions of a set that ships with the product; `key` is the set's."""

    key: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuestions(Command):
    """Hand over the questions with their rhythm, as a file."""

    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportQuestions(Command):
    """Ask the questions of a pack, in its rhythm; `schedule_line` is the line of its text in which the schedule stands."""

    pack: Pack
    schedule_line: int = 1
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetQuestions(Command):
    """Ask the product's own questions again; in a team, the organisation's."""

    team: str = ""
