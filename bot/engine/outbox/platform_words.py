"""A message in the words of its platform: its word for a conversation of many, and commands as they are written there.

Only our own words are changed. Whatever a message was given, such as a team's name or somebody's words, stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.chatcommands import COMMANDS
from bot.chatcommands.complete_command import named_command
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.commands import CommandHelp, WronglyWritten
from bot.views.capabilities import Capabilities
from bot.views.view import Block, Button, Buttons, Fields, Heading, Items, Note, Text, View

USUAL = "channel"
_PLACE = re.compile(r"(?<!broadcast )\b(?P<first>[Cc])hannel(?P<many>s?)\b")
_NAMES = "|".join(sorted((spec.name for spec in COMMANDS if len(spec.words) > 1), key=len, reverse=True))
_COMMAND = re.compile(rf"(?<=“)(?P<name>{_NAMES})(?=[ ”])")
"""A command of several words at the beginning of a quotation; one of a single word is understood everywhere."""
MASK = "\ue000{}\ue001"
"""Characters of private use, which no message holds, around the number of what is left as it is."""


def in_platform_words(
    view: View, outcome: Outcome, texts: Sequence[str | None], here: Capabilities, direct: bool = False
) -> View:
    """The view as the platform of a conversation says it; the same view where it says it as we do."""
    writes = here.joins_words or (not direct and here.said_there != "{}")
    if here.place == USUAL and not writes:
        return view
    strings = [text for text in (*_strings_in(outcome), *texts) if text]
    if any(MASK[0] in text for text in strings):
        return view
    given = {text for text in strings if _is_touched(text)}
    change = _Change(here, writes, sorted(given, key=len, reverse=True))
    blocks = tuple(change.block(block) for block in view.blocks)
    return replace(view, blocks=blocks, summary=change.text(view.summary))


def commands_as_there(outcome: Outcome, here: Capabilities, direct: bool = False) -> Outcome:
    """The outcome with the commands that it teaches as they are written in a conversation: help can be copied."""
    if not (here.joins_words or (not direct and here.said_there != "{}")):
        return outcome
    taught: Outcome = _as_there(outcome, here)
    return taught


def _as_there(value: Any, here: Capabilities) -> Any:
    """A value with every usage and example in it as it is written there; topics of help have no examples, and are no commands."""
    if isinstance(value, tuple):
        return tuple(_as_there(part, here) for part in value)
    if isinstance(value, CommandHelp | WronglyWritten) and value.examples:
        examples = tuple(_line_as_there(line, here) for line in value.examples)
        return replace(value, usage=_line_as_there(value.usage, here), examples=examples)
    if not isinstance(value, Outcome):
        return value
    inside = ((each.name, getattr(value, each.name)) for each in fields(value))
    changed = {name: _as_there(part, here) for name, part in inside if _teaches(part)}
    return replace(value, **changed) if changed else value


def _teaches(part: Any) -> bool:
    first = part[0] if isinstance(part, tuple) and part else part
    return isinstance(first, Outcome | CommandHelp)


def _line_as_there(line: str, here: Capabilities) -> str:
    named = named_command(line)
    return line if named is None else f"{here.written_there(named[0].name)} {named[1]}".strip()


def _is_touched(text: str) -> bool:
    return bool(_PLACE.search(text) or _COMMAND.search(f"“{text}”") or _COMMAND.search(text))


def _strings_in(value: Any) -> Iterator[str]:
    """Yield every string in an outcome, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings_in(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _strings_in(getattr(value, each.name))


class _Change:
    """`given` are strings that stay as they are, longer ones first."""

    def __init__(self, here: Capabilities, writes: bool, given: Sequence[str]) -> None:
        self._here = here
        self._writes = writes
        self._given = given

    def block(self, block: Block) -> Block:
        match block:
            case Text(said, opens):
                return replace(block, text=self.text(said), opens=self.text(opens))
            case Heading(said) | Note(said):
                return replace(block, text=self.text(said))
            case Items(items):
                return replace(block, items=tuple(map(self.text, items)))
            case Fields(rows, header):
                changed = tuple(tuple(map(self.text, row)) for row in rows)
                return replace(block, rows=changed, header=tuple(map(self.text, header)))
            case Buttons(buttons):
                return Buttons(tuple(map(self._button, buttons)))
            case _:
                return block

    def _button(self, button: Button) -> Button:
        return replace(button, label=self.text(button.label), asks=self.text(button.asks))

    def text(self, said: str) -> str:
        for number, words in enumerate(self._given):
            said = said.replace(words, MASK.format(number))
        if self._here.place != USUAL:
            said = _PLACE.sub(self._place, said)
        if self._writes:
            said = _COMMAND.sub(lambda found: self._here.written_there(found["name"]), said)
        for number, words in enumerate(self._given):
            said = said.replace(MASK.format(number), words)
        return said

    def _place(self, found: re.Match[str]) -> str:
        word = f"{self._here.place}{found['many']}"
        return word.capitalize() if found["first"] == "C" else word
