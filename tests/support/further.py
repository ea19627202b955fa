"""Extent of the tests: `make test` runs a part of what is exhaustive or drawn; with FOLKMOOT_STEPS set, they run in full.

A module that takes a part says so with `pytestmark = further`; `.ci/run` calls all of these again with `-m further`, and each test
that is `only_further`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")
_given = os.environ.get("FOLKMOOT_STEPS", "")
GOES_FURTHER = bool(_given)
further = pytest.mark.further
only_further = pytest.mark.only_further
"""For a test, or one of its cases, that `make test` leaves out; its module need not be marked."""
_LEFT_OUT = pytest.mark.skip(reason="takes seconds, and others show the same in small: `.ci/run`")


def mark_further(items: Sequence[pytest.Item]) -> None:
    """Mark what only the tests that go further run as belonging to them, and skip it where they do not."""
    for item in items:
        if item.get_closest_marker(only_further.name):
            item.add_marker(further)
            if not GOES_FURTHER:
                item.add_marker(_LEFT_OUT)


def steps_of(usual: int) -> int:
    """Return how many steps a machine takes: `usual`, or FOLKMOOT_STEPS."""
    return int(_given) if GOES_FURTHER else usual


def part_of(cases: Sequence[T], every: int, first: int = 0) -> list[T]:
    """Return every so manieth of the cases from the `first` one on; all of them where the tests go further.

    Where two tests take parts of the same cases, each begins elsewhere, so that both together try more of them.
    """
    return list(cases) if GOES_FURTHER else list(cases[first::every])
