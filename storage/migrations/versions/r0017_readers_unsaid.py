"""No column of the outbox says whom a message is for: what recurs in rows would tell when a person was answered."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_to", table_name="outbox")
    with op.batch_alter_table("outbox") as table:
        table.drop_column("to")


def downgrade() -> None:
    """Messages of before stay, and the version before finds none of them by whom they are for."""
    op.add_column("outbox", Column("to", String(), nullable=False, server_default=""))
    op.create_index("ix_outbox_to", "outbox", ["organisation_id", "to"])
