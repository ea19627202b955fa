"""The type of every word that a person entrusts to the bot."""

from __future__ import annotations


class ConfidentialText:
    """Somebody's own words. Shows its length wherever it is printed, so that no log or error can repeat it (C10)."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The words themselves; call it only where they are encrypted, shown to their author, or grouped."""
        return self._text

    def __repr__(self) -> str:
        return f"<confidential, {len(self._text)} characters>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConfidentialText) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text.strip())

    def __reduce__(self) -> tuple[type, tuple[str]]:
        raise TypeError("confidential text is not pickled: keep it through the confidential door")
