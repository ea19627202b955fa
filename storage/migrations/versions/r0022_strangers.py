"""Since when an address is there, so that those of strangers end."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", Column("at", BigInteger()))
    op.create_index("ix_addresses_at", "addresses", ["organisation_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_addresses_at", table_name="addresses")
    with op.batch_alter_table("addresses") as table:
        table.drop_column("at")
