"""Statements of one connection that wait for the next that gives something back, and are sent together with it.

Theory of operation. A unit of work that writes needs no answer before it goes on, so what it writes waits here, in order, beyond
its end as well: the statements of many units go to the server in one round trip (libpq's pipeline mode, in `Pipeline`). An error
belongs to the unit whose statement it was. If that one is still at work, it is told at once. If it has ended, it is rolled back
alone, to its savepoint: the server has done nothing of what came after, so that is sent again. The unit's caller learns of the
error before anybody is told that anything is stored. Nothing is sent again over another connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from storage.errors import StorageError, UnusableStoreError
from storage.postgres.pipeline import Parameters, Pipeline, StatementResult, as_parameters

MOST_WAITING = 256
"""Statements that wait at most."""
SAVEPOINT, RELEASE, BACK = "SAVEPOINT unit", "RELEASE unit", "ROLLBACK TO unit"
NO_UNIT = 0
"""In the place of a unit's number: the statement belongs to the whole transaction."""
NO_PARAMETERS: Parameters = ([], [])
LOST = "08000"


@dataclass(slots=True)
class DeferredStatement:
    sql: str
    parameters: Parameters
    unit: int
    outcome: WhetherChanged


class WhetherChanged:
    """True if a statement that waits has changed anything, for whoever wants to know: only then is it sent on its own account."""

    __slots__ = ("_queue", "answer", "error")

    def __init__(self, queue: StatementQueue) -> None:
        self._queue = queue
        self.answer: StatementResult | None = None
        self.error: StorageError | None = None

    def __bool__(self) -> bool:
        if self.answer is None and self.error is None:
            self._queue.flush()
        if self.answer is None:
            raise self.error or not_done()
        return self.answer.rowcount > 0


def not_done() -> StorageError:
    """Return the error of a statement that nobody will do any more: a unit of work may go on although its transaction cannot."""
    return UnusableStoreError("The database cannot be written: the transaction had failed before.", "25P02")


class StatementQueue:
    """`pipeline` gives the connection as it is now, and `told` our error for the driver's, or for a code of the server's."""

    def __init__(self, pipeline: Callable[[], Pipeline], told: Callable[[str | psycopg.Error], StorageError]) -> None:
        self._pipeline = pipeline
        self._told = told
        self._waiting: list[DeferredStatement] = []
        self._units = 0
        self._open = NO_UNIT
        self._sent = False
        """Whether anything of the open unit has been sent, its savepoint to begin with."""
        self._broken: StorageError | None = None
        """The open unit's error, after which the server does nothing more for it."""
        self.refused: dict[int, StorageError] = {}
        """Errors of units that had ended, by their numbers, from 1 on, since the transaction began."""
        self.changes = 0
        """Number of rows that were changed since this was made."""

    def clear(self) -> None:
        """Forget what waits: its transaction is over, or begins."""
        self._drop(self._waiting)
        self._waiting, self.refused = [], {}
        self._units, self._open = 0, NO_UNIT

    def _drop(self, waiting: Iterable[DeferredStatement]) -> None:
        for each in waiting:
            each.outcome.error = not_done()

    # --- statements

    def defer(self, sql: str, values: Sequence[Any] = ()) -> WhetherChanged:
        """Send a statement with the next that is sent at once."""
        outcome = WhetherChanged(self)
        self._waiting.append(DeferredStatement(sql, as_parameters(values), self._open, outcome))
        if len(self._waiting) >= MOST_WAITING:
            self.flush()
        return outcome

    def run(self, sql: str, values: Sequence[Any] = ()) -> StatementResult:
        """Send a statement, after all that wait, and return the answer to it."""
        outcome = WhetherChanged(self)
        self._waiting.append(DeferredStatement(sql, as_parameters(values), self._open, outcome))
        self.flush()
        if outcome.answer is None:
            raise outcome.error or self._told(LOST)
        return outcome.answer

    # --- units of work

    def open_unit(self) -> None:
        self._units += 1
        self._open, self._sent, self._broken = self._units, False, None
        self._waiting.append(DeferredStatement(SAVEPOINT, NO_PARAMETERS, self._open, WhetherChanged(self)))

    def close_unit(self) -> None:
        """End the open unit. One that has passed over an error is undone: nothing of it can be stored."""
        if self._broken:
            self.refused[self._open] = self._broken
            self.undo_unit()
            return
        self._waiting.append(DeferredStatement(RELEASE, NO_PARAMETERS, self._open, WhetherChanged(self)))
        self._open = NO_UNIT

    def undo_unit(self) -> None:
        """Undo what the open unit has done, and end it."""
        self._drop(each for each in self._waiting if each.unit == self._open)
        self._waiting = [each for each in self._waiting if each.unit != self._open]
        self._open = NO_UNIT
        if self._sent:
            self._waiting += self._going_back()

    def _going_back(self) -> list[DeferredStatement]:
        return [DeferredStatement(sql, NO_PARAMETERS, NO_UNIT, WhetherChanged(self)) for sql in (BACK, RELEASE)]

    # --- sending

    def flush(self) -> None:
        """Send all that wait. Raises the error of the open unit's, and that of the transaction's own statements."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            self._sent |= waiting[-1].unit == self._open
            answers = self._exchanged(waiting)
            at = self._note(waiting, answers)
            if at is not None:
                error = self._told(answers[at].refused or "")
                unit, rest = waiting[at].unit, waiting[at:]
                if self._pipeline().connection.closed:
                    unit = NO_UNIT  # it is lost for everybody
                self._waiting = self._rest_after(error, unit, rest)

    def _rest_after(self, error: StorageError, unit: int, rest: Sequence[DeferredStatement]) -> list[DeferredStatement]:
        """Return what is to be sent after an error of a unit that has ended; raises any other."""
        for each in rest:
            if unit in (NO_UNIT, each.unit):
                each.outcome.error = error
        if unit in (NO_UNIT, self._open):
            self._broken = error
            raise error
        self.refused[unit] = error
        return [*self._going_back(), *(each for each in rest if each.unit != unit)]

    def _exchanged(self, waiting: Sequence[DeferredStatement]) -> list[StatementResult]:
        try:
            return self._pipeline().send([(each.sql, each.parameters) for each in waiting])
        except psycopg.Error as error:
            failed: str | psycopg.Error = error
        lost = self._told(failed)
        for each in waiting:
            each.outcome.error = lost
        raise lost

    def _note(self, waiting: Sequence[DeferredStatement], answers: Sequence[StatementResult]) -> int | None:
        """Hand out the answers; where the first error is."""
        for at, (each, answer) in enumerate(zip(waiting, answers, strict=False)):
            if answer.refused is not None:
                return at
            each.outcome.answer = answer
            if not answer.gives_rows:
                self.changes += answer.rowcount
        return None
