"""The life of one person's weighing of one item, as a table.

A weighing starts UNWEIGHED. Until the end of the check window its member agrees, differs, changes that or takes it back, any
number of times; who takes back all that they said of a draft, or is forgotten, never weighed. Who leaves the team stays in the
counts of the round, as with answers. At the end of the window it is counted, once: AGREED, DIFFERED or PASSED. Nothing moves it
then but its item's leaving, which is possible until the final: when a statement's author takes the words back, what was said about
them is void, and nothing is ever made of it.

Beside that a member may say that the item is the same as others. That lives and ends with the weighing.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.domain.model.weighing import Weighing, WeighingState


class WeighingMove(StrEnum):
    """Event in the life of a weighing: by its member, by the clock, or by its item's leaving."""

    AGREE = "agree"
    DIFFER = "differ"
    TAKE_BACK = "take back"
    FORGET = "forget"
    CLOSE = "close"
    DROP_ITEM = "drop item"


_S, _M = WeighingState, WeighingMove

TABLE: dict[tuple[WeighingState, WeighingMove], WeighingState] = {
    (_S.UNWEIGHED, _M.AGREE): _S.AGREES,
    (_S.UNWEIGHED, _M.DIFFER): _S.DIFFERS,
    (_S.UNWEIGHED, _M.CLOSE): _S.PASSED,
    (_S.UNWEIGHED, _M.DROP_ITEM): _S.VOID,
    (_S.AGREES, _M.DIFFER): _S.DIFFERS,
    (_S.AGREES, _M.TAKE_BACK): _S.UNWEIGHED,
    (_S.AGREES, _M.FORGET): _S.UNWEIGHED,
    (_S.AGREES, _M.CLOSE): _S.AGREED,
    (_S.AGREES, _M.DROP_ITEM): _S.VOID,
    (_S.DIFFERS, _M.AGREE): _S.AGREES,
    (_S.DIFFERS, _M.TAKE_BACK): _S.UNWEIGHED,
    (_S.DIFFERS, _M.FORGET): _S.UNWEIGHED,
    (_S.DIFFERS, _M.CLOSE): _S.DIFFERED,
    (_S.DIFFERS, _M.DROP_ITEM): _S.VOID,
    (_S.AGREED, _M.DROP_ITEM): _S.VOID,
    (_S.DIFFERED, _M.DROP_ITEM): _S.VOID,
    (_S.PASSED, _M.DROP_ITEM): _S.VOID,
}
"""What is not in it changes nothing: once the window is over, everything but an item's leaving."""

AGREEING = frozenset({WeighingState.AGREES, WeighingState.AGREED})
DIFFERING = frozenset({WeighingState.DIFFERS, WeighingState.DIFFERED})
OPEN = frozenset({WeighingState.UNWEIGHED, WeighingState.AGREES, WeighingState.DIFFERS})
"""States that the member can still change."""


def move_weighing(weighing: Weighing, move: WeighingMove) -> Weighing:
    """Return the weighing one move on. What is taken back, forgotten or void says no longer what the item is the same as.

    Where nothing was said yet there is nothing to take back: who skips an item goes on calling it the same as another.
    """
    state = TABLE.get((weighing.state, move), weighing.state)
    taken = (weighing.state, move) in TABLE and move is WeighingMove.TAKE_BACK
    taken = taken or (weighing.state in OPEN and move is WeighingMove.FORGET)
    same_as = () if taken or state is WeighingState.VOID else weighing.same_as
    return replace(weighing, state=state, same_as=same_as)


def say_same(weighing: Weighing, other: str) -> Weighing:
    """Return the weighing with its item called the same as another one too, or no longer if it was; in the window alone."""
    if weighing.state not in OPEN or other == weighing.item:
        return weighing
    return replace(weighing, same_as=tuple(sorted({other} ^ set(weighing.same_as))))
