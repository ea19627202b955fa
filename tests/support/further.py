"""Extent of the tests: `make test` runs a part of what is exhaustive or drawn; with FOLKMOOT_STEPS set, they run in full.

A module that takes a part says so with `pytestmark = further`; `.ci/run` calls all of these again with `-m further`.
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
only_further = pytest.mark.skipif(
    not GOES_FURTHER, reason="takes seconds, and others show the same in small: `.ci/run`"
)
"""For a test that `make test` leaves out; its module is marked as well."""


def steps_of(usual: int) -> int:
    """Return how many steps a machine takes: `usual`, or FOLKMOOT_STEPS."""
    return int(_given) if GOES_FURTHER else usual


def part_of(cases: Sequence[T], every: int, first: int = 0) -> list[T]:
    """Return every so manieth of the cases from the `first` one on; all of them where the tests go further.

    Where two tests take parts of the same cases, each begins elsewhere, so that both together try more of them.
    """
    return list(cases) if GOES_FURTHER else list(cases[first::every])
