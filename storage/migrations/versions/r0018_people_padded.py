"""Rows of people are filled up: their lengths told who stopped, is away or cannot be reached."""

from __future__ import annotations

from collections.abc import Callable

from alembic import context, op
from sqlalchemy import text

from storage.migrations.run import Sealing

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE, ROUNDED_TO = "members", 512


def upgrade() -> None:
    _seal_anew(lambda plain: plain.ljust(-(-len(plain) // ROUNDED_TO) * ROUNDED_TO))


def downgrade() -> None:
    _seal_anew(bytes.rstrip)


def _seal_anew(change: Callable[[bytes], bytes]) -> None:
    """Seal each member's row again with the changed body; a row that cannot be opened stays as it is."""
    connection = op.get_bind()
    for row in connection.execute(text("SELECT organisation_id, id, body FROM members")).mappings().all():
        sealing: Sealing = context.config.attributes["sealing"](row["organisation_id"])
        plain = sealing.open("", TABLE, row["id"], row["body"])
        if plain is not None:
            body = sealing.seal("", TABLE, row["id"], change(plain))
            connection.execute(
                text("UPDATE members SET body = :body WHERE organisation_id = :organisation_id AND id = :id"),
                {**row, "body": body},
            )
