"""Parsers for changes around messages: the bot and people come and go, groups move. Pure."""

from __future__ import annotations

from datetime import datetime

from adapters.telegram import entities
from adapters.telegram.entities import Json
from adapters.telegram.reading import PLATFORM, Me, ParseContext, Read
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ConversationMoved,
    DeliveryRefused,
    MemberJoined,
    MemberLeft,
    Sender,
)

SERVICE = frozenset(
    {
        "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left", "chat_shared",
        "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo",
        "direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
        "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift", "gift_upgrade_sent",
        "giveaway_completed", "giveaway_created", "group_chat_created", "managed_bot_created",
        "message_auto_delete_timer_changed", "new_chat_photo", "new_chat_title", "paid_message_price_changed",
        "passport_data", "pinned_message", "poll_option_added", "poll_option_deleted", "proximity_alert_triggered",
        "refunded_payment", "successful_payment", "suggested_post_approval_failed", "suggested_post_approved",
        "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "supergroup_chat_created",
        "unique_gift", "users_shared", "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled",
        "video_chat_started", "web_app_data", "write_access_allowed",
    }
)  # fmt: skip
"""Service messages that Telegram itself posts and that the bot ignores. A closed topic shows when the bot writes to it."""
PRESENT = ("member", "administrator", "creator")
ABSENT = ("left", "kicked")


def parse_service_message(message: Json, ear: ParseContext) -> Read | None:
    """Messages that nobody typed; None for those that somebody did."""
    where = ear.where(message)
    if "migrate_to_chat_id" in message:
        return [moved_event(ear.me, int(message["chat"]["id"]), int(message["migrate_to_chat_id"]), ear.at)]
    if "migrate_from_chat_id" in message:
        return [moved_event(ear.me, int(message["migrate_from_chat_id"]), int(message["chat"]["id"]), ear.at)]
    if "new_chat_members" in message:
        users = [u for u in message["new_chat_members"] if u["id"] != ear.me.id]
        return [
            MemberJoined(**ear.common(ear.sender(u), where, n), counts=not u.get("is_bot", False))
            for n, u in enumerate(users, 1)
        ] or "service"
    if "left_chat_member" in message:
        user = message["left_chat_member"]
        return "service" if user["id"] == ear.me.id else [MemberLeft(**ear.common(ear.sender(user), where))]
    return None if SERVICE.isdisjoint(message) else "service"


def moved_event(me: Me, old: int, new: int, at: datetime, topic: str = "") -> ConversationMoved:
    """A group became a supergroup, or a topic of it is gone. Said in several ways: the same event each time."""
    return ConversationMoved(
        event_id=f"{PLATFORM}:{me.id}:moved:{old}{topic and '/'}{topic}:{new}",
        sender=Sender(ref=me.person(me.id)),
        where=me.channel(old, topic or None),
        at=at,
        to=me.channel(new),
    )


def of_the_bot(change: Json, ear: ParseContext) -> Read:
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
    if before in ABSENT and after in PRESENT:
        broadcast = entities.kind_of(change["chat"]) == "channel"
        return [BotAdded(**common, title=str(change["chat"].get("title", "")), broadcast=broadcast)]
    return "service"


def of_a_person(change: Json, ear: ParseContext) -> Read:
    """Somebody came or went; heard only where the bot is an administrator."""
    before, after = (_is_member(change[name]) for name in ("old_chat_member", "new_chat_member"))
    user = change["new_chat_member"]["user"]
    if before == after or user["id"] == ear.me.id or entities.kind_of(change["chat"]) == "channel":
        return "service"
    common = ear.common(ear.sender(user), ear.where(change))
    return [MemberJoined(**common, counts=not user.get("is_bot", False))] if after else [MemberLeft(**common)]


def _is_member(membership: Json) -> bool:
    status = membership["status"]
    return status in PRESENT or (status == "restricted" and bool(membership.get("is_member")))
