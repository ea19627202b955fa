"""Something to say of every kind, in every way in which it can be said. `WORDS` stands for what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.outcomes.base import Outcome

AT = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
ZONE = "Europe/London"
QUESTIONS = ("What is good here?", "What should we stop?", "What do you miss?")
WORDS = "quokka words of somebody"


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing said, with the texts that it quotes; `note` tells it from others of its kind."""

    outcome: Outcome
    texts: tuple[str | None, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        kind = type(self.outcome).__name__
        return f"{kind} ({self.note})" if self.note else kind


def samples() -> list[Sample]:
    from tests.phrasebook import answers, home, joining, lists, orders, sharing

    return [*answers.SAMPLES, *sharing.SAMPLES, *orders.SAMPLES, *joining.SAMPLES, *home.SAMPLES, *lists.SAMPLES]
