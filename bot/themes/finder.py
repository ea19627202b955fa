"""The local theme finder behind the port: the room's parts put together, loaded at the first use."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import ports

if TYPE_CHECKING:
    from bot.themes import find as results
    from bot.themes.encoding import Encode

log = logging.getLogger(__name__)

LARGEST_TEAM = 150
"""So many answers of one team are looked at pair by pair; more are grouped as an organisation's are."""


class LocalFinder:
    """Finds themes with the shipped models and codebook. It needs no network; it may be called from several threads.

    `encode`: the sentence encoder; the shipped one in a child process unless another is given.
    """

    def __init__(self, encode: Encode | None = None) -> None:
        self._encode = encode

    @property
    def languages(self) -> tuple[str, ...]:
        from bot.themes.language import READ

        return (READ,)

    def reads(self, text: str) -> bool:
        from bot.themes.language import is_read

        return is_read(text)

    def find(self, items: Sequence[ports.Item], direction: str, small: bool, names: Sequence[str] = ()) -> ports.Found:
        found = self._of_team(items, direction, names) if small and len(items) <= LARGEST_TEAM else None
        return _handed_over(found or _of_many(items, direction, small, names))

    def _of_team(self, items: Sequence[ports.Item], direction: str, names: Sequence[str]) -> results.NamedThemes | None:
        """The team's points; None when the encoder fails."""
        from bot.themes.encoder_process import EncoderError
        from bot.themes.encoding import shared_process
        from bot.themes.find_team import find_team
        from bot.themes.headings import shipped_headings

        try:
            encode = self._encode or shared_process().encode
            return find_team(items, direction=direction, encode=encode, headings=shipped_headings(), names=names)
        except EncoderError:
            log.exception("the encoder failed; a team's answers are grouped without it")
            return None

    def redact(self, text: str, names: Sequence[str]) -> str:
        from bot.themes.redact import safe_words

        return safe_words(text, names)


def _of_many(items: Sequence[ports.Item], direction: str, small: bool, names: Sequence[str]) -> results.NamedThemes:
    """The points of what is in a language that is read; whose author was told that theirs is not stands in none (rule 16)."""
    from bot.themes.codebook import shipped_codebook
    from bot.themes.find import find_themes
    from bot.themes.language import is_read

    read = [item for item in items if is_read(item.text)]
    found = find_themes(read, direction=direction, codebook=shipped_codebook(), small=small, names=names)
    others = frozenset(item.ref for item in items) - {item.ref for item in read}
    return replace(found, left_out=found.left_out | others)


def _handed_over(found: results.NamedThemes) -> ports.Found:
    def each(themes: Sequence[results.NamedTheme]) -> tuple[ports.FoundTheme, ...]:
        return tuple(
            ports.FoundTheme(theme.label, theme.new, theme.refs, theme.certainty, theme.matter, theme.against)
            for theme in themes
        )

    return ports.Found(each(found.themes), found.nothing, found.left_out, each(found.candidates))
