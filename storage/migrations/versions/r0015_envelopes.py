"""A row of texts no longer says in the clear which text it is and whose; lengths are rounded up."""

from __future__ import annotations

import json
from typing import Any

from alembic import context, op
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String, text

from storage.migrations.run import Sealing

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KIND, ENVELOPE, TABLE = "text", "texts.envelope", "texts"
KEY_ID, START, ROUNDED_TO = 8, 20, 128
BEFORE = ("owner", "key_id", "nonce", "ciphertext")
AFTER = ("key_id", "envelope", "sealed")


def upgrade() -> None:
    op.drop_index("ix_texts_owner", table_name=TABLE)
    _remake(AFTER, _up)
    op.create_index("ix_texts_key_id", TABLE, ["organisation_id", "key_id"])


def downgrade() -> None:
    op.drop_index("ix_texts_key_id", table_name=TABLE)
    _remake(BEFORE, _down)
    op.create_index("ix_texts_owner", TABLE, ["organisation_id", "owner"])
    # What one version has marked as an orphan the other does not know by that name.
    op.execute("DELETE FROM orphans")


def _remake(names: tuple[str, ...], carried: Any) -> None:
    connection = op.get_bind()
    rows = connection.execute(text("SELECT * FROM texts")).mappings().all()
    op.drop_table(TABLE)
    op.create_table(
        TABLE,
        Column("organisation_id", String(), nullable=False),
        Column("id", String(), nullable=False),
        *(Column(name, String() if name == "owner" else LargeBinary(), nullable=False) for name in names),
        PrimaryKeyConstraint("organisation_id", "id"),
    )
    places = ", ".join(f":{name}" for name in ("organisation_id", "id", *names))
    insert = text(f"INSERT INTO texts (organisation_id, id, {', '.join(names)}) VALUES ({places})")  # noqa: S608
    for row in rows:
        sealing: Sealing = context.config.attributes["sealing"](row["organisation_id"])
        found = carried(sealing, row)
        if found:
            connection.execute(insert, {"organisation_id": row["organisation_id"], **found})


def _up(sealing: Sealing, row: Any) -> dict[str, Any]:
    """Carry what cannot be opened any more as it is."""
    ref, owner = row["id"], row["owner"]
    sealed = row["key_id"] + row["nonce"] + row["ciphertext"]
    plain = sealing.open(owner, KIND, ref, sealed)
    if plain is not None:
        sealed = sealing.seal(owner, KIND, ref, _filled_up(plain))
    id = sealing.hashed(TABLE, ref)
    envelope = sealing.seal("", ENVELOPE, id, _filled_up(json.dumps((ref, owner)).encode()))
    return {"id": id, "key_id": sealed[:KEY_ID], "envelope": envelope, "sealed": sealed[KEY_ID:]}


def _down(sealing: Sealing, row: Any) -> dict[str, Any] | None:
    opened = sealing.open("", ENVELOPE, row["id"], row["envelope"])
    if opened is None:
        return None
    ref, owner = json.loads(_without_filling(opened))
    sealed = row["key_id"] + row["sealed"]
    plain = sealing.open(owner, KIND, ref, sealed)
    if plain is not None:
        sealed = sealing.seal(owner, KIND, ref, _without_filling(plain))
    nonce, ciphertext = sealed[KEY_ID:START], sealed[START:]
    return {"id": ref, "owner": owner, "key_id": sealed[:KEY_ID], "nonce": nonce, "ciphertext": ciphertext}


def _filled_up(plain: bytes) -> bytes:
    ended = plain + b"\x80"
    return ended.ljust(-(-len(ended) // ROUNDED_TO) * ROUNDED_TO, b"\0")


def _without_filling(filled: bytes) -> bytes:
    return filled.rstrip(b"\0").removesuffix(b"\x80")
