"""The life of one person's weighing of one item, as a table.

A weighing starts UNWEIGHED. Until the end of the check window its member agrees, differs, changes that or takes it back, any
number of times; who takes back all that they said of a draft, or is forgotten, never weighed. Who leaves the team stays in the
counts of the round, as with answers. At the end of the window `count_weighings` counts it once, and the row is erased with the
round's key: there is no state after it. What was said of an item that is no longer listed then is not counted.

Beside that a member may say that the item is the same as others. That lives and ends with the weighing.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.domain.model.weighing import Weighing, WeighingState


class WeighingMove(StrEnum):
    """Event in the life of a weighing, by its member."""

    AGREE = "agree"
    DIFFER = "differ"
    TAKE_BACK = "take back"
    FORGET = "forget"


_S, _M = WeighingState, WeighingMove

TABLE: dict[tuple[WeighingState, WeighingMove], WeighingState] = {
    (_S.UNWEIGHED, _M.AGREE): _S.AGREES,
    (_S.UNWEIGHED, _M.DIFFER): _S.DIFFERS,
    (_S.AGREES, _M.DIFFER): _S.DIFFERS,
    (_S.AGREES, _M.TAKE_BACK): _S.UNWEIGHED,
    (_S.AGREES, _M.FORGET): _S.UNWEIGHED,
    (_S.DIFFERS, _M.AGREE): _S.AGREES,
    (_S.DIFFERS, _M.TAKE_BACK): _S.UNWEIGHED,
    (_S.DIFFERS, _M.FORGET): _S.UNWEIGHED,
}
"""What is not in it changes nothing."""


def move_weighing(weighing: Weighing, move: WeighingMove) -> Weighing:
    """Return the weighing one move on. What is taken back or forgotten says no longer what the item is the same as.

    Where nothing was said yet there is nothing to take back: who skips an item goes on calling it the same as another.
    """
    state = TABLE.get((weighing.state, move), weighing.state)
    taken = move is WeighingMove.TAKE_BACK and (weighing.state, move) in TABLE
    same_as = () if taken or move is WeighingMove.FORGET else weighing.same_as
    return replace(weighing, state=state, same_as=same_as)


def say_same(weighing: Weighing, other: str) -> Weighing:
    """Return the weighing with its item called the same as another one too, or no longer if it was."""
    if other == weighing.item:
        return weighing
    return replace(weighing, same_as=tuple(sorted({other} ^ set(weighing.same_as))))
