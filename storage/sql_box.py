"""Rows in a database, through statements of SQLAlchemy Core on one connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.ports import Added
from storage.box import Equal
from storage.driver import Driver
from storage.errors import ConflictError, ReadOnlyUnitError
from storage.known_rows import KnownRows
from storage.opened_rows import OpenedRows, Values
from storage.outbox_statements import OutboxStatements
from storage.statements import SIZES, CompiledStatement, Statements, parameters_of, shape_of

LARGEST_BATCH = SIZES[-1]


class SqlBox:
    def __init__(
        self,
        statements: Statements,
        driver: Driver,
        organisation: str,
        writable: bool = True,
        known: KnownRows | None = None,
    ) -> None:
        self._statements = statements
        self._table = statements.table.name
        self._driver = driver
        self._known = known
        self._organisation = organisation
        self._writable = writable
        self.opened = OpenedRows(remembers=False)

    def get(self, id: str) -> Values | None:
        known = {} if self._known is None else self._known.of(self._table)
        if id not in known:
            known[id] = self._run(self._statements.get(), {"is_id": id}).fetchone()
        return known[id]

    def insert(self, values: Values) -> Added:
        self._begin_change()
        return self._driver.write(self._statements.insert.sql, (self._organisation, *values))

    def put(self, values: Values) -> None:
        self._begin_change()
        clash = False
        try:
            self._driver.write(self._statements.put.sql, (self._organisation, *values))
        except self._driver.integrity_error:
            clash = True
        if clash:
            raise ConflictError(f"Another row of {self._table} has a unique key of this one.")

    def delete(self, equal: Equal) -> int:
        self._begin_change()
        parts = _split_query(equal)
        return sum(self._run(self._statements.delete(shape_of(part)), parameters_of(part)).rowcount for part in parts)

    def delete_before(self, column: str, instant: int) -> int:
        self._begin_change()
        return int(self._run(self._statements.delete_before(column), {"instant": instant}).rowcount)

    def select(self, equal: Equal) -> list[Values]:
        found = [
            row
            for part in _split_query(equal)
            for row in self._rows(self._statements.select(shape_of(part)), parameters_of(part))
        ]
        return sorted(found, key=lambda row: str(row[0])) if len(found) > 1 else found

    def until(self, column: str, instant: int, limit: int) -> list[Values]:
        return self._rows(self._statements.until(column), {"instant": instant, "most": limit})

    def count(self, equal: Equal) -> int:
        parts = _split_query(equal)
        return sum(self._rows(self._statements.count(shape_of(part)), parameters_of(part))[0][0] for part in parts)

    def distinct(self, *columns: str) -> list[Values]:
        return self._rows(self._statements.distinct(columns), {})

    def distinct_after(self, column: str, after: Any, limit: int) -> list[Any]:
        rows = self._rows(self._statements.distinct_after(column), {"after": after, "most": limit})
        return [value for (value,) in rows]

    def ids(self, equal: Equal, limit: int) -> list[str]:
        found: list[str] = []
        for part in _split_query(equal):
            given = {**parameters_of(part), "most": limit - len(found)}
            found += [id for (id,) in self._rows(self._statements.ids(shape_of(part)), given)]
        return found

    def following(self, id: str, limit: int) -> list[Values]:
        return self._rows(self._statements.following(), {"after": id, "most": limit})

    def _rows(self, statement: CompiledStatement, given: dict[str, Any]) -> list[Values]:
        rows: list[Values] = self._run(statement, given).fetchall()
        return rows

    def _run(self, statement: CompiledStatement, given: dict[str, Any]) -> Any:
        given["organisation"] = self._organisation
        return self._driver.execute(statement.sql, statement.bound(given))

    def _begin_change(self) -> None:
        if not self._writable:
            raise ReadOnlyUnitError(f"A unit of work that only reads tried to change {self._table}.")
        if self._known is not None:
            self._known.change(self._table)


class SqlOutboxBox(SqlBox):
    def __init__(
        self,
        statements: OutboxStatements,
        driver: Driver,
        organisation: str,
        writable: bool = True,
        known: KnownRows | None = None,
    ) -> None:
        super().__init__(statements, driver, organisation, writable, known)
        self._outbox = statements

    def free(self, instant: int, limit: int, urgencies: Sequence[int]) -> list[Values]:
        equal: Equal = {"urgency": tuple(urgencies)}
        if not urgencies:
            return []
        given = {**parameters_of(equal), "instant": instant, "most": limit}
        return self._rows(self._outbox.free(shape_of(equal)), given)

    def prune(self, instant: int) -> int:
        self._begin_change()
        over = self._rows(self._outbox.over(), {"instant": instant})
        return self.delete({"id": tuple(row[0] for row in over)})


def _split_query(equal: Equal) -> Iterator[Equal]:
    """The same question in parts whose lists are not empty and not too long; a list's repeats are dropped."""
    for name, value in equal.items():
        if isinstance(value, tuple):
            members = tuple(dict.fromkeys(value))
            rest = {other: wanted for other, wanted in equal.items() if other != name}
            if None in members:
                yield from _split_query({**rest, name: None})
                members = tuple(member for member in members if member is not None)
            if len(members) != len(value) or len(members) > LARGEST_BATCH:
                for start in range(0, len(members), LARGEST_BATCH):
                    yield from _split_query({**equal, name: members[start : start + LARGEST_BATCH]})
                return
    if all(value != () for value in equal.values()):
        yield equal
