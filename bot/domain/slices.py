"""Work on much in small parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield them so many at a time; the last ones may be fewer."""
    return (items[start : start + size] for start in range(0, len(items), size))
