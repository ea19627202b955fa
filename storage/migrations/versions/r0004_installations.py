"""A table for the workspaces in which the bot is installed by OAuth."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("token", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("installations")
