"""Every record is sealed as a whole in the body of its row; the other columns are there to look rows up by.

What stood in columns becomes the fields of the body, in the form in which a body was first written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from alembic import context, op
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
    text,
)

from storage.migrations.run import Sealing

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


class Layout(NamedTuple):
    """A table before and after. `fields`: name:type in order, as in 0001, with `json` for text that holds JSON, `sealed` for text
    under the organisation's key and `own` for text under the key of the row's id. `columns`: what rows are looked up by now."""

    kind: str
    fields: str
    columns: str = ""
    hashed: bool = False
    padded: int = 0
    unique: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    unique_before: tuple[str, ...] = ()
    indexes_before: tuple[str, ...] = ()


# A column is name:type as the field of that name, or name=field+field for a keyed hash of those fields.
LAYOUTS = {
    "organisations": Layout(
        "organisation",
        "name:text zone:text country:text region:text k:number window_days:number check_days:number decide_days:number"
        " lateness_minutes:number questions:text cycle_months:number cycle_from:instant? last_whole:text close_at:text"
        " work_from:text work_until:text",
    ),
    "teams": Layout("team", "name:text parent:text channel:text zone:text archived:flag"),
    "schedules": Layout(
        "schedule",
        "team:text rule:text words:text asked_until:instant next_at:instant? paused:flag paused_until:text? paused_from:text?",
        "team:text next_at:instant?",
        indexes=("team", "next_at"),
        indexes_before=("team", "next_at"),
    ),
    "members": Layout(
        "member", "name:own admin:flag stopped:flag reachable:flag away_until:text? away_from:text?", "admin:flag"
    ),
    "identities": Layout(
        "identity", "member:text joined:flag", "member=member", indexes=("member",), indexes_before=("member",)
    ),
    "memberships": Layout(
        "membership",
        "team:text member:text lead:flag home:flag since:instant followed:flag",
        "team:text member=member lead:flag",
        unique=("team member",),
        indexes=("member",),
        unique_before=("team member",),
        indexes_before=("member",),
    ),
    "followings": Layout(
        "following", "source:text since:instant by:text read_at:instant? heard_at:instant? trouble:text"
    ),
    "exclusions": Layout(
        "exclusion",
        "team:text person:text",
        "team:text",
        hashed=True,
        indexes=("team",),
        indexes_before=("team", "person"),
    ),
    "handles": Layout("handle", "member:text", "member=member", indexes=("member",), indexes_before=("member",)),
    "invites": Layout(
        "invite",
        "team:text by:text expires_at:instant used:flag",
        "expires_at:instant",
        indexes=("expires_at",),
        indexes_before=("expires_at",),
    ),
    "claims": Layout("claim", "expires_at:instant used:flag"),
    "question_sets": Layout("question-set", "version:number texts:json directions:json keys:json"),
    "rounds": Layout(
        "round",
        "occasion:text team:text teams:json state:text questions:text zone:text k:number roster:number opened_at:instant?"
        " remind_at:instant? closes_at:instant? check_until:instant? next_at:instant? reminded:flag deciding:flag release:text"
        " why:text cancels_at:instant? cancelled_by:text corrects_at:instant? undelivered:flag",
        "occasion=occasion team:text state:text next_at:instant?",
        unique=("occasion",),
        indexes=("state", "next_at", "team"),
        unique_before=("occasion",),
        indexes_before=("state", "next_at", "team"),
    ),
    "interviews": Layout(
        "interview",
        "round:text member:text team:text state:text remind_at:instant?",
        "round:text person=round+member member=member remind_at:instant?",
        padded=256,
        unique=("person",),
        indexes=("round", "member", "remind_at"),
        unique_before=("round member",),
        indexes_before=("member", "remind_at"),
    ),
    "answers": Layout(
        "answer",
        "round:text interview:text member:text team:text number:number question:text state:text late:flag allowed:flag"
        " released:text pooled:text turn:number unquoted_at:instant?",
        "round:text interview:text member=member team:text number:number late:flag released:text pooled:text",
        padded=512,
        unique=("interview number late released",),
        indexes=("round", "team released", "member"),
        unique_before=("interview number late released",),
        indexes_before=("round", "team released", "member"),
    ),
    "releases": Layout(
        "release",
        "aggregate:text round:text name:text summary:json final:flag",
        "aggregate:text",
        indexes=("aggregate",),
        indexes_before=("round", "aggregate"),
    ),
    "ledger": Layout(
        "ledger-line",
        "release:text aggregate:text round:text question:text ref:text pseudonym:text",
        "release:text ref:text",
        indexes=("ref", "release"),
        indexes_before=("ref", "release"),
    ),
    "checks": Layout(
        "check",
        "round:text member:text theme:text kind:text shown:flag state:text",
        "round:text member=member",
        padded=512,
        indexes=("round", "member"),
        indexes_before=("round", "member"),
    ),
    "rulings": Layout(
        "ruling",
        "round:text theme:text challenge:text kind:text by:text wording:text into:text reason:text",
        "round:text",
        indexes=("round",),
        indexes_before=("round",),
    ),
    "dialogues": Layout(
        "dialogue",
        "member:text form:outcome index:number reading_back:flag",
        hashed=True,
        padded=2048,
        indexes_before=("member",),
    ),
    "menus": Layout("menu", "choices:json", hashed=True, padded=2048),
    "audits": Layout(
        "audit",
        "at:instant member:text action:text subject:text",
        "action:text",
        indexes=("action",),
        indexes_before=("at",),
    ),
    "installations": Layout("installation", "token:sealed"),
    "traces": Layout(
        "trace",
        "address:text message:sealed at:instant",
        "address=address at:instant",
        hashed=True,
        padded=512,
        indexes=("address", "at"),
        indexes_before=("address", "at"),
    ),
    "leases": Layout("lease", "holder:text until:instant"),
    "incidents": Layout(
        "incident",
        "kind:text subject:text since:instant why:text attempts:number again_at:instant? told:flag",
    ),
    "fetched": Layout(
        "fetched",
        "platform:text number:long at:instant",
        "platform:text at:instant",
        indexes=("platform", "at"),
        indexes_before=("platform", "at"),
    ),
    "outbox": Layout(
        "outbox-message",
        "to:text outcome:outcome urgency:number created_at:instant not_before:instant? private_to:text edits:text state:text"
        " attempts:number leased_until:instant? sent_ref:sealed error:text thread:sealed",
        "to=to urgency:number created_at:instant not_before:instant? edits:text state:text named:flag",
        hashed=True,
        padded=1024,
        indexes=("state urgency created_at", "edits", "to"),
        indexes_before=("state urgency created_at", "edits"),
    ),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EMPTY = {"flag": False, "number": 0, "long": 0, "instant": 0, "json": "[]"}
TYPES: dict[str, Any] = {
    "text": String,
    "json": Text,
    "number": Integer,
    "long": BigInteger,
    "flag": Boolean,
    "instant": BigInteger,
    "sealed": LargeBinary,
    "own": LargeBinary,
}


def upgrade() -> None:
    for table, layout in LAYOUTS.items():
        _remake(table, layout, up=True)


def downgrade() -> None:
    for table, layout in LAYOUTS.items():
        _remake(table, layout, up=False)


def _remake(table: str, layout: Layout, up: bool) -> None:
    """Make the table anew beside the old one, carry the rows over, and let it take the old one's place."""
    connection = op.get_bind()
    for each in layout.indexes_before if up else layout.indexes:
        op.drop_index(f"ix_{table}_{each.replace(' ', '_')}", table_name=table)
    columns = _columns_after(layout) if up else _columns_before(layout)
    wanted = layout.unique if up else layout.unique_before
    rows = connection.execute(text(f'SELECT * FROM "{table}"')).mappings().all()  # noqa: S608
    op.drop_table(table)
    op.create_table(table, *columns, PrimaryKeyConstraint("organisation_id", "id"), *_unique(table, wanted))
    names = [column.name for column in columns]
    into = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f":c{at}" for at in range(len(names)))
    for row in rows:
        carried = _up(table, layout, dict(row)) if up else _down(table, layout, dict(row))
        given = {f"c{at}": carried[name] for at, name in enumerate(names)}
        connection.execute(text(f'INSERT INTO "{table}" ({into}) VALUES ({places})'), given)  # noqa: S608
    for each in layout.indexes if up else layout.indexes_before:
        op.create_index(f"ix_{table}_{each.replace(' ', '_')}", table, ["organisation_id", *each.split()])


