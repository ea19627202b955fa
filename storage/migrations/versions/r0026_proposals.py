"""A table for proposed questions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("team", String(), nullable=False),
        Column("member", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_proposals_team", "proposals", ["organisation_id", "team"])
    op.create_index("ix_proposals_member", "proposals", ["organisation_id", "member"])


def downgrade() -> None:
    op.drop_table("proposals")
