"""Moving an installation from one kind of place to the other: copied, compared, and only then left.

Theory of operation. Sealed rows know nothing of where they are kept, so they are copied as they are, with the wrapped keys. The
target has a mark from the first step to the last, and a start refuses it meanwhile. Once everything there was compared, first the
source is marked as moved, all at once, and then the target's mark is taken away: at every instant at most one of the two can be
started. A move that was interrupted before is begun anew, since the source may have changed; one that was interrupted after it goes
on to its last step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.failpoints import Failpoint, never_fail
from storage.moving.comparing import Reading, compare_sides
from storage.moving.side import FORMS, KEY_FORMS, CannotMoveError, Row, Source, TableForm, Target

STEP = 1_000
"""Rows after which it is told how far it has come."""
PAIR = KEY_FORMS[-1]

OnProgress = Callable[[str, str, int, int], None]
"""Is called with what is being done, the table, the number of its rows with which it was done, and how many there are."""


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """Instants: of the move, and of the end of what is left behind, which is a copy from then on."""

    now: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """Numbers of what was moved; noughts where an interrupted move was brought to its end."""

    rows: int = 0
    texts: int = 0


def ignore_progress(what: str, table: str, done: int, of: int) -> None:
    """Nobody waits."""


def move_stores(
    source: Source,
    target: Target,
    master_key: bytes,
    order: MoveOrder,
    on_progress: OnProgress = ignore_progress,
    failpoint: Failpoint = never_fail,
) -> Moved:
    """Raises CannotMoveError, WrongKeyError, and what either place raises."""
    if gone := source.marks().moved:
        _finish_moved(source, target, gone)
        return Moved()
    pair = _pair_of(source)
    target.refuse_other(pair)
    Reading(source, master_key)
    counts = {form: source.count(form) for form in FORMS}
    target.begin(pair)
    failpoint("begun")
    for form in FORMS:
        target.insert(form, _counted("copied", form, source.rows(form), counts[form], on_progress))
        failpoint(f"copied {form.table}")
    texts = compare_sides(
        source, target, master_key, lambda form, rows: _counted("compared", form, rows, counts[form], on_progress)
    )
    failpoint("compared")
    target.mark_whole()
    failpoint("whole")
    source.mark_moved(target.name, order.now, order.expires)
    failpoint("left")
    target.finish()
    return Moved(sum(counts.values()), texts)


def _pair_of(source: Source) -> str:
    found = [row[0] for row in source.rows(PAIR)]
    if len(found) != 1:
        raise CannotMoveError(
            f"{source.name} was not started since it came to this version: start it once, stop it, and run the same command again."
        )
    return str(found[0])


def _finish_moved(source: Source, target: Target, gone: str) -> None:
    """Bring a move to its end that was interrupted after the source was left."""
    there = target.marks()
    if gone != target.name or (there.begun and not there.whole) or _pair_of(source) != _pair_there(target):
        raise CannotMoveError(f"This installation was moved to {gone} already. Nothing was changed.")
    target.finish()


def _pair_there(target: Target) -> str:
    return next((str(row[0]) for row in target.rows(PAIR)), "")


def _counted(what: str, form: TableForm, rows: Iterator[Row], of: int, on_progress: OnProgress) -> Iterator[Row]:
    done = 0
    for done, row in enumerate(rows, 1):
        if done % STEP == 0 and done < of:
            on_progress(what, form.table, done, of)
        yield row
    on_progress(what, form.table, done, of)
