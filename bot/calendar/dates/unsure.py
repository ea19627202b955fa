"""Answer of the date reader where a day is named and yet not clear."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.stretch import Stretch


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words with more than one meaning, or one that would surprise: a sentence that says why, and what can be meant."""

    what: str
    choices: tuple[Stretch, ...]
