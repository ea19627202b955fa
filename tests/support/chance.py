"""Chance in the tests: the same code draws the same cases, so that a verdict does not depend on luck.

With FOLKMOOT_CHANCE set, Hypothesis draws anew in each run: for the search of faults, where what it finds becomes a test.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, seed, settings

BY_CHANCE = bool(os.environ.get("FOLKMOOT_CHANCE"))


def load_profile() -> None:
    """Load the one profile of all properties. They judge behaviour, and a slow machine is not a failure."""
    settings.register_profile(
        "folkmoot",
        deadline=None,
        derandomize=not BY_CHANCE,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("folkmoot")


def seed_machine(kind: type, number: int) -> None:
    """Let a state machine draw what belongs to this number; another number brings other lives."""
    if not BY_CHANCE:
        seed(number)(kind)
