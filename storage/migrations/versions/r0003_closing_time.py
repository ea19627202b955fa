"""The time of day at which rounds close, for each organisation."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", Column("close_at", String(), nullable=False, server_default="18:00"))


def downgrade() -> None:
    with op.batch_alter_table("organisations") as table:
        table.drop_column("close_at")
