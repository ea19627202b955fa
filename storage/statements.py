"""Statements of SQLAlchemy Core, compiled once per shape and then run as text: compiling is most of what a short one costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Dialect,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from storage.box import Equal, columns_of
from storage.opened_rows import Values

INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Lists of values are filled up to one of these sizes by repeating their last, so that few statements are ever compiled."""

Shape = tuple[tuple[str, int], ...]
"""Columns in order with the number of values that each may have; 0 for "is not set", -1 for one value."""


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """SQL text, the names of its parameters in order, and the constants that the dialect put among them."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def bound(self, given: Mapping[str, Any]) -> Values:
        return tuple([given[name] if name in given else self.constants[name] for name in self.names])


def compile_clause(clause: ClauseElement, dialect: Dialect, **options: Any) -> CompiledStatement:
    made = clause.compile(dialect=dialect, **options)
    constants = {name: value for name, value in made.params.items() if value is not None}
    return CompiledStatement(str(made), tuple(getattr(made, "positiontup", None) or ()), constants)


def shape_of(equal: Equal) -> Shape:
    return tuple((name, _list_size(equal[name])) for name in sorted(equal))


def _list_size(value: Any) -> int:
    if value is None:
        return 0
    if not isinstance(value, tuple):
        return -1
    return next(size for size in SIZES if size >= len(value))


def parameters_of(equal: Equal) -> dict[str, Any]:
    """Values for `conditions_of` by parameter name; lists filled up."""
    found: dict[str, Any] = {}
    for name, value in equal.items():
        if isinstance(value, tuple):
            filled = value + (value[-1],) * (_list_size(value) - len(value))
            found.update({f"in_{name}_{at}": member for at, member in enumerate(filled)})
        elif value is not None:
            found[f"is_{name}"] = value
    return found


def conditions_of(table: Table, shape: Shape) -> list[ColumnElement[bool]]:
    clauses = [table.c.organisation_id == bindparam("organisation")]
    for name, size in shape:
        column = table.c[name]
        if size == 0:
            clauses.append(column.is_(None))
        elif size < 0:
            clauses.append(column == bindparam(f"is_{name}"))
        else:
            clauses.append(column.in_([bindparam(f"in_{name}_{at}") for at in range(size)]))
    return clauses


S = TypeVar("S", bound="Statements")


class Statements:
    """The statements of one table in one dialect."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self.table = table
        self.dialect = dialect
        self.columns = columns_of(table)
        self._selected = [table.c[name] for name in self.columns]
        self._made: dict[tuple[Any, ...], CompiledStatement] = {}

    @cached_property
    def insert(self) -> CompiledStatement:
        return self._inserting(lambda clause: clause.on_conflict_do_nothing())

    @cached_property
    def put(self) -> CompiledStatement:
        return self._inserting(self._replacing)

    def get(self) -> CompiledStatement:
        return self.select((("id", -1),))

    def select(self, shape: Shape) -> CompiledStatement:
        return self.once(
            ("select", shape),
            # Unordered: asked to order by id, SQLite walks the primary key and passes over every selective index.
            lambda: select(*self._selected).where(*conditions_of(self.table, shape)),
        )

    def count(self, shape: Shape) -> CompiledStatement:
        return self.once(
            ("count", shape),
            lambda: select(func.count()).select_from(self.table).where(*conditions_of(self.table, shape)),
        )

    def delete(self, shape: Shape) -> CompiledStatement:
        return self.once(("delete", shape), lambda: delete(self.table).where(*conditions_of(self.table, shape)))

    def distinct(self, names: tuple[str, ...]) -> CompiledStatement:
        chosen = [self.table.c[name] for name in names]
        return self.once(
            ("distinct", names),
            lambda: select(*chosen).where(*conditions_of(self.table, ())).distinct().order_by(*chosen),
        )

    def distinct_after(self, name: str) -> CompiledStatement:
        column = self.table.c[name]
        return self.once(
            ("distinct", name),
            lambda: (
                select(column)
                .where(*conditions_of(self.table, ()), column > bindparam("after"))
                .distinct()
                .order_by(column)
                .limit(bindparam("most"))
            ),
        )

    def ids(self, shape: Shape) -> CompiledStatement:
        return self.once(
            ("ids", shape),
            lambda: select(self.table.c.id).where(*conditions_of(self.table, shape)).limit(bindparam("most")),
        )

    def following(self) -> CompiledStatement:
        id = self.table.c.id
        return self.once(
            ("following",),
            lambda: (
                select(*self._selected)
                .where(*conditions_of(self.table, ()), id > bindparam("after"))
                .order_by(id)
                .limit(bindparam("most"))
            ),
        )

    def until(self, column: str) -> CompiledStatement:
        due = self.table.c[column]
        return self.once(
            ("until", column),
            lambda: (
                select(*self._selected)
                .where(*conditions_of(self.table, ()), due <= bindparam("instant"))
                .order_by(due, self.table.c.id)
                .limit(bindparam("most"))
            ),
        )

    def delete_before(self, column: str) -> CompiledStatement:
        early = self.table.c[column] < bindparam("instant")
        return self.once(("before", column), lambda: delete(self.table).where(*conditions_of(self.table, ()), early))

    def once(self, key: tuple[Any, ...], make: Callable[[], ClauseElement | CompoundSelect[Any]]) -> CompiledStatement:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = compile_clause(make(), self.dialect)
        return found

    def _inserting(self, on_conflict: Callable[[Any], Any]) -> CompiledStatement:
        clause = INSERTS.get(self.dialect.name, insert)(self.table)
        names = ["organisation_id", *self.columns]
        made = compile_clause(on_conflict(clause), self.dialect, column_keys=names)
        if list(made.names) != names:
            raise AssertionError(f"columns of {self.table.name} are out of order")
        return made

    def _replacing(self, clause: Any) -> Any:
        changed = {name: clause.excluded[name] for name in self.columns if name != "id"}
        key = ["organisation_id", "id"]
        if not changed:
            return clause.on_conflict_do_nothing(index_elements=key)
        return clause.on_conflict_do_update(index_elements=key, set_=changed)


_shared: dict[tuple[Any, ...], Any] = {}


def shared_statements(kind: type[S], table: Table, dialect: Dialect) -> S:
    """Return the statements of a table that all connections of this process have in common, so that each is compiled once."""
    key = (kind, table, type(dialect), dialect.paramstyle, dialect.server_version_info)
    found: S | None = _shared.get(key)
    if found is None:
        found = _shared[key] = kind(table, dialect)
    return found
