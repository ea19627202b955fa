"""The hours in which a late round may still open, for each organisation."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", Column("work_from", String(), nullable=False, server_default="09:00"))
    op.add_column("organisations", Column("work_until", String(), nullable=False, server_default="18:00"))


def downgrade() -> None:
    with op.batch_alter_table("organisations") as table:
        table.drop_column("work_until")
        table.drop_column("work_from")
