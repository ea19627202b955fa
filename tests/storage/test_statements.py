"""Statements have the same shape in every database that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.model import Member, OutboxMessage
from storage import statements
from storage.database import open_store
from storage.outbox_statements import OutboxStatements
from storage.spec import spec_of
from storage.statements import SIZES, Statements, parameters_of, shape_of, shared_statements
from storage.tables import metadata
from tests.support.stores import KEY, keep_words, new_database, readable_of

DIALECTS = [sqlite.dialect(paramstyle="qmark"), postgresql.dialect(paramstyle="format")]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_statements_of_every_table_know_their_parameters(table: object, dialect: Dialect) -> None:
    made = Statements(table, dialect)  # type: ignore[arg-type]
    width = len(made.columns) + 1
    for statement in (made.insert, made.put):
        assert len(statement.names) == width
        assert "ON CONFLICT" in statement.sql
    equal = {"id": ("a", "b", "c"), "organisation_id": None}
    given = {"organisation": "org", **parameters_of(equal)}
    for statement in (made.select(shape_of(equal)), made.count(shape_of(equal)), made.delete(shape_of(equal))):
        assert statement.bound(given) == ("org", "a", "b", "c", "c")
        assert made.once(("select", shape_of(equal)), lambda: table) is made.select(shape_of(equal))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_statements_of_the_outbox_know_their_parameters(dialect: Dialect) -> None:
    made = OutboxStatements(spec_of(OutboxMessage).table, dialect)
    given = {"organisation": "org", "instant": 5, "most": 9, **parameters_of({"urgency": (0, 1)})}
    for statement in (made.free((("urgency", 2),)), made.over()):
        bound = statement.bound(given)
        assert bound[0] == "org" or "org" in bound
        assert None not in bound


def test_few_shapes_cover_lists_of_every_length() -> None:
    shapes = {shape_of({"id": tuple(range(length))}) for length in range(1, SIZES[-1] + 1)}
    assert len(shapes) == len(SIZES)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_statements_are_shared_within_a_dialect_and_by_nothing_else(dialect: Dialect) -> None:
    mine = shared_statements(Statements, spec_of(OutboxMessage).table, dialect)
    assert shared_statements(Statements, spec_of(OutboxMessage).table, dialect) is mine
    others = [
        shared_statements(Statements, spec_of(OutboxMessage).table, other) for other in DIALECTS if other is not dialect
    ]
    others += [shared_statements(OutboxStatements, spec_of(OutboxMessage).table, dialect)]
    others += [shared_statements(Statements, spec_of(Member).table, dialect)]
    assert all(other is not mine for other in others)


def test_a_store_that_is_opened_again_compiles_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_database(tmp_path)

    def use() -> None:
        store = open_store(path, KEY)
        store.run_sync(keep_words("ada"))
        assert readable_of(store, "ada") == [True]
        store.close_sync()

    use()
    compiled: list[object] = []
    monkeypatch.setattr(statements, "compile_clause", lambda *given, **options: compiled.append(given))
    use()
    assert compiled == []
