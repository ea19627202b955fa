"""`folkmoot export`: the released rows of the store of the settings, as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from datetime import date

from bot.bootstrap.product import CannotOpenError, read_storage
from bot.config import Settings
from bot.engine.released_rows import ReleasedRow, released_rows

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would calculate."""


def read_released(settings: Settings, since: date | None, until: date | None, scope: str) -> list[ReleasedRow]:
    """Return the rows of finals between two days, both included; of a `scope`, or of all where it is empty.

    Raises what `open_storage` raises.
    """
    rows = read_storage(settings, released_rows)
    if rows is None:
        raise CannotOpenError(f"There is no database {settings.storage.path} yet.")
    return [
        row
        for row in rows
        if (since is None or row.day >= since) and (until is None or row.day <= until) and scope in ("", row.scope)
    ]


def as_csv(rows: list[ReleasedRow]) -> str:
    """A header and a line for each row. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([field.name for field in fields(ReleasedRow)])
    for row in rows:
        table.writerow([_cell(value) for value in asdict(row).values()])
    return written.getvalue()


def as_json(rows: list[ReleasedRow]) -> str:
    """A list with an object for each row; days as "2026-03-02"."""
    return (
        json.dumps([{**asdict(row), "day": row.day.isoformat()} for row in rows], ensure_ascii=False, indent=1) + "\n"
    )


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