def _unique(table: str, keys: Iterable[str]) -> list[Any]:
    return [
        UniqueConstraint("organisation_id", *key.split(), name=f"uq_{table}_{key.replace(' ', '_')}") for key in keys
    ]


def _columns_before(layout: Layout) -> list[Column[Any]]:
    found = _key()
    for name, kind in _words(layout.fields):
        if kind == "outcome":
            found.append(Column(name, String(), nullable=False))
            found.append(Column(f"{name}_data", Text(), nullable=False))
        else:
            found.append(_column(name, kind))
    return found


def _columns_after(layout: Layout) -> list[Column[Any]]:
    found = _key()
    found.append(Column("body", LargeBinary(), nullable=False))
    for word in layout.columns.split():
        name, _, kind = word.replace("=", ":=", 1).partition(":")
        found.append(Column(name, String(), nullable=False) if kind.startswith("=") else _column(name, kind))
    return found


def _key() -> list[Column[Any]]:
    return [Column("organisation_id", String(), nullable=False), Column("id", String(), nullable=False)]


def _column(name: str, kind: str) -> Column[Any]:
    return Column(name, TYPES[kind.rstrip("?")](), nullable=kind.endswith("?"))


def _words(described: str) -> list[tuple[str, str]]:
    return [(word.partition(":")[0], word.partition(":")[2]) for word in described.split()]


