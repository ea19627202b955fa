"""From typed words to a command, or to what is not understood and what is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from bot.chatcommands import COMMANDS, ChatCommand, Role, Wrong
from bot.domain.commands import Command

_TRAILING = " .!?"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A known command and what it was read as."""

    spec: ChatCommand
    command: Command | Wrong


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The names of the nearest commands, and the two words that were near; none of any others, which may be an answer."""

    typed: str
    nearest: tuple[str, ...]


_BY_WORDS = {spec.words: spec for spec in COMMANDS}
_PLAIN = {sentence: spec for spec in COMMANDS for sentence in (*spec.plain, spec.name)}


def parse(text: str, role: Role = Role.ADMIN) -> Parsed | NotKnown:
    """Read a command typed as such. Near misses are suggested among the commands that this role may use."""
    words = text.split()
    for count in (2, 1):
        key = tuple(word.lower() for word in words[:count])
        spec = _BY_WORDS.get(key)
        if spec and len(key) == count:
            return Parsed(spec, spec.read(_rest(text, count)))
    whole = plain(text)
    if whole:
        return whole
    near = nearest(words, role)
    return NotKnown(" ".join(words[:2]) if near else "", near)


def plain(text: str) -> Parsed | None:
    """A whole sentence that means a command, whatever its case and closing mark; None for any other words."""
    spec = _PLAIN.get(" ".join(text.lower().split()).strip(_TRAILING))
    return Parsed(spec, spec.read("")) if spec else None


def in_direct_message(text: str) -> Parsed | None:
    """A command typed without a prefix: a plain sentence, or a two-word name followed by its arguments.

    One-word names followed by more words are taken for an answer ("stop the meetings"), with the exception of
    `help`, `claim`, `home` and `away until`, whose arguments cannot be mistaken for one.
    """
    whole = plain(text)
    if whole:
        return whole
    words = text.split()
    key = tuple(word.lower() for word in words[:2])
    if len(words) <= 40 and key in _BY_WORDS and len(key) == 2:
        return Parsed(_BY_WORDS[key], _BY_WORDS[key].read(_rest(text, 2)))
    if (len(words) == 2 and words[0].lower() == "claim") or key == ("away", "until"):
        spec = _BY_WORDS[(words[0].lower(),)]
        return Parsed(spec, spec.read(_rest(text, 1)))
    if words and words[0].lower() in ("help", "home") and len(words) <= 4:
        spec = _BY_WORDS[(words[0].lower(),)]
        return Parsed(spec, spec.read(_rest(text, 1)))
    return None


def nearest(words: list[str], role: Role) -> tuple[str, ...]:
    """Up to three names of commands that look most like these words."""
    names = [spec.name for spec in COMMANDS if spec.role <= role]
    typed = " ".join(words[:2]).lower()
    close = get_close_matches(typed, names, n=3, cutoff=0.55)
    if not close and words:
        close = [name for name in names if name.split()[0] == words[0].lower()][:3]
        close = close or get_close_matches(words[0].lower(), names, n=3, cutoff=0.55)
    return tuple(close)


def _rest(text: str, count: int) -> str:
    return text.split(None, count)[count] if len(text.split()) > count else ""
