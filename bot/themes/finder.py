"""The local theme finder behind the port: the room's parts put together, loaded at the first use."""

from __future__ import annotations

from collections.abc import Sequence

from bot import ports


class LocalFinder:
    """Finds themes with the shipped model and codebook. It needs no network; it may be called from several threads."""

    def find(self, items: Sequence[ports.Item], direction: str, small: bool, names: Sequence[str] = ()) -> ports.Found:
        from bot.themes.codebook import shipped
        from bot.themes.find import Item, find

        mine = [Item(item.ref, item.who, item.text) for item in items]
        found = find(mine, direction=direction, codebook=shipped(), small=small, names=names)
        themes = tuple(ports.FoundTheme(theme.label, theme.new, theme.refs) for theme in found.themes)
        return ports.Found(themes, found.nothing, found.left_out)

    def redact(self, text: str, names: Sequence[str]) -> str:
        from bot.themes.redact import safe_words

        return safe_words(text, names)