def _sealing(organisation: str) -> Sealing:
    sealing: Sealing = context.config.attributes["sealing"](organisation)
    return sealing


# --- from columns to a body


def _up(table: str, layout: Layout, row: dict[str, Any]) -> dict[str, Any]:
    organisation, id = row["organisation_id"], row["id"]
    sealing = _sealing(organisation)
    fields: dict[str, Any] = {"is": f"{layout.kind}/1", "id": id}
    for name, kind in _words(layout.fields):
        if kind != "own":
            fields[name] = _field(sealing, table, row, name, kind)
    plain = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    if table == "members":
        own = _own_name(sealing, id, row["name"])
        plain = b"%04x%b%b" % (len(own), own, plain)
    if layout.padded:
        plain = plain.ljust(-(-len(plain) // layout.padded) * layout.padded)
    new_id = sealing.hashed(table, id) if layout.hashed else id
    carried = {"organisation_id": organisation, "id": new_id, "body": sealing.seal("", table, new_id, plain)}
    for word in layout.columns.split():
        name, separator, by = word.partition("=")
        if separator:
            carried[name] = sealing.hashed(f"{table}.{name}", *[fields[each] for each in by.split("+")])
        else:
            name = word.partition(":")[0]
            carried[name] = row.get(name)
    if table == "outbox":
        carried["edits"] = sealing.hashed(table, row["edits"]) if row["edits"] else ""
        carried["named"] = bool(fields["sent_ref"])
    return carried


def _field(sealing: Sealing, table: str, row: dict[str, Any], name: str, kind: str) -> Any:
    if kind == "outcome":
        return _parsed(row[f"{name}_data"])
    value = row[name]
    if value is None:
        return None
    if kind.startswith("instant"):
        return (EPOCH + timedelta(microseconds=value)).isoformat()
    if kind == "json":
        return _parsed(value)
    if kind == "flag":
        return bool(value)
    if kind == "sealed":
        opened = sealing.open("", f"{table}.{name}", row["id"], value) if value else b""
        return (opened or b"").decode("utf-8", "replace")
    return value


def _own_name(sealing: Sealing, id: str, sealed: bytes) -> bytes:
    """A member's name, sealed with their own key for the body; nothing where that key was destroyed."""
    name = sealing.open(id, "members.name", id, sealed) if sealed else b""
    if name is None:
        return b""
    own = json.dumps({"name": name.decode("utf-8", "surrogatepass")}, ensure_ascii=False)
    return sealing.seal(id, "members.own", id, own.encode("utf-8", "surrogatepass"))


def _parsed(written: str) -> Any:
    """Leave what is not JSON as it is: it could not be read before either."""
    try:
        return json.loads(written)
    except ValueError:
        return written


# --- and back


def _down(table: str, layout: Layout, row: dict[str, Any]) -> dict[str, Any]:
    organisation = row["organisation_id"]
    sealing = _sealing(organisation)
    plain = sealing.open("", table, row["id"], row["body"]) or b""
    start = 4 + int(plain[:4], 16) if table == "members" and plain else 0
    fields = json.loads(plain[start:] or b"{}")
    id = fields.get("id", row["id"])
    carried: dict[str, Any] = {"organisation_id": organisation, "id": id}
    for name, kind in _words(layout.fields):
        if kind == "own":
            own = sealing.open(id, "members.own", id, plain[4:start])
            carried[name] = sealing.seal(id, "members.name", id, json.loads(own)["name"].encode()) if own else b""
        elif kind == "outcome":
            outcome = fields.get(name)
            known = isinstance(outcome, dict) and isinstance(outcome.get("is"), str)
            carried[name] = outcome["is"].partition("/")[0] if known else "unknown"
            carried[f"{name}_data"] = json.dumps(outcome) if known else str(outcome)
        else:
            carried[name] = _value(sealing, table, id, name, kind, fields)
    return carried


def _value(sealing: Sealing, table: str, id: str, name: str, kind: str, fields: dict[str, Any]) -> Any:
    value = fields.get(name)
    if kind == "sealed":
        return sealing.seal("", f"{table}.{name}", id, str(value).encode()) if value else b""
    if value is None:
        return None if kind.endswith("?") else EMPTY.get(kind, "")
    if kind.startswith("instant"):
        return (datetime.fromisoformat(value) - EPOCH) // timedelta(microseconds=1)
    if kind == "json":
        return json.dumps(value) if isinstance(value, (list, dict)) else str(value)
    return value
