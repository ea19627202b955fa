"""Commands that were nearly written: by other words, in another order, with a slip, or with something wrong behind the name."""

from __future__ import annotations

from difflib import get_close_matches

from bot.chatcommands import BY_NAME, COMMANDS, ChatCommand, Role
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.language import Language
from bot.chatcommands.words import NUMBER_WORDS

_LONGEST_NAME = 4
"""Words of a team's name that is not there yet."""
_RHYTHM = frozenset(["every", "daily", "weekly", "monthly", "quarterly", "fortnightly", "weekday", "weekdays"])


def nearly_written(text: str, words: str, language: Language, situation: Situation) -> str:
    """The name of the command with arguments that a text was meant to be, or an empty string.

    Whoever has a round to answer has to show something that the command takes: a person, a number, a team that is there.
    """
    for name, beginnings in language.nearly:
        spec = BY_NAME[name]
        found = beginnings.match(words)
        if found and spec.role <= situation.role:
            rest = words[found.end() :].strip()
            if not situation.asked or _has_what_it_takes(spec, text, rest, language, situation):
                return name
    return ""


def _has_what_it_takes(spec: ChatCommand, text: str, rest: str, language: Language, situation: Situation) -> bool:
    if not rest:
        return True
    if "@" in spec.usage:
        return "@" in text
    if spec.name in ("questions set", "privacy threshold"):
        return any(part.isdigit() or part in NUMBER_WORDS for part in rest.split()[:1])
    if spec.name == "schedule set":
        parts = rest.split()
        return any(part in _RHYTHM or part in language.days or part.isdigit() for part in parts)
    if spec.name == "team add":
        return len(rest.split()) <= _LONGEST_NAME
    return bool(get_close_matches(rest, situation.teams, n=1, cutoff=0.75))


def nearest_commands(words: list[str], role: Role, likeness: float = 0.55) -> tuple[str, ...]:
    """Up to three names of commands that look most like these words."""
    names = [spec.name for spec in COMMANDS if spec.role <= role]
    typed = " ".join(words[:2]).lower()
    close = get_close_matches(typed, names, n=3, cutoff=likeness)
    if not close and words:
        close = [name for name in names if name.split()[0] == words[0].lower()][:3]
        close = close or get_close_matches(words[0].lower(), names, n=3, cutoff=likeness)
    return tuple(close)
