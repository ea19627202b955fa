"""A table for what became of the points of finals."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("release", String(), nullable=False),
        Column("team", String(), nullable=False),
        Column("owner", String(), nullable=False),
        Column("asked", String(), nullable=False),
        Column("next_at", BigInteger()),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_follow_ups_release", "follow_ups", ["organisation_id", "release"])
    op.create_index("ix_follow_ups_team", "follow_ups", ["organisation_id", "team"])
    op.create_index("ix_follow_ups_owner", "follow_ups", ["organisation_id", "owner"])
    op.create_index("ix_follow_ups_asked", "follow_ups", ["organisation_id", "asked"])
    op.create_index("ix_follow_ups_next_at", "follow_ups", ["organisation_id", "next_at"])


def downgrade() -> None:
    op.drop_table("follow_ups")
