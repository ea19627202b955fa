"""Interface of the store: records, texts, addresses, inbox and outbox in one transaction. Storage implements these."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.root_error import FolkmootError

R = TypeVar("R")
T = TypeVar("T")


class NotStoredError(FolkmootError):
    """The store could not commit, and nothing of the unit of work was stored; the message says why, for the operator."""


class Added(Protocol):
    """True if something was added: a store may wait with finding out until somebody asks for the truth value."""

    def __bool__(self) -> bool: ...


class Records(Protocol[R]):
    """All records of one kind of one organisation."""

    def get(self, id: str) -> R | None:
        """Return the record of this id; None, as everywhere below, for one that cannot be read."""
        ...

    def cannot_be_read(self, id: str) -> bool:
        """Return whether there is a record of this id that cannot be read (R13)."""
        ...

    def add(self, record: R) -> Added:
        """Insert a record; what is returned is false, and nothing changed, when the id or another unique key is taken."""
        ...

    def save(self, record: R) -> None:
        """Insert a record, or replace the one of the same id."""
        ...

    def remove(self, id: str) -> None: ...

    def erase(self, key: str) -> None:
        """Remove all records that are sealed with one key, and destroy it: not even a copy of them can be read then (C9).

        That is done when the unit of work is stored; a rollback undoes it. Raises LookupError for records without such keys.
        """
        ...

    def where(self, **equal: Any) -> list[R]:
        """Return all whose fields equal these, ordered by id; a tuple, list or set as a value means any of its members."""
        ...

    def until(self, field: str, instant: datetime, limit: int = 1000) -> list[R]:
        """Return those whose datetime `field` is set and not after `instant`, earliest first, then by id."""
        ...

    def count(self, **equal: Any) -> int: ...


class Texts(Protocol):
    """The one door to people's words. Each text is encrypted with its owner's key (C8); an erased owner's texts read as None."""

    def keep(self, ref: str, owner: str, text: ConfidentialText) -> None: ...

    def read(self, refs: Sequence[str], owner: str | None = None) -> list[ConfidentialText | None]:
        """Return the texts of `refs`, in that order; None for one that was never stored, was removed or was erased.

        With an `owner`, nobody else's are read.
        """
        ...

    def move(self, ref: str, to: str) -> None: ...

    def remove(self, refs: Iterable[str]) -> None: ...

    def refs_of(self, owner: str) -> list[str]: ...

    def forget(self, owner: str) -> None:
        """Destroy the owner's key, first and at once, then their texts (C9). Cannot be undone by a rollback."""
        ...


class Addresses(Protocol):
    """Platform ids: looked up by a keyed hash, stored encrypted for sending (C8). An address id is that hash."""

    def id_of(self, ref: ConversationRef) -> str:
        """Return the address id of a place, whatever the thread in it; nothing is stored."""
        ...

    def remember(self, ref: ConversationRef) -> str: ...

    def ref(self, id: str) -> ConversationRef | None: ...

    def not_seen(self, limit: int) -> list[str]:
        """Return addresses that no sweep has seen yet."""
        ...

    def seen_before(self, instant: datetime, limit: int) -> list[str]:
        """Return addresses that a sweep saw last at this instant or before."""
        ...

    def see(self, id: str, now: datetime) -> None:
        """Note that a sweep has seen that an address is there and needed."""
        ...

    def forget(self, id: str) -> None: ...


class Inbox(Protocol):
    def claim(self, key: str, at: datetime) -> bool:
        """Claim an event id; return False when it was claimed before (R6)."""
        ...

    def knows(self, key: str) -> bool:
        """Return whether an id was claimed."""
        ...

    def prune(self, before: datetime) -> int: ...


class Outbox(Protocol):
    def add(self, message: model.OutboxMessage) -> Added:
        """Insert a message; an edit replaces a waiting edit of the same message. False when its id is there already."""
        ...

    def get(self, id: str) -> model.OutboxMessage | None: ...

    def lease(self, now: datetime, until: datetime, limit: int, urgencies: Sequence[int]) -> list[model.OutboxMessage]:
        """Mark up to `limit` ready messages as SENDING until `until`, most urgent and oldest first, and return them."""
        ...

    def save(self, message: model.OutboxMessage) -> None: ...

    def remove(self, id: str) -> None: ...

    def where(self, **equal: Any) -> list[model.OutboxMessage]: ...

    def retry_set_aside(self) -> int:
        """Set messages that an earlier program could not read to waiting again; return their number."""
        ...

    def forget(self, to: str) -> int:
        """Remove all messages to an address, or for its eyes alone, but those that are being sent; return their number."""
        ...

    def prune(self, before: datetime) -> int: ...


