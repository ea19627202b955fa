"""Tables for the conversations that lists follow and for people kept off lists; a column marks memberships made by following."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, String, false

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followings",
        *_key(),
        Column("source", String(), nullable=False),
        Column("since", BigInteger(), nullable=False),
        Column("by", String(), nullable=False),
        Column("read_at", BigInteger(), nullable=True),
        Column("heard_at", BigInteger(), nullable=True),
        Column("trouble", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_table(
        "exclusions",
        *_key(),
        Column("team", String(), nullable=False),
        Column("person", String(), nullable=False),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    op.create_index("ix_exclusions_team", "exclusions", ["organisation_id", "team"])
    op.create_index("ix_exclusions_person", "exclusions", ["organisation_id", "person"])
    op.add_column("memberships", Column("followed", Boolean(), nullable=False, server_default=false()))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.drop_column("followed")
    op.drop_index("ix_exclusions_person", table_name="exclusions")
    op.drop_index("ix_exclusions_team", table_name="exclusions")
    op.drop_table("exclusions")
    op.drop_table("followings")


def _key() -> tuple[Column[str], Column[str]]:
    return Column("organisation_id", String(), nullable=False), Column("id", String(), nullable=False)
