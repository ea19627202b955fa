"""Port of the second look at typed words: a model that knows what words mean, where the rule knows only the words (C12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class RiskReader(Protocol):
    """Finds words that suggest a risk of harm. It keeps and tells nothing; its methods are called in a thread."""

    def warm_up(self) -> None:
        """Get ready for words that are about to come. It may take seconds, and returns at once when it is ready already."""
        ...

    def find_risky(self, texts: Sequence[str]) -> frozenset[str]:
        """Return those of the texts that suggest a risk of harm; none of them when the model fails."""
        ...
