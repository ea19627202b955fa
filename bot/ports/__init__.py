"""What the engine asks of the outside. Adapters and storage implement these; nothing here does any work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent
from bot.views.capabilities import Capabilities
from bot.views.view import Form, View

R = TypeVar("R")
T = TypeVar("T")


class Records(Protocol[R]):
    """All records of one kind of one organisation."""

    def get(self, id: str) -> R | None: ...

    def add(self, record: R) -> bool:
        """Insert; False, and nothing changed, when the id or another unique key is taken."""
        ...

    def save(self, record: R) -> None:
        """Insert, or replace the record of the same id."""
        ...

    def remove(self, id: str) -> None: ...

    def where(self, **equal: Any) -> list[R]:
        """All whose fields equal these, ordered by id; a tuple, list or set as a value means any of its members."""
        ...

    def until(self, field: str, instant: datetime, limit: int = 1000) -> list[R]:
        """Those whose datetime `field` is set and not after `instant`, earliest first, then by id."""
        ...

    def count(self, **equal: Any) -> int: ...


class Texts(Protocol):
    """The one door to people's words. Each text is encrypted with its owner's key (C8); an erased owner's texts read as None."""

    def keep(self, ref: str, owner: str, text: ConfidentialText) -> None: ...

    def read(self, refs: Sequence[str]) -> list[ConfidentialText | None]:
        """The texts of `refs`, in that order; None for one that was never kept, was removed or was erased."""
        ...

    def move(self, ref: str, to: str) -> None: ...

    def remove(self, refs: Iterable[str]) -> None: ...

    def refs_of(self, owner: str) -> list[str]: ...

    def forget(self, owner: str) -> None:
        """Destroy the owner's key, first and at once, then their texts (C9). Cannot be undone by a rollback."""
        ...


class Addresses(Protocol):
    """Platform ids: looked up by a keyed hash, kept encrypted for sending (C8). An address id is that hash."""

    def id_of(self, ref: ConversationRef) -> str:
        """The address id of a place, whatever the thread in it; nothing is stored."""
        ...

    def remember(self, ref: ConversationRef) -> str: ...

    def ref(self, id: str) -> ConversationRef | None: ...

    def forget(self, id: str) -> None: ...


class Inbox(Protocol):
    def claim(self, key: str, at: datetime) -> bool:
        """True for the first, False for an event id that was handled before (R6)."""
        ...

    def knows(self, key: str) -> bool:
        """Whether an id was claimed."""
        ...

    def reply_of(self, key: str) -> str: ...

    def keep_reply(self, key: str, reply: str) -> None: ...

    def prune(self, before: datetime) -> int: ...


class Outbox(Protocol):
    def add(self, message: model.OutboxMessage) -> bool:
        """False when a message of this id is there already; a waiting edit of the same message is replaced."""
        ...

    def get(self, id: str) -> model.OutboxMessage | None: ...

    def lease(self, now: datetime, until: datetime, limit: int, urgencies: Sequence[int]) -> list[model.OutboxMessage]:
        """Mark up to `limit` ready messages as SENDING until `until`, most urgent and oldest first, and return them."""
        ...

    def save(self, message: model.OutboxMessage) -> None: ...

    def expired(self, now: datetime) -> list[model.OutboxMessage]:
        """Messages left in SENDING by a sender that is gone."""
        ...

    def next_ready(self) -> datetime | None:
        """When the earliest waiting message may be sent; the distant past for one that may be sent at once."""
        ...

    def where(self, **equal: Any) -> list[model.OutboxMessage]: ...

    def prune(self, before: datetime) -> int: ...


class UnitOfWork(Protocol):
    """One transaction of one organisation: everything in it happens, or none of it does."""

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
    interviews: Records[model.Interview]
    answers: Records[model.Answer]
    checks: Records[model.Check]
    rulings: Records[model.Ruling]
    releases: Records[model.Release]
    ledger: Records[model.LedgerLine]
    dialogues: Records[model.Dialogue]
    menus: Records[model.Menu]
    audits: Records[model.Audit]
    installations: Records[model.Installation]
    traces: Records[model.Trace]
    leases: Records[model.Lease]
    fetched: Records[model.Fetched]
    texts: Texts
    addresses: Addresses
    inbox: Inbox
    outbox: Outbox

    def pseudonym(self, member: str) -> str:
        """A keyed pseudonym of a member for the ledger; its mapping ends when the member is forgotten."""
        ...


