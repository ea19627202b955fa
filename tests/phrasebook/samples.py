"""Something to say of every kind, in every way in which it can be said. `WORDS` stands for what people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stretch import Stretch

AT = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
ZONE = "Europe/London"
QUESTIONS = ("What is good here?", "What should we stop?", "What do you miss?")
TODAY = AT.date()
STRETCHES = {
    "until a day": Stretch(None, date(2026, 3, 9)),
    "until a day of another year": Stretch(None, date(2027, 3, 9)),
    "to the end of a day": Stretch(None, date(2026, 5, 1), through=True),
    "on a day": Stretch(date(2026, 3, 13), date(2026, 3, 14), through=True),
    "from a day to another": Stretch(date(2026, 4, 3), date(2026, 4, 8), through=True),
    "from a day until another": Stretch(date(2026, 4, 3), date(2026, 4, 7)),
    "without an end": Stretch(None, None),
    "from a day on": Stretch(date(2026, 4, 3), None),
}
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
    from tests.phrasebook import (
        answers,
        drafts,
        exports,
        follow_ups,
        history,
        home,
        joining,
        lasting_points,
        lists,
        many_people,
        meetings,
        orders,
        proposals,
        repairs,
        reports,
        set_up,
        sharing,
        support,
        weighing,
    )

    rooms = (
        answers, drafts, sharing, weighing, orders, repairs, exports, reports, joining, home, lists, support, meetings,
        follow_ups, history, lasting_points, set_up, many_people, proposals,
    )  # fmt: skip
    return [sample for room in rooms for sample in room.SAMPLES]
