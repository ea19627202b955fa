"""A table for what people say of a draft's items in the check window."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weighings",
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("round", String(), nullable=False),
        Column("member", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    for column in ("round", "member"):
        op.create_index(f"ix_weighings_{column}", "weighings", ["organisation_id", column])


def downgrade() -> None:
    op.drop_table("weighings")
