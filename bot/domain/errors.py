"""Two ways of not doing something: a refusal is told to the person, a fault is our bug."""

from __future__ import annotations

from bot.domain.outcomes.base import Outcome


class Refusal(Exception):
    """Nothing was changed; `outcome` says why and what is possible instead. The unit of work is rolled back.

    `field` is the field of a submitted form that is at fault: the form stays open, and nothing typed into it is lost.
    """

    def __init__(self, outcome: Outcome, field: str = "") -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
        self.field = field


class Fault(Exception):
    """A state that the product promises cannot occur. Logged without content, answered with an apology."""
