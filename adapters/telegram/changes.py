"""What happens around messages: the bot and people come and go, groups move. Pure."""

from __future__ import annotations

from datetime import datetime

from adapters.telegram.entities import Json
from adapters.telegram.reading import PLATFORM, Ear, Me, Read
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ConversationMoved,
    DeliveryRefused,
    MemberJoined,
    MemberLeft,
    Sender,
)

PRESENT = ("member", "administrator", "creator")
ABSENT = ("left", "kicked")


def service(message: Json, ear: Ear) -> Read | None:
    """Messages that nobody typed; None for those that somebody did."""
    where = ear.where(message)
    if "migrate_to_chat_id" in message:
        return [moved(ear.me, int(message["chat"]["id"]), int(message["migrate_to_chat_id"]), ear.at)]
    if "migrate_from_chat_id" in message:
        return [moved(ear.me, int(message["migrate_from_chat_id"]), int(message["chat"]["id"]), ear.at)]
    if "new_chat_members" in message:
        users = [u for u in message["new_chat_members"] if u["id"] != ear.me.id]
        return [
            MemberJoined(**ear.common(ear.sender(u), where, n), counts=not u.get("is_bot", False))
            for n, u in enumerate(users, 1)
        ] or "service"
    if "left_chat_member" in message:
        user = message["left_chat_member"]
        return "service" if user["id"] == ear.me.id else [MemberLeft(**ear.common(ear.sender(user), where))]
    return None


def moved(me: Me, old: int, new: int, at: datetime, topic: str = "") -> ConversationMoved:
    """A group became a supergroup, or a topic of it is gone. Said in several ways: the same event each time."""
    return ConversationMoved(
        event_id=f"{PLATFORM}:{me.id}:moved:{old}{topic and '/'}{topic}:{new}",
        sender=Sender(ref=me.person(me.id)),
        where=me.channel(old, topic or None),
        at=at,
        to=me.channel(new),
    )


def of_the_bot(change: Json, ear: Ear) -> Read:
    """The bot was added, removed, blocked or unblocked."""
    sender, where = ear.sender(change["from"]), ear.where(change)
    before, after = (change[name]["status"] for name in ("old_chat_member", "new_chat_member"))
    common = ear.common(sender, where)
    if where.direct:
        if after in ABSENT:
            return [DeliveryRefused(**common, reason="blocked")]
        return [MemberJoined(**common, counts=False)] if before in ABSENT else "service"
    if after in ABSENT:
        return [BotRemoved(**common)]
    if before in ABSENT and after in PRESENT and change["chat"]["type"] != "channel":
        return [BotAdded(**common, title=str(change["chat"].get("title", "")))]
    return "service"


def of_a_person(change: Json, ear: Ear) -> Read:
    """Somebody came or went; heard only where the bot is an administrator."""
    before, after = (_in(change[name]) for name in ("old_chat_member", "new_chat_member"))
    user = change["new_chat_member"]["user"]
    if before == after or user["id"] == ear.me.id or change["chat"]["type"] == "channel":
        return "service"
    common = ear.common(ear.sender(user), ear.where(change))
    return [MemberJoined(**common, counts=not user.get("is_bot", False))] if after else [MemberLeft(**common)]


def _in(membership: Json) -> bool:
    status = membership["status"]
    return status in PRESENT or (status == "restricted" and bool(membership.get("is_member")))
