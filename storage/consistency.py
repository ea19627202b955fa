"""Contradictions between stored rows, and between a database and this program's tables, told without opening anybody's words."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine

from bot.domain import model
from storage.box import ASIDE
from storage.confidential import TABLE as TEXTS
from storage.spec import spec_of
from storage.tables import metadata, plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork

MANY = 1_000_000
STATES = frozenset({ASIDE, *(state.value for state in model.Delivery)})


def missing_indexes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of the indexes that this program's tables have and those of the database lack."""
    there = {name for (name,) in connection.execute("select name from sqlite_master where type = 'index'")}
    wanted = {str(index.name) for table in metadata.tables.values() for index in table.indexes}
    return tuple(sorted(wanted - there))


def make_missing_indexes(engine: Engine) -> tuple[str, ...]:
    """Make the indexes that the database lacks; their names."""
    with engine.begin() as connection:
        raw = connection.connection.driver_connection
        lacking = missing_indexes(raw) if isinstance(raw, sqlite3.Connection) else ()
        for table in metadata.tables.values():
            for index in table.indexes:
                if index.name in lacking:
                    index.create(connection)
    return lacking


def messages_in_unknown_states(unit: BoxedUnitOfWork) -> int:
    """Return how many messages of the outbox are in a state in which nobody looks for them."""
    box = unit.boxes.of(spec_of(model.OutboxMessage).table)
    unknown = {state for (state,) in box.distinct("state")} - STATES
    return len(box.ids({"state": tuple(sorted(unknown))}, MANY)) if unknown else 0


def answers_without_words(unit: BoxedUnitOfWork) -> int:
    """Return how many answers should have words and have none. Words that are there and cannot be read count as there."""
    there = {id for (id,) in unit.boxes.of(table_of(plumbing.TextsTable)).distinct("id")}
    answers = unit.records_of(spec_of(model.Answer)).where()
    given = [row for row in answers if row.state is model.AnswerState.GIVEN]
    return sum(1 for row in given if unit.vault.hashed(TEXTS, row.id) not in there)