class Store(Protocol):
    """Where units of work come from."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in a transaction of its own and return after the commit; an exception rolls it back and is raised here."""
        ...

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work`, which writes nothing, beside the writer."""
        ...

    async def sweep(self) -> object:
        """Remove words whose key is gone and keys that no words need: what a crash between the two stores left behind."""
        ...

    async def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None: ...


Tokens = Callable[[], str]
"""Gives a new unguessable id of 128 bits at least, of lower-case letters and digits."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the adapter shows at once, tied to the event it answers: a form to open, or a short notice to the presser.

    `errors` maps field names of a submitted form to what is wrong with them: the form stays open. `home` is the person's own
    page, where the platform has one.
    """

    form: Form | None = None
    notice: View | None = None
    errors: Mapping[str, str] | None = None
    home: View | None = None
    duplicate: bool = False
    clear: tuple[str, ...] = ()
    """The platform's names of messages to take out of the sender's direct conversation."""


OnEvent = Callable[[AnyEvent], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's sending limits, in messages a second, and how many sends may be in flight at once."""

    overall: float
    per_direct: float
    per_channel: float
    in_flight: int = 32


class Installations(Protocol):
    """The tokens of the workspaces in which the bot is installed, kept encrypted. A workspace is the platform's own id."""

    async def token(self, workspace: str) -> str | None: ...

    async def save(self, workspace: str, token: str) -> None: ...

    async def remove(self, workspace: str) -> None: ...


@runtime_checkable
class Installable(Protocol):
    """An adapter that can be installed in several workspaces; it is given where their tokens are kept before it starts."""

    platform: str

    def install_into(self, installations: Installations) -> None: ...


class ChatAdapter(Protocol):
    platform: str
    limits: Limits
    settles: bool
    """Whether `find` can tell if an ambiguous send arrived."""

    def capabilities(self, ref: ConversationRef) -> Capabilities: ...

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        """Send and return the platform's own name of the message. Raises SendRefused, SendLater or SendUncertain."""
        ...

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str: ...

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        """The sent message that carries `key`, or None; only where `settles`."""
        ...

    async def start(self, on_event: OnEvent) -> None:
        """Begin to listen. Raises CannotStart; a platform that is out of reach for now is tried again in the background."""
        ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CommandMenu:
    """Commands (name, what it does) to show to an `audience`: everyone in their direct chats, groups, or one `person`."""

    audience: str
    commands: tuple[tuple[str, str], ...]
    person: ConversationRef | None = None


@runtime_checkable
class OffersMenus(Protocol):
    """A ChatAdapter whose platform shows commands beside the typing line."""

    platform: str

    def capabilities(self, ref: ConversationRef | None) -> Capabilities: ...

    async def offer(self, menu: CommandMenu) -> None:
        """Show a menu in place of the one before. Raises SendRefused, SendLater or SendUncertain."""
        ...


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in a conversation: their own direct conversation, and how the platform names them.

    `left_out` says why they are nobody to ask: guest, bot, foreign (of another organisation) or gone; empty for who counts.
    """

    ref: ConversationRef
    name: str = field(repr=False)
    left_out: str = ""


@runtime_checkable
class ListsPeople(Protocol):
    """A ChatAdapter whose platform tells who is in a conversation, where its capabilities say so."""

    platform: str

    async def people(self, ref: ConversationRef) -> Sequence[Present]:
        """Everybody there, the bot itself apart: all of them, or it raises SendRefused, SendLater or SendUncertain."""
        ...


class CannotStart(Exception):
    """The platform does not let the bot in (a wrong token, say); the message is a sentence for the operator (R10)."""


class SendRefused(Exception):
    """The destination can no longer be written to; `reason` is one of gone, blocked, closed, forbidden, invalid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendLater(Exception):
    """This destination is to be left alone for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds


class SendUncertain(Exception):
    """The request was cut off: the message may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Item:
    """One contribution to be grouped: an opaque name, an opaque person, the words."""

    ref: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A point found in several contributions: its name, whether no topic of the codebook fitted, and whose they are."""

    label: str
    new: bool
    refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Themes, the contributions that say that there is nothing, and those that fitted nowhere."""

    themes: tuple[FoundTheme, ...] = ()
    nothing: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


class ThemeFinder(Protocol):
    """Finds what several people said. Pure and deterministic; called in a thread, off the event loop."""

    def find(self, items: Sequence[Item], direction: str, small: bool) -> Found: ...

    def redact(self, text: str, names: Sequence[str]) -> str:
        """The words as they may be shown to others: persons, numbers and addresses replaced by what they are (C7, C13)."""
        ...
