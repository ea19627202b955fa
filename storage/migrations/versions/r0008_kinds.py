"""Outcomes are stored under the kind that their class declares, and no longer under the name of the class."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = (("outbox", "outcome", "outcome_data"), ("dialogues", "form", "form_data"))
INNER = {"field-asked": "form", "part-kept": "form", "read-back": "form"}
"""The kinds that held another outcome, as a pair of its class name and its JSON, in this field."""


def upgrade() -> None:
    _rewrite(_up)


def downgrade() -> None:
    _rewrite(_down)


def _rewrite(change: Callable[[str, str], tuple[str, str]]) -> None:
    connection = op.get_bind()
    for table, name, data in COLUMNS:
        rows = connection.execute(text(f"SELECT organisation_id, id, {name}, {data} FROM {table}")).fetchall()  # noqa: S608
        for organisation, id, kind, written in rows:
            new_kind, new_data = change(kind, written)
            connection.execute(
                text(f"UPDATE {table} SET {name} = :kind, {data} = :data WHERE organisation_id = :o AND id = :id"),  # noqa: S608
                {"kind": new_kind, "data": new_data, "o": organisation, "id": id},
            )


def _up(kind: str, data: str) -> tuple[str, str]:
    """The kinds of that time were the names of the classes, written with hyphens."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    fields = _fields(data)
    if fields is None:
        return name, data
    if name in INNER:
        fields[INNER[name]] = json.loads(_up(*fields[INNER[name]])[1])
    return name, _json({"is": f"{name}/1", **fields})


def _down(kind: str, data: str) -> tuple[str, str]:
    name = "".join(part.title() for part in kind.split("-"))
    fields = _fields(data)
    if fields is None:
        return name, data
    fields.pop("is", None)
    if kind in INNER:
        inner = fields[INNER[kind]]
        fields[INNER[kind]] = _down(inner["is"].partition("/")[0], _json(inner))
    return name, _json(fields)


def _fields(data: str) -> dict[str, Any] | None:
    """None for what is no outcome: it stays as it is, and is set aside when it is read."""
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
