"""Interface of a platform: its operations, limits and errors. Adapters implement these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent
from bot.domain.root_error import FolkmootError
from bot.views.capabilities import Capabilities
from bot.views.view import Form, View


@dataclass(frozen=True, slots=True)
class Reply:
    """Immediate reply of an adapter to the event it answers: a form to open, or a short notice to the presser.

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
    """True if `find` can tell whether an ambiguous send arrived."""

    def capabilities(self, ref: ConversationRef) -> Capabilities: ...

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        """Send a view and return the platform's own name of the message.

        Raises SendRefusedError, SendLaterError or SendUncertainError.
        """
        ...

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str: ...

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        """The sent message that carries `key`, or None; only where `settles`. Raises CannotLookError beside what `send` raises."""
        ...

    async def start(self, on_event: OnEvent) -> None:
        """Begin to listen. Raises CannotStartError; a platform that is out of reach for now is tried again in the background."""
        ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CommandMenu:
    """Commands (name, what it does) to show to an `audience`: everyone in their direct chats, groups, or one `person`."""

    audience: str
    commands: tuple[tuple[str, str], ...]
    person: ConversationRef | None = None


@runtime_checkable
class LooksBeforeSending(Protocol):
    """A ChatAdapter that looks once more whether a message may leave, right before it does."""

    def send_while(self, may: Callable[[], bool]) -> None:
        """Let messages leave only while `may` says so; one that may not is answered with SendLaterError."""
        ...


@runtime_checkable
class OffersMenus(Protocol):
    """A ChatAdapter whose platform shows commands beside the typing line."""

    platform: str

    def capabilities(self, ref: ConversationRef | None) -> Capabilities: ...

    async def offer(self, menu: CommandMenu) -> None:
        """Show a menu in place of the one before. Raises SendRefusedError, SendLaterError or SendUncertainError."""
        ...


@dataclass(frozen=True, slots=True)
class Present:
    """Person present in a conversation: their own direct conversation, and the platform's name for them.

    `left_out` says why they are nobody to ask: guest, bot, foreign (of another organisation), gone or unknown; it is empty for who
    counts. `zone` is the time zone of their clock, where the platform tells it.
    """

    ref: ConversationRef
    name: str = field(repr=False)
    left_out: str = ""
    zone: str = ""


@runtime_checkable
class ListsPeople(Protocol):
    """A ChatAdapter whose platform lists who is in a conversation, where its capabilities say so."""

    platform: str

    async def people(self, ref: ConversationRef) -> Sequence[Present]:
        """Return everybody in a conversation but the bot, all of them.

        Raises SendRefusedError, SendLaterError or SendUncertainError.
        """
        ...


@runtime_checkable
class LooksAtPlaces(Protocol):
    """A ChatAdapter whose platform says, without a message being sent, whether the bot may write in a conversation of many."""

    platform: str

    async def look_at(self, ref: ConversationRef) -> None:
        """Return if the bot may write there.

        Raises SendRefusedError with the reason if it may not, SendLaterError or SendUncertainError.
        """
        ...


@runtime_checkable
class ConfirmsPeople(Protocol):
    """A ChatAdapter whose platform reports whether somebody may take part: a full, active member, and a person."""

    platform: str

    async def confirm(self, people: Sequence[ConversationRef]) -> Sequence[Present]:
        """Return what the platform says of them now, of all of them.

        Raises SendRefusedError, SendLaterError or SendUncertainError.
        """
        ...


class CannotStartError(FolkmootError):
    """The platform does not let the bot in (a wrong token, say); the message is a sentence for the operator (R10)."""


class SendRefusedError(FolkmootError):
    """The destination can no longer be written to; `reason` is one of gone, archived, removed (the bot is not in it any more),
    blocked, closed, forbidden, invalid (the message is not acceptable)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendLaterError(FolkmootError):
    """The message was not sent: nothing is to be sent to this destination for `seconds`.

    `why` is one of limited (the platform asks to wait), token (it does not accept the bot's token), unreachable (it was not
    reached, so that nothing arrived), closed (this adapter ends).
    """

    def __init__(self, seconds: float, why: str = "limited") -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds
        self.why = why


class SendUncertainError(FolkmootError):
    """The request was cut off: the message may or may not have arrived."""


class CannotLookError(FolkmootError):
    """The platform does not let the bot see what was sent there."""
