"""Leave and pauses that begin on a day to come."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", Column("away_from", String(), nullable=True))
    op.add_column("schedules", Column("paused_from", String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("schedules") as table:
        table.drop_column("paused_from")
    with op.batch_alter_table("members") as table:
        table.drop_column("away_from")
