"""A table for the meetings in which teams do their rounds together."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, String, UniqueConstraint

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("round", String(), nullable=False),
        Column("team", String(), nullable=False),
        Column("next_at", BigInteger()),
        PrimaryKeyConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "round", "team", name="uq_meetings_round_team"),
    )
    op.create_index("ix_meetings_next_at", "meetings", ["organisation_id", "next_at"])


def downgrade() -> None:
    op.drop_table("meetings")
