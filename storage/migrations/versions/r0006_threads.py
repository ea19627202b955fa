"""The thread in which a message answers."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", Column("thread", LargeBinary(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.drop_column("thread")
