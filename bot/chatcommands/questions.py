"""Commands about the questions that are asked."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.chatcommands.ready_sets import find_ready_set, ready_sets
from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes, words_after
from bot.domain.commands import Command
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.question_commands import (
    AddQuestion,
    CorrectQuestion,
    ExportQuestions,
    ImportQuestions,
    ListReadySets,
    MendRunning,
    PreviewQuestions,
    RemoveQuestion,
    ResetQuestions,
    SetDirection,
    SetQuestion,
    ShowQuestionHistory,
    ShowQuestions,
    UseReadySet,
)
from bot.domain.question_packs import Faulty, line_of_schedule, read_pack
from bot.domain.questions import KEEP, LONGEST_QUESTION, MISSING, OPEN, STOP

_NUMBER = r"(\d{1,3})[.):]?"
_TEAM = r"(?:\s+(?:for|of)\s+(.+?))?"
_TEXT_AND_TEAM = re.compile(r"(.*[?!.”\"])\s+for\s+([^?!]+)", re.DOTALL)
"""A question with the mark that ends it, and the team behind it."""
_TEAM_AND_REST = re.compile(r"\s*(?:for|of)\s+([^:?!]+):\s*(.*)", re.DOTALL)
"""The team in front, with a colon."""
_WORDS = {
    KEEP: ("keep", "continue", "stay"),
    STOP: ("stop", "change"),
    MISSING: ("missing", "start", "try"),
    OPEN: ("open",),
}
_DIRECTIONS = {word: direction for direction, words in _WORDS.items() for word in words}


def _split_team(rest: str) -> tuple[str, str]:
    """The words of a question, and the team behind or in front of them; the team is empty without one."""
    before = _TEAM_AND_REST.fullmatch(rest)
    if before:
        return before[2], strip_quotes(before[1])
    behind = _TEXT_AND_TEAM.fullmatch(rest.strip())
    return (behind[1], strip_quotes(behind[2])) if behind else (rest, "")


def _read_text(rest: str) -> str | Wrong:
    text = strip_quotes(" ".join(rest.split()))
    if not text:
        return Wrong("The question’s new text is missing.")
    if len(text) > LONGEST_QUESTION:
        return Wrong(f"A question may have {LONGEST_QUESTION} characters at most: short ones are answered more often.")
    return text


def _read_numbered(make: Callable[[int, str, str], Command]) -> Callable[[str], Command | Wrong]:
    """For a command that gives the question of a number its new text."""

    def read(rest: str) -> Command | Wrong:
        words, team = _split_team(rest)
        found = re.match(rf"\s*{_NUMBER}\s+(.*)", words, re.DOTALL)
        if not found:
            return Wrong("Say which question, by its number, and then its new text.")
        if re.match(r"(?:and|or|to|,|&|-)\s*\d", found[2]):
            return Wrong("One question at a time: say its number, and then its new text.")
        text = _read_text(found[2])
        return text if isinstance(text, Wrong) else make(int(found[1]), text, team)

    return read


def _read_added(rest: str) -> Command | Wrong:
    words, team = _split_team(rest)
    text = _read_text(words)
    return text if isinstance(text, Wrong) else AddQuestion(text=text, team=team)


def _read_only_number(make: Callable[[int, str], Command]) -> Callable[[str], Command | Wrong]:
    """For a command that names a question, and at most a team behind it."""

    def read(rest: str) -> Command | Wrong:
        found = re.fullmatch(rf"\s*{_NUMBER}{_TEAM}\s*", rest)
        if not found:
            return Wrong("Say which question, by its number.")
        return make(int(found[1]), strip_quotes(found[2] or ""))

    return read


def _read_question_direction(rest: str) -> Command | Wrong:
    found = re.fullmatch(rf"\s*{_NUMBER}\s+(?:as\s+)?(\w+)[.!]?{_TEAM}\s*", rest)
    direction = _DIRECTIONS.get(found[2].lower()) if found else None
    if not found or not direction:
        return Wrong(
            "Say which question, by its number, and whether it asks what to keep, what to stop, what is missing, or is open."
        )
    return SetDirection(number=int(found[1]), direction=direction, team=strip_quotes(found[3] or ""))


def _read_history(rest: str) -> Command | Wrong:
    found = re.fullmatch(r"\s*(?:version\s+)?(\d{1,4})?\s*(?:(?:for|of)\s+)?(.*?)\s*", rest, re.DOTALL)
    return ShowQuestionHistory(version=int(found[1] or 0) if found else 0, team=strip_quotes(found[2]) if found else "")


def _read_chosen(rest: str) -> Command | Wrong:
    """The set by its name or key, and at most a team behind it."""
    behind = re.fullmatch(r"(.*?)\s+for\s+(.+)", rest.strip(), re.DOTALL)
    words, team = (behind[1], behind[2]) if behind else (rest, "")
    chosen = find_ready_set(strip_quotes(words))
    if chosen is None:
        return Wrong(f"Say which set: {_names_of_sets()}.")
    return UseReadySet(key=chosen.key, team=strip_quotes(team))


_PACK = 'questions import {"name": "Lifts", "question": [{"text": "What lifts you?", "direction": "keep"}]}'
_BEGINS = re.compile(r"\s*(?:for\s+(?P<team>[^\n{]+?)\s*:?\s*(?=[\n{]))?(?P<text>.*)", re.DOTALL)
"""The team may stand in the first line, and the pack begins behind it."""


def _read_import(rest: str) -> Command | Wrong:
    found = _BEGINS.fullmatch(rest)
    text = found["text"] if found else rest
    if not text.strip():
        return Wrong("Put the text of the pack behind it, in the same message.")
    pack = read_pack(text.strip("\n"))
    if isinstance(pack, Faulty):
        return Wrong(f"Line {pack.line} of the pack: {pack.problem} Nothing was changed.")
    team = strip_quotes(found["team"] or "") if found else ""
    return ImportQuestions(pack=pack, schedule_line=line_of_schedule(text.strip("\n")), team=team)


def _names_of_sets() -> str:
    names = [f"“{one.name}”" for one in ready_sets()]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _read_team(make: Callable[[str], Command]) -> Callable[[str], Command]:
    return lambda rest: make(words_after(rest, "for", "of"))


COMMANDS = (
    ChatCommand(
        ("questions", "show"),
        "questions show [for TEAM]",
        "shows the questions that are asked",
        Role.MEMBER,
        ("questions show", "questions show for Crisis line"),
        _read_team(lambda team: ShowQuestions(team=team)),
    ),
    ChatCommand(
        ("questions", "preview"),
        "questions preview [for TEAM]",
        "shows you alone what people will be asked next",
        Role.MEMBER,
        ("questions preview", "questions preview for Crisis line"),
        _read_team(lambda team: PreviewQuestions(team=team)),
    ),
    ChatCommand(
        ("questions", "history"),
        "questions history [VERSION] [for TEAM]",
        "shows who changed the questions and when, or the questions of an earlier version",
        Role.MEMBER,
        ("questions history", "questions history 1", "questions history for Crisis line"),
        _read_history,
    ),
    ChatCommand(
        ("questions", "set"),
        "questions set NUMBER TEXT [for TEAM]",
        "changes a question, from the next round on; a team’s own by who leads it",
        Role.LEAD,
        ("questions set 2 What should we stop doing?", "questions set 2 What should we stop doing? for Crisis line"),
        _read_numbered(lambda number, text, team: SetQuestion(number=number, text=text, team=team)),
    ),
    ChatCommand(
        ("questions", "correct"),
        "questions correct NUMBER TEXT [for TEAM]",
        "mends a slip in a question, which stays the same question",
        Role.LEAD,
        (
            "questions correct 2 What should we stop doing, or do differently?",
            "questions correct 2 What should we stop doing, or do differently? for Crisis line",
        ),
        _read_numbered(lambda number, text, team: CorrectQuestion(number=number, text=text, team=team)),
    ),
    ChatCommand(
        ("questions", "mend"),
        "questions mend NUMBER [for TEAM]",
        "corrects the same slip in a round that is running, with answers kept: by it you say that the meaning is the same",
        Role.LEAD,
        ("questions mend 2", "questions mend 2 for Crisis line"),
        _read_only_number(lambda number, team: MendRunning(number=number, team=team)),
    ),
    ChatCommand(
        ("questions", "add"),
        "questions add TEXT [for TEAM]",
        f"asks one more question, {MOST_QUESTIONS} at most",
        Role.LEAD,
        ("questions add What surprised you?", "questions add What surprised you? for Crisis line"),
        _read_added,
    ),
    ChatCommand(
        ("questions", "remove"),
        "questions remove NUMBER [for TEAM]",
        "asks a question no more",
        Role.LEAD,
        ("questions remove 3", "questions remove 3 for Crisis line"),
        _read_only_number(lambda number, team: RemoveQuestion(number=number, team=team)),
    ),
    ChatCommand(
        ("questions", "read"),
        "questions read NUMBER as keep|stop|missing|open [for TEAM]",
        "says how the answers to a question are read",
        Role.LEAD,
        ("questions read 1 as missing", "questions read 1 as open for Crisis line"),
        _read_question_direction,
    ),
    ChatCommand(
        ("questions", "sets"),
        "questions sets",
        "shows the sets of questions that are ready to use",
        Role.LEAD,
        ("questions sets",),
        without_arguments(ListReadySets),
    ),
    ChatCommand(
        ("questions", "use"),
        "questions use SET [for TEAM]",
        "asks the questions of a ready set, from the next round on",
        Role.LEAD,
        ("questions use start, stop, continue", "questions use keep, drop, try for Crisis line"),
        _read_chosen,
    ),
    ChatCommand(
        ("questions", "export"),
        "questions export [for TEAM]",
        "hands you the questions with their rhythm as one file, for others to adopt",
        Role.LEAD,
        ("questions export", "questions export for Crisis line"),
        _read_team(lambda team: ExportQuestions(team=team)),
    ),
    ChatCommand(
        ("questions", "import"),
        "questions import [for TEAM] TEXT OF A PACK",
        "asks the questions of a pack, in its rhythm; for one team its name stands in the first line",
        Role.LEAD,
        (_PACK, _PACK.replace("import", "import for Crisis line")),
        _read_import,
    ),
    ChatCommand(
        ("questions", "reset"),
        "questions reset [for TEAM]",
        "asks the product’s own questions again; a team asks the organisation’s",
        Role.LEAD,
        ("questions reset", "questions reset for Crisis line"),
        _read_team(lambda team: ResetQuestions(team=team)),
    ),
)
