"""All tables of the first version."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TYPES: dict[str, type[TypeEngine[Any]]] = {
    "text": String,
    "long": Text,
    "number": Integer,
    "flag": Boolean,
    "instant": BigInteger,
    "bytes": LargeBinary,
}

# Every table begins with organisation_id and id, which together are its key. A question mark marks what may be unset.
TABLES = {
    "organisations": "name:text zone:text country:text region:text k:number window_days:number check_days:number"
    " decide_days:number lateness_minutes:number questions:text cycle_months:number cycle_from:instant? last_whole:text",
    "teams": "name:text parent:text channel:text zone:text archived:flag",
    "schedules": "team:text rule:text words:text asked_until:instant next_at:instant? paused:flag paused_until:text?",
    "members": "name:bytes admin:flag stopped:flag reachable:flag away_until:text?",
    "identities": "member:text joined:flag",
    "memberships": "team:text member:text lead:flag home:flag since:instant",
    "claims": "expires_at:instant used:flag",
    "question_sets": "version:number texts:long directions:long keys:long",
    "rounds": "occasion:text team:text teams:long state:text questions:text zone:text k:number roster:number"
    " opened_at:instant? remind_at:instant? closes_at:instant? check_until:instant? next_at:instant?"
    " reminded:flag deciding:flag release:text why:text",
    "interviews": "round:text member:text team:text state:text remind_at:instant?",
    "answers": "round:text interview:text member:text team:text number:number question:text state:text late:flag"
    " allowed:flag released:text pooled:text",
    "releases": "aggregate:text round:text name:text summary:long final:flag",
    "ledger": "release:text aggregate:text round:text question:text ref:text pseudonym:text",
    "checks": "round:text member:text theme:text kind:text shown:flag state:text",
    "rulings": "round:text theme:text challenge:text kind:text by:text wording:text into:text reason:text",
    "dialogues": "member:text form:text form_data:long index:number reading_back:flag",
    "menus": "choices:long",
    "audits": "at:instant member:text action:text subject:text",
    "outbox": "to:text outcome:text outcome_data:long urgency:number created_at:instant not_before:instant?"
    " private_to:text edits:text state:text attempts:number leased_until:instant? sent_ref:bytes error:text",
    "inbox": "at:instant reply:bytes",
    "texts": "owner:text key_id:bytes nonce:bytes ciphertext:bytes",
    "addresses": "sealed_ref:bytes",
    "erasures": "",
}

UNIQUE = {
    "memberships": ["team member"],
    "rounds": ["occasion"],
    "interviews": ["round member"],
    "answers": ["interview number late released"],
}

INDEXES = {
    "schedules": ["team", "next_at"],
    "identities": ["member"],
    "memberships": ["member"],
    "rounds": ["state", "next_at", "team"],
    "interviews": ["member", "remind_at"],
    "answers": ["round", "member", "team released"],
    "releases": ["round", "aggregate"],
    "ledger": ["ref", "release"],
    "checks": ["round", "member"],
    "rulings": ["round"],
    "dialogues": ["member"],
    "audits": ["at"],
    "outbox": ["state urgency created_at", "edits"],
    "inbox": ["at"],
    "texts": ["owner"],
}


def upgrade() -> None:
    for table, described in TABLES.items():
        columns = [_column(word) for word in ("organisation_id:text id:text " + described).split()]
        unique = [_unique(table, names.split()) for names in UNIQUE.get(table, [])]
        op.create_table(table, *columns, PrimaryKeyConstraint("organisation_id", "id"), *unique)
        for names in INDEXES.get(table, []):
            op.create_index(f"ix_{table}_{names.replace(' ', '_')}", table, ["organisation_id", *names.split()])


def downgrade() -> None:
    for table in reversed(TABLES):
        for names in INDEXES.get(table, []):
            op.drop_index(f"ix_{table}_{names.replace(' ', '_')}", table_name=table)
        op.drop_table(table)


def _column(word: str) -> Column[Any]:
    name, kind = word.split(":")
    return Column(name, TYPES[kind.rstrip("?")](), nullable=kind.endswith("?"))


def _unique(table: str, names: list[str]) -> UniqueConstraint:
    return UniqueConstraint("organisation_id", *names, name=f"uq_{table}_{'_'.join(names)}")
