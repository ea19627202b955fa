"""A table for incidents: parts that stopped working and do not work again yet."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, String

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("kind", String(), nullable=False),
        Column("subject", String(), nullable=False),
        Column("since", BigInteger(), nullable=False),
        Column("why", String(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("again_at", BigInteger(), nullable=True),
        Column("told", Boolean(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("incidents")
