"""Tables for what one process alone does, and for updates that were fetched and are not handled yet."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("holder", String(), nullable=False),
        Column("until", BigInteger(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_table(
        "fetched",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("platform", String(), nullable=False),
        Column("number", BigInteger(), nullable=False),
        Column("at", BigInteger(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_fetched_platform", "fetched", ["organisation_id", "platform"])
    op.create_index("ix_fetched_at", "fetched", ["organisation_id", "at"])


def downgrade() -> None:
    op.drop_table("fetched")
    op.drop_table("leases")
