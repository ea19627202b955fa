"""Common parts of Slack's payloads: workspace, person, conversation. Pure.

Payloads are read as the plain data that Slack sent, so that a field that is new tomorrow is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.capabilities import PLATFORM
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, Sender
from bot.domain.root_error import FolkmootError

Json = Mapping[str, Any]


class UnreadablePayloadError(FolkmootError):
    """A payload without something that its kind always has. Raised and caught in this room."""


@dataclass(frozen=True, slots=True)
class PressedMessage:
    """A message as Slack hands it back with a press: its place, its text, and its blocks without what the press ends."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class ParsedPayload:
    """Content of a payload: an event, or a workspace (`revoked`) that revoked its permission, or neither.

    `aside` is the shape of what was not understood; empty for what is known to mean nothing to us. `trigger` opens a form.
    `at_home` says that it was done on the person's own page, which then may have to look different. `pressed` is the message
    whose button was pressed.
    """

    event: AnyEvent | None = None
    aside: str = ""
    trigger: str = ""
    view: Json | None = None
    revoked: str = ""
    seen: str = ""
    at_home: bool = False
    pressed: PressedMessage | None = None


NOTHING = ParsedPayload()


@dataclass(frozen=True, slots=True)
class Context:
    """The envelope of a payload: its workspace, the bot's own user id there, and when we received it."""

    workspace: str
    bot: str
    at: datetime

    def person(self, id: str, thread: str = "") -> ConversationRef:
        return ConversationRef(PLATFORM, self.workspace, person=id, thread=thread or None)

    def channel(self, id: str, thread: str = "") -> ConversationRef:
        return ConversationRef(PLATFORM, self.workspace, channel=id, thread=thread or None)

    def place(self, channel: str, person: str, thread: str = "") -> ConversationRef:
        """Return where it happened; a direct conversation is its person's, and so is what has no channel (App Home, a modal)."""
        direct = not channel or channel.startswith("D")
        return self.person(person, thread) if direct else self.channel(channel, thread)

    def sender(self, id: str, name: str = "") -> Sender:
        return Sender(ref=self.person(id), name=name)


def context_of(body: Json, bot: str, at: datetime) -> Context:
    """Raises UnreadablePayloadError for a payload of no workspace."""
    first = _first_row(body.get("authorizations"))
    installed = first.get("is_enterprise_install", body.get("is_enterprise_install"))
    enterprise = first.get("enterprise_id") or body.get("enterprise_id") or _id_of(body.get("enterprise"))
    view = body.get("view") or {}
    team = first.get("team_id") or view.get("app_installed_team_id") or body.get("team_id") or _id_of(body.get("team"))
    # An installation for a whole organisation has one token and one set of user and channel ids: its key is the enterprise.
    workspace = enterprise if installed in (True, "true") and enterprise else team or enterprise
    if not isinstance(workspace, str) or not workspace:
        raise UnreadablePayloadError("workspace")
    workspace.encode()  # half a character is a ValueError: nothing can be looked up under it
    # Who an authorization is for need not be a bot; which of them we are was told by the token.
    own = first.get("user_id") if first.get("is_bot", True) else ""
    return Context(workspace, str(bot or own or ""), at)


def _first_row(rows: Any) -> Json:
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}


def _id_of(part: Any) -> Any:
    return part.get("id") if isinstance(part, dict) else part


def required_text(part: Json, name: str) -> str:
    """A string that must be there and not be empty. Raises UnreadablePayloadError."""
    value = part.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadablePayloadError(name)
    return value


def first_required_text(part: Json, *names: str) -> str:
    """The first of these strings that is there and not empty. Raises UnreadablePayloadError."""
    return next((value for name in names if (value := optional_text(part, name))), "") or required_text(part, names[0])


def optional_text(part: Json, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def part_of(part: Json, name: str) -> Json:
    """A table that must be there. Raises UnreadablePayloadError."""
    value = part.get(name)
    if not isinstance(value, dict):
        raise UnreadablePayloadError(name)
    return value
