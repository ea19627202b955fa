"""Parts of one row that belong to several, such as the quotes of a summary to its questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def split_by_counts(row: Sequence[T], counts: Iterable[int]) -> Iterator[Sequence[T]]:
    """Yield the next `count` of the row for each count; what is beyond its end is in no part."""
    at = 0
    for count in counts:
        yield row[at : at + count]
        at += count
