"""An event that was handled has no reply beside it any more: none was ever read again."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbox") as table:
        table.drop_column("reply")


def downgrade() -> None:
    op.add_column("inbox", Column("reply", LargeBinary(), nullable=False, server_default=""))