class UnitOfWork(ABC):
    """One transaction of one organisation: everything in it happens, or none of it does.

    Each `Records` is there in every store as soon as it stands here and its class has a table.
    """

    organisations: Records[model.Organisation]
    teams: Records[model.Team]
    schedules: Records[model.Schedule]
    members: Records[model.Member]
    identities: Records[model.Identity]
    memberships: Records[model.Membership]
    followings: Records[model.Following]
    exclusions: Records[model.Exclusion]
    claims: Records[model.Claim]
    invites: Records[model.Invite]
    handles: Records[model.Handle]
    question_sets: Records[model.QuestionSet]
    rounds: Records[model.Round]
    meetings: Records[model.Meeting]
    follow_ups: Records[model.FollowUp]
    lasting_points: Records[model.LastingPoint]
    past_rosters: Records[model.PastRoster]
    proposals: Records[model.Proposal]
    interviews: Records[model.Interview]
    answers: Records[model.Answer]
    checks: Records[model.Check]
    weighings: Records[model.Weighing]
    rulings: Records[model.Ruling]
    releases: Records[model.Release]
    ledger: Records[model.LedgerLine]
    dialogues: Records[model.Dialogue]
    menus: Records[model.NumberedMenu]
    set_up_plans: Records[model.SetUpPlan]
    audits: Records[model.Audit]
    installations: Records[model.Installation]
    traces: Records[model.DeletableMessage]
    leases: Records[model.LeaseRecord]
    incidents: Records[model.Incident]
    fetched: Records[model.Fetched]
    texts: Texts
    addresses: Addresses
    inbox: Inbox
    outbox: Outbox

    @abstractmethod
    def pseudonym(self, member: str, *parts: str) -> str:
        """Return a keyed pseudonym, for the ledger, of a member or of something of theirs; it ends when they are forgotten."""
        ...

    @abstractmethod
    def fingerprint(self, purpose: str, *parts: str) -> str:
        """Return a hash, under a key of the installation, by which words can be recognised and not read."""
        ...

    @abstractmethod
    def set_aside(self) -> int:
        """Return how many stored rows were met that cannot be read: they are passed over (R13)."""
        ...

    @abstractmethod
    def set_aside_by_table(self) -> dict[str, int]:
        """Return the same by the name of the table in which the rows stand."""
        ...

    @abstractmethod
    def newest_backup(self) -> datetime | None:
        """Return when the newest backup was made; None where none is known of."""
        ...

    @abstractmethod
    def look_through_some(self, after: str, most: int) -> str:
        """Try to read so many stored rows after a place; return how far that came, or nothing where it came to the end."""
        ...

    @abstractmethod
    def rows_stored(self) -> int:
        """Return how many rows `look_through` reads."""
        ...

    @abstractmethod
    def look_through(self) -> int:
        """Try to read everything, and return how many stored rows cannot be read. It takes its time."""
        ...


@dataclass(frozen=True, slots=True)
class WritingSign:
    """State of writing: it fails at present or not, and the seconds since something was last written."""

    fails: bool
    seconds: float


class Store(Protocol):
    """Source of units of work."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in a transaction of its own and return after the commit; an exception rolls it back and is raised here.

        Raises NotStoredError when the store cannot write at present; a later unit of work may succeed.
        """
        ...

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work`, which writes nothing, beside the writer."""
        ...

    async def sweep(self, now: datetime, remove: bool = True) -> object:
        """Mark words whose key is gone and keys that no words need, which a crash between the two stores may leave behind, and,
        if it is to `remove` anything, a small share of what was marked days ago. To be called once a day."""
        ...

    def writing(self) -> WritingSign:
        """Return how writing goes, without waiting for it. It fails from a failure on until something was written a while later."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class SharedStore(Protocol):
    """A store that processes on several machines may have open at once."""

    def wake_with(self, woken: Callable[[], object]) -> None:
        """Call `woken`, on any thread, soon after another process has stored a message to send. It is no promise: look as well."""
        ...
