"""Statements sent together over one connection, and the server's answer to each: one round trip for all of them.

Theory of operation. The driver's cursors cost several times what a short statement costs the server, so here the library below
them is spoken to (libpq, as `psycopg.pq`), in its pipeline mode. Each statement is prepared when it first comes, and known by its
name from then on. What comes after one that fails is not done by the server, and says so. Whatever else comes between leaves
answers unread, so the connection is closed.
"""

from __future__ import annotations

import re
import select
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import DiagnosticField, ExecStatus, Format

from storage.errors import CannotBeStoredError
from storage.postgres import patience

MOST_PREPARED = 500
"""Statements that a connection keeps prepared; further ones are read by the server each time that they come."""
NUL = "\0"
LARGEST = 2**63
NO_FORM = "A value has no form in a database."
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)
Parameters = tuple[list[bytes | None], list[Format]]


@dataclass(slots=True)
class StatementResult:
    """The server's to one statement: rows, or how many it has changed; or the code of its refusal."""

    rows: list[tuple[Any, ...]]
    rowcount: int = 0
    said: str = ""
    refused: str | None = None
    skipped: bool = False
    """Whether the server has not looked at it, since one before it was refused."""
    gives_rows: bool = False

    def fetchone(self) -> tuple[Any, ...] | None:
        return self.rows[0] if self.rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


def as_parameters(values: Sequence[Any]) -> Parameters:
    """Return values as they are sent: bytes as they are, everything else as text. Raises CannotBeStoredError."""
    sent: list[bytes | None] = []
    forms: list[Format] = []
    for value in values:
        kind = type(value)
        if value is None or kind is bytes:
            sent.append(value)
        elif isinstance(value, str):
            if NUL in value:
                raise CannotBeStoredError(NO_FORM)
            sent.append(value.encode())
        elif kind is bool:
            sent.append(b"t" if value else b"f")
        elif isinstance(value, int) and -LARGEST <= value < LARGEST:
            sent.append(b"%d" % value)
        else:
            raise CannotBeStoredError(NO_FORM)
        forms.append(Format.BINARY if kind is bytes else Format.TEXT)
    return sent, forms


@lru_cache(maxsize=2000)
def numbered(sql: str) -> bytes:
    """Return a statement with numbers for its values, as the server wants them, where the driver has `%s`."""
    count = iter(range(1, 1 + sql.count("%s")))
    return re.sub("%[s%]", lambda found: f"${next(count)}" if found[0] == "%s" else "%", sql).encode()


class Pipeline:
    """`connection` is used for nothing else while something is sent."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._pg = connection.pgconn
        self._made = Transformer(connection)
        self._names: dict[str, bytes] = {}
        self._count = 0

    def send(self, statements: Sequence[tuple[str, Parameters]]) -> list[StatementResult]:
        """Send all, and return the answers, the last of them a refusal where the server has ended the connection with it.

        Raises psycopg.Error where the connection is lost without one.
        """
        try:
            return self._sent(statements)
        except BaseException:
            self.connection.close()
            raise

    def _sent(self, statements: Sequence[tuple[str, Parameters]]) -> list[StatementResult]:
        self._pg.enter_pipeline_mode()
        new: dict[str, bytes] = {}
        kinds: list[str | None] = []
        for sql, parameters in statements:
            if sql not in self._names and sql not in new and len(self._names) + len(new) < MOST_PREPARED:
                self._count += 1
                new[sql] = b"f%d" % self._count
                self._pg.send_prepare(new[sql], numbered(sql))
                kinds.append(sql)
            self._send_one(sql, parameters, self._names.get(sql) or new.get(sql))
            kinds.append(None)
        self._pg.pipeline_sync()
        return self._received(kinds, new)

    def _send_one(self, sql: str, parameters: Parameters, name: bytes | None) -> None:
        if name is None:
            self._pg.send_query_params(numbered(sql), parameters[0], None, parameters[1], Format.BINARY)
        else:
            self._pg.send_query_prepared(name, parameters[0], parameters[1], Format.BINARY)

    def _received(self, kinds: Sequence[str | None], new: dict[str, bytes]) -> list[StatementResult]:
        answers: list[StatementResult] = []
        refusal: StatementResult | None = None
        next_result = self._results()
        try:
            for prepared in kinds:
                answer = self._answer(next_result())
                next_result()
                if answer.refused is not None:
                    refusal = answer
                    answers.append(refusal)
                elif prepared is None:
                    answers.append(answer)
                elif not answer.skipped:
                    self._names[prepared] = new[prepared]
            next_result()
            self._pg.exit_pipeline_mode()
        except psycopg.OperationalError:
            if refusal is None:
                raise
            self.connection.close()
        return answers

    def _results(self) -> Callable[[], Any]:
        """Return what gives the next of what the library has from the server; others may work while that is waited for."""
        pg, waiting = self._pg, select.poll()
        waiting.register(pg.socket, select.POLLIN)
        sending = select.poll()
        sending.register(pg.socket, select.POLLIN | select.POLLOUT)
        while pg.flush():
            self._wait(sending)
            pg.consume_input()

        def next_result() -> Any:
            while pg.is_busy():
                self._wait(waiting)
                pg.consume_input()
            return pg.get_result()

        return next_result

    def _wait(self, polled: select.poll) -> None:
        """A server that hangs takes nothing either, once what lies between it and us is full."""
        if not polled.poll(patience.ANSWER_SECONDS * 1000):
            raise patience.NoAnswerError(patience.NO_ANSWER)

    def _answer(self, result: Any) -> StatementResult:
        if result is None:
            raise psycopg.OperationalError("the connection is lost")
        status = result.status
        if status == ExecStatus.TUPLES_OK:
            self._made.set_pgresult(result)
            rows = self._made.load_rows(0, result.ntuples, tuple)
            return StatementResult(rows, result.ntuples, gives_rows=True)
        if status == ExecStatus.PIPELINE_ABORTED:
            return StatementResult([], skipped=True)
        if status in FAILED:
            code = result.error_field(DiagnosticField.SQLSTATE)
            return StatementResult([], refused=code.decode() if code else "")
        return StatementResult([], result.command_tuples or 0, (result.command_status or b"").decode())
