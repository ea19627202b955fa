"""Records behind conversations: waiting messages, fetched updates, dialogues, numbered menus, leases, incidents, admin actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


class Urgency(IntEnum):
    """Urgency of a message: a person waits for it, a prompt may be spread out, a digest may come last."""

    PERSON = 0
    PROMPT = 1
    DIGEST = 2


class Delivery(StrEnum):
    """RESTING waits until its platform takes messages again, UNSETTLED to be looked for: it may have arrived.

    UNCERTAIN may have arrived as well, and is not looked for any more.
    """

    WAITING = "waiting"
    RESTING = "resting"
    SENDING = "sending"
    UNSETTLED = "unsettled"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DROPPED = "dropped"


@stored_as("outbox-message")
@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """One message to send once. It holds an outcome and its parameters, never answer text.

    `to` is an address id, `thread` the thread there in which somebody waits for it, if it is in one; `private_to` is another
    address id, for a message in a channel that one person alone should see. `edits` is
    the id of the message that this one replaces. `sent_ref` is the platform's own name of the sent message; several, of one that
    took several, have commas between them. A `quiet` one answers what its reader has just done, and makes no sound. `leased_until`
    is for a process of an earlier version, which judges by it whether a sender is gone.
    """

    id: str
    to: str
    outcome: Outcome
    urgency: Urgency
    created_at: datetime
    not_before: datetime | None = None
    private_to: str = ""
    thread: str = ""
    edits: str = ""
    state: Delivery = Delivery.WAITING
    attempts: int = 0
    leased_until: datetime | None = None
    sent_ref: str = ""
    error: str = ""
    quiet: bool = False


@stored_as("menu-choice")
@dataclass(frozen=True, slots=True, kw_only=True)
class MenuChoice:
    action: str
    token: str
    label: str


@stored_as("menu")
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedMenu:
    """The numbered choices last offered in a conversation that has no buttons; `id` is its address."""

    id: str
    choices: tuple[MenuChoice, ...]


@stored_as("dialogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A form being filled in question by question; `id` is the address. `form` is the outcome that words the form.

    `message` is the newest message of the form, which is changed in place where its reader sees it: `typed` counts what they have
    typed beneath it since. `begun_at` is when the form was opened.
    """

    id: str
    member: str
    form: Outcome
    index: int = 0
    reading_back: bool = False
    message: str = ""
    begun_at: datetime | None = None
    typed: int = 0


@stored_as("audit")
@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One admin action: who, what command, on what, and the value `before`; shown by `audit` and never about an answer.

    `undo` is what is needed to take it back: what kind of change, of which team or set, and values; empty where it cannot be.
    """

    id: str
    at: datetime
    member: str
    action: str
    subject: str = ""
    before: str = ""
    undo: tuple[str, ...] = ()


@stored_as("installation")
@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Installation in a workspace: `id` is the keyed hash of the workspace's address, `token` the bot token for it."""

    id: str
    token: str = field(repr=False)


@stored_as("trace")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletableMessage:
    """A message in a person's direct conversation that holds their words and can still be taken out of it."""

    id: str
    address: str
    message: str
    at: datetime


@stored_as("lease")
@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRecord:
    """Lease: the process `holder` alone does what `id` names, until that instant unless it renews the lease.

    `holder` is empty where it was given up. `number` is one more with each holder: the fencing token, by which somebody who held
    it before is told from whoever does now.
    """

    id: str
    holder: str
    until: datetime
    number: int = 0


class IncidentKind(StrEnum):
    """Kind of an incident: `subject` is a platform for the first four, else what the kind names.

    TOKEN: the platform does not accept the bot's token. UNREACHABLE: it does not answer, or fails. LIMITED: it has asked for
    long to wait. UNSEEN: it does not let the bot see whether a message arrived. REFUSING: a channel (an address) takes no
    messages. WRONG: messages of one kind of outcome are not acceptable. STUCK: a round, a schedule or a step of the clock fails.
    SILENT: a part of this program has stopped working. UNHEARD: what people do on a platform does not arrive here.
    """

    TOKEN = "token"  # noqa: S105 - what is told of one, and none
    UNREACHABLE = "unreachable"
    LIMITED = "limited"
    UNSEEN = "unseen"
    REFUSING = "refusing"
    WRONG = "wrong"
    STUCK = "stuck"
    SILENT = "silent"
    UNHEARD = "unheard"


@stored_as("incident")
@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that stopped working and does not work again yet; it is removed when it does.

    `why` is a reason of SendRefusedError or the kind of an error. What is tried again is left alone until `again_at`, after so many
    `attempts` that failed; `told` says that those who decide have been told.
    """

    id: str
    kind: IncidentKind
    subject: str
    since: datetime
    why: str = ""
    attempts: int = 0
    again_at: datetime | None = None
    told: bool = False


@stored_as("fetched")
@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An update that was fetched from a platform and is not handled yet; its text is behind the confidential door.

    `number` is the platform's, by which updates are in order; `at` is when it was received.
    """

    id: str
    platform: str
    number: int
    at: datetime
