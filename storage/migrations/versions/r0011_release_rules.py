"""Cancellations that wait, words that leave a draft later, which of a member's answers is the latest; and no answer to a round
that was cancelled."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, false, text

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OF_CANCELLED = """
    SELECT a.id FROM answers a JOIN rounds r ON r.organisation_id = a.organisation_id AND r.id = a.round
    WHERE r.state = 'cancelled' AND a.organisation_id = {table}.organisation_id
"""


def upgrade() -> None:
    op.add_column("rounds", Column("cancels_at", BigInteger(), nullable=True))
    op.add_column("rounds", Column("cancelled_by", String(), nullable=False, server_default=""))
    op.add_column("rounds", Column("corrects_at", BigInteger(), nullable=True))
    op.add_column("rounds", Column("undelivered", Boolean(), nullable=False, server_default=false()))
    op.add_column("answers", Column("turn", Integer(), nullable=False, server_default="0"))
    op.add_column("answers", Column("unquoted_at", BigInteger(), nullable=True))
    of_texts, of_answers = _OF_CANCELLED.format(table="texts"), _OF_CANCELLED.format(table="answers")
    op.execute(text(f"DELETE FROM texts WHERE id IN ({of_texts})"))  # noqa: S608 - made of the lines above alone
    op.execute(text(f"DELETE FROM texts WHERE substr(id, 1, 6) = 'words:' AND substr(id, 7) IN ({of_texts})"))  # noqa: S608
    op.execute(text(f"DELETE FROM answers WHERE id IN ({of_answers})"))  # noqa: S608


def downgrade() -> None:
    with op.batch_alter_table("answers") as table:
        for name in ("unquoted_at", "turn"):
            table.drop_column(name)
    with op.batch_alter_table("rounds") as table:
        for name in ("undelivered", "corrects_at", "cancelled_by", "cancels_at"):
            table.drop_column(name)
