"""Tables for joining by a link, for finding people by their handle, and for tidying a chat."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, PrimaryKeyConstraint, String

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invites",
        *_key(),
        Column("team", String(), nullable=False),
        Column("by", String(), nullable=False),
        Column("expires_at", BigInteger(), nullable=False),
        Column("used", Boolean(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_table(
        "handles",
        *_key(),
        Column("member", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_table(
        "traces",
        *_key(),
        Column("address", String(), nullable=False),
        Column("message", LargeBinary(), nullable=False),
        Column("at", BigInteger(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_invites_expires_at", "invites", ["organisation_id", "expires_at"])
    op.create_index("ix_handles_member", "handles", ["organisation_id", "member"])
    op.create_index("ix_traces_address", "traces", ["organisation_id", "address"])
    op.create_index("ix_traces_at", "traces", ["organisation_id", "at"])


def downgrade() -> None:
    for table, columns in (("traces", ("at", "address")), ("handles", ("member",)), ("invites", ("expires_at",))):
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.drop_table(table)


def _key() -> tuple[Column[str], Column[str]]:
    return Column("organisation_id", String(), nullable=False), Column("id", String(), nullable=False)
