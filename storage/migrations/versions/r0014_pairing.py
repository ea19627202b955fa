"""Tables for the pair of database and key store, and for orphans: what one has and the other lacks, since when."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pairing",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("pair", String(), nullable=False),
        Column("generation", BigInteger(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_table(
        "orphans",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("at", BigInteger(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("orphans")
    op.drop_table("pairing")
