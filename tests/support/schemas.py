"""Schema of a database as SQLAlchemy sees it, to compare two that were made in different ways."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect


def schema_of(connection: Connection) -> dict[str, list[Any]]:
    with connection.begin():
        seen = inspect(connection)
        return {
            table: [
                sorted(
                    (each["name"], str(each["type"]), str(getattr(each["type"], "collation", None)), each["nullable"])
                    for each in seen.get_columns(table)
                ),
                seen.get_pk_constraint(table)["constrained_columns"],
                sorted(map(str, seen.get_foreign_keys(table))),
                sorted((str(each["name"]), each["column_names"], each["unique"]) for each in seen.get_indexes(table)),
                sorted(map(str, seen.get_unique_constraints(table))),
            ]
            for table in seen.get_table_names()
        }
