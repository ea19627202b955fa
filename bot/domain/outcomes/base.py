"""An outcome is what was decided, as data: the seam between deciding and wording.

Outcomes are kept in the outbox until they are sent, so their fields are plain data (str, int, bool, datetime, date, enums,
tuples and frozen dataclasses of these) and never answer text. An outcome whose message quotes somebody's own words carries
`refs`: names of texts that the confidential door reads at the moment of sending.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Base class of all outcomes; each is declared with `@stored_as`, since it waits in the outbox."""

    def without_choices(self) -> Outcome:
        """Return the outcome as it is kept once its message was sent: without what somebody chose in confidence."""
        return self


def text_refs(outcome: Outcome) -> tuple[str, ...]:
    """The names of the confidential texts that this outcome's message will quote."""
    refs: tuple[str, ...] = getattr(outcome, "refs", ())
    return refs
