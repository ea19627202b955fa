"""Tables of what keeps conversations whole, and of what lies behind the confidential door."""

from __future__ import annotations

from storage.tables.base import Row, index, instant, json, sealed, whole


class Dialogues(Row, table=True):
    __tablename__ = "dialogues"
    __table_args__ = (index("dialogues", "member"),)

    member: str
    form: str
    form_data: str = json()
    index: int
    reading_back: bool


class Menus(Row, table=True):
    __tablename__ = "menus"

    choices: str = json()


class Audits(Row, table=True):
    __tablename__ = "audits"
    __table_args__ = (index("audits", "at"),)

    at: int = instant()
    member: str
    action: str
    subject: str


class Installations(Row, table=True):
    __tablename__ = "installations"

    token: bytes = sealed()


class Traces(Row, table=True):
    __tablename__ = "traces"
    __table_args__ = (index("traces", "address"), index("traces", "at"))

    address: str
    message: bytes = sealed()
    at: int = instant()


class Leases(Row, table=True):
    __tablename__ = "leases"

    holder: str
    until: int = instant()


class Incidents(Row, table=True):
    __tablename__ = "incidents"

    kind: str
    subject: str
    since: int = instant()
    why: str
    attempts: int
    again_at: int | None = instant()
    told: bool


class Fetched(Row, table=True):
    __tablename__ = "fetched"
    __table_args__ = (index("fetched", "platform"), index("fetched", "at"))

    platform: str
    number: int = whole()
    at: int = instant()


class Outbox(Row, table=True):
    __tablename__ = "outbox"
    __table_args__ = (index("outbox", "state", "urgency", "created_at"), index("outbox", "edits"))

    to: str
    outcome: str
    outcome_data: str = json()
    urgency: int
    created_at: int = instant()
    not_before: int | None = instant()
    private_to: str
    thread: bytes = sealed()
    edits: str
    state: str
    attempts: int
    leased_until: int | None = instant()
    sent_ref: bytes = sealed()
    error: str


class Inbox(Row, table=True):
    """`id` is a keyed hash of the platform's event id."""

    __tablename__ = "inbox"
    __table_args__ = (index("inbox", "at"),)

    at: int = instant()
    reply: bytes = sealed()


class Texts(Row, table=True):
    """People's words: `id` is the text's ref, `key_id` names the data key so that an erased text is told from a damaged one."""

    __tablename__ = "texts"
    __table_args__ = (index("texts", "owner"),)

    owner: str
    key_id: bytes = sealed()
    nonce: bytes = sealed()
    ciphertext: bytes = sealed()


class Addresses(Row, table=True):
    """`id` is a keyed hash of a platform id, `sealed_ref` the platform id itself."""

    __tablename__ = "addresses"

    sealed_ref: bytes = sealed()


class Erasures(Row, table=True):
    """`id` names a data key that was destroyed, so that a key store restored from a backup can be purged again."""

    __tablename__ = "erasures"
