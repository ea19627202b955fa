"""Columns and indexes by which what is past its time, and finals in no summary yet, are found fast; since when a key is destroyed.

Of releases that are there it is not known here which those are, so all are found, and what is read decides.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, String, true

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", Column("look_at", BigInteger()))
    op.create_index("ix_rounds_look_at", "rounds", ["organisation_id", "look_at"])
    op.add_column("releases", Column("final", Boolean(), nullable=False, server_default=true()))
    op.add_column("releases", Column("pooled", String(), nullable=False, server_default=""))
    op.create_index("ix_releases_final_pooled", "releases", ["organisation_id", "final", "pooled"])
    op.create_index("ix_outbox_created_at", "outbox", ["organisation_id", "created_at"])
    op.add_column("erasures", Column("at", BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("erasures") as table:
        table.drop_column("at")
    op.drop_index("ix_outbox_created_at", table_name="outbox")
    op.drop_index("ix_releases_final_pooled", table_name="releases")
    with op.batch_alter_table("releases") as table:
        table.drop_column("pooled")
        table.drop_column("final")
    op.drop_index("ix_rounds_look_at", table_name="rounds")
    with op.batch_alter_table("rounds") as table:
        table.drop_column("look_at")
