"""Two ways of not doing something: a refusal is told to the person, a fault is our bug."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.base import Outcome
from bot.domain.root_error import FolkmootError


class Refusal(FolkmootError):
    """Refusal of a request: nothing was changed; `outcome` says why and what is possible instead. The unit of work is rolled back.

    `field` is the field of a submitted form that is at fault: the form stays open, and nothing typed into it is lost. `quotes` are
    words, in part as they were typed, that the outcome's message quotes: they reach it as its refs, through the confidential door.
    `fault` is the part of what was typed that is at fault, where the rest of the field may stay. `in_turn` says that the form was
    asked field by field.
    """

    def __init__(self, outcome: Outcome, field: str = "", quotes: Sequence[str] = (), fault: str = "") -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
        self.field = field
        self.quotes = tuple(ConfidentialText(words) for words in quotes)
        self.fault = ConfidentialText(fault)
        self.in_turn = False

    def about(self, field: str) -> Refusal:
        """The same refusal, of what stands in this field."""
        return Refusal(self.outcome, field, [words.reveal() for words in self.quotes], self.fault.reveal())


class InternalError(FolkmootError):
    """A state that the product promises cannot occur. Logged without content, answered with an apology."""
