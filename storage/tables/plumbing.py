"""Tables of what keeps conversations whole, and of what lies behind the confidential door."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import (
    Record,
    RowForm,
    TableRow,
    holds_records,
    instant_field,
    keyed_hash_field,
    sealed_field,
    table_index,
    whole_number,
)


@holds_records(model.Dialogue, RowForm(hashed=True, padded=2048))
class Dialogues(Record, table=True):
    __tablename__ = "dialogues"


@holds_records(model.NumberedMenu, RowForm(hashed=True, padded=2048))
class Menus(Record, table=True):
    __tablename__ = "menus"


@holds_records(model.Audit)
class Audits(Record, table=True):
    __tablename__ = "audits"
    __table_args__ = (table_index("audits", "action"),)

    action: str


@holds_records(model.Installation)
class InstallationsTable(Record, table=True):
    __tablename__ = "installations"


@holds_records(model.DeletableMessage, RowForm(hashed=True, padded=512))
class Traces(Record, table=True):
    __tablename__ = "traces"
    __table_args__ = (table_index("traces", "address"), table_index("traces", "at"))

    address: str = keyed_hash_field("address")
    at: int = instant_field()


@holds_records(model.LeaseRecord)
class Leases(Record, table=True):
    __tablename__ = "leases"


@holds_records(model.Incident)
class Incidents(Record, table=True):
    __tablename__ = "incidents"


@holds_records(model.Fetched)
class FetchedTable(Record, table=True):
    __tablename__ = "fetched"
    __table_args__ = (table_index("fetched", "platform"), table_index("fetched", "at"))

    platform: str
    at: int = instant_field()


@holds_records(
    model.OutboxMessage,
    RowForm(
        hashed=True, padded=1024, ids=("edits",), computed={"named": lambda message, vault: bool(message.sent_ref)}
    ),
)
class OutboxTable(Record, table=True):
    """`edits` is a message's `id` in this table; `named` says that the platform's name of the sent message is known.

    No column says whom a message is for, not even as a keyed hash: what recurs is known to whoever saw one of the messages come,
    and tells when that person was answered.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        table_index("outbox", "state", "urgency", "created_at"),
        table_index("outbox", "edits"),
        table_index("outbox", "created_at"),
    )

    urgency: int
    created_at: int = instant_field()
    not_before: int | None = instant_field()
    edits: str
    state: str
    named: bool


class InboxTable(TableRow, table=True):
    """`id` is a keyed hash of the platform's event id."""

    __tablename__ = "inbox"
    __table_args__ = (table_index("inbox", "at"),)

    at: int = instant_field()


class TextsTable(TableRow, table=True):
    """People's words. `id` is a keyed hash of the text's ref, `key_id` names the data key so that an erased text is told from a
    damaged one, `envelope` says under seal which text this is and whose."""

    __tablename__ = "texts"
    __table_args__ = (table_index("texts", "key_id"),)

    key_id: bytes = sealed_field()
    envelope: bytes = sealed_field()
    sealed: bytes = sealed_field()


class AddressesTable(TableRow, table=True):
    """`id` is a keyed hash of a platform id, `sealed_ref` the platform id itself; `at` is when a sweep last saw it needed."""

    __tablename__ = "addresses"
    __table_args__ = (table_index("addresses", "at"),)

    sealed_ref: bytes = sealed_field()
    at: int | None = instant_field()


class ErasuresTable(TableRow, table=True):
    """`id` names a data key that was destroyed, so that a key store restored from a backup can be purged again; `at` is when a
    sweep first saw the note, which ends once no copy can have the key any more."""

    __tablename__ = "erasures"

    at: int | None = instant_field()


class Pairing(TableRow, table=True):
    """The one row of no organisation: the id of this database and its key store, and which change of keys it has (R11)."""

    __tablename__ = "pairing"

    pair: str
    generation: int = whole_number()


class OrphansTable(TableRow, table=True):
    """`id` names a key that no words need, or a key whose words are still there without it; `at` is when that was first seen."""

    __tablename__ = "orphans"

    at: int = instant_field()
