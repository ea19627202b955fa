"""Tables for points over rounds."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lasting_points",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("team", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_lasting_points_team", "lasting_points", ["organisation_id", "team"])
    op.create_table(
        "past_rosters",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("past_rosters")
    op.drop_table("lasting_points")
