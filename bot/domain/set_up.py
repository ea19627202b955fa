"""The steps of a guided set-up, and the order for one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command

STEPS = ("organisation", "team", "people", "rhythm", "support")
REVIEW = "review"
"""The review after the last step: everything is shown, and made by one press."""
ORDER = (*STEPS, REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp(Command):
    """Begin a guided set-up or go on with it. `what` is empty, "here" to make this place the team's home, or "cancel"."""

    what: str = ""


def step_after(step: str) -> str:
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def step_before(step: str) -> str:
    return ORDER[max(ORDER.index(step) - 1, 0)]
