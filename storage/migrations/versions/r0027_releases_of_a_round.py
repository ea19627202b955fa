"""A column by which the releases of a round are found without reading all of its team's."""

from __future__ import annotations

import json

from alembic import context, op
from sqlalchemy import Column, String, text

from storage.migrations.run import Sealing

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("releases", Column("round", String(), nullable=False, server_default=""))
    connection = op.get_bind()
    update = text("UPDATE releases SET round = :round WHERE organisation_id = :organisation_id AND id = :id")
    for row in connection.execute(text("SELECT organisation_id, id, body FROM releases")).mappings().all():
        sealing: Sealing = context.config.attributes["sealing"](row["organisation_id"])
        plain = sealing.open("", "releases", row["id"], row["body"])
        if plain is not None:  # one that cannot be opened is read by nobody
            connection.execute(update, {**row, "round": json.loads(plain)["round"]})
    op.create_index("ix_releases_round", "releases", ["organisation_id", "round"])


def downgrade() -> None:
    op.drop_index("ix_releases_round", table_name="releases")
    with op.batch_alter_table("releases") as table:
        table.drop_column("round")
