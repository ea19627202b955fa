"""Choice of the answers that a receipt can show whole: whoever allows words with one press has seen all of them."""

from __future__ import annotations

from collections.abc import Mapping

RECEIPT_ROOM = 1500
"""Units (UTF-16) of answers in one receipt: it stays one message on every platform, and short on a phone."""


def choose_shown_whole(units: Mapping[int, int]) -> tuple[int, ...]:
    """Return the numbers of the answers that fit together, in order: as many as possible, and of equals the earlier."""
    chosen, left = [], RECEIPT_ROOM
    for number in sorted(units, key=lambda number: (units[number], number)):
        if units[number] <= left:
            chosen.append(number)
            left -= units[number]
    return tuple(sorted(chosen))
