"""Events API payloads: messages, mentions, people who come and go, channels that change, the app's own fate. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from adapters.slack.accounts import left_out_of
from adapters.slack.reading import NOTHING, Context, Heard, Json, Unreadable, either, maybe, part_of, words
from adapters.slack.words import as_typed, without_mention
from bot.domain.confidential import ConfidentialText
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ConversationArchived,
    ConversationMoved,
    ConversationUnarchived,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    PersonChanged,
)

TYPED = ("", "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person typed or sent; all others are the platform's or the bot's own."""
FILE_KINDS = {"audio": "voice", "image": "photo", "video": "video"}


def hear(body: Json, context: Context) -> Heard | None:
    """None for a kind that is not known. Raises Unreadable for one whose parts are missing."""
    event = part_of(body, "event")
    read = READERS.get(words(event, "type"))
    if read is None:
        return NOTHING if maybe(event, "type") in MEANS_NOTHING else None
    return read(event, maybe(body, "event_id") or _identified(event), context)


def _identified(event: Json) -> str:
    """What tells an event from all others where it has no id. Raises Unreadable when nothing does."""
    where, who = event.get("channel"), event.get("user")
    at = either(event, "event_ts", "ts")
    named = (part if isinstance(part, str) else "" for part in (where, who, event.get("subtype")))
    return ":".join(("slack", words(event, "type"), *named, at))


def _message(event: Json, id: str, context: Context) -> Heard:
    channel = words(event, "channel")
    if not (maybe(event, "channel_type") == "im" or channel.startswith("D")):
        return NOTHING
    subtype = maybe(event, "subtype")
    if subtype == "message_changed":
        return _edited(event, id, channel, context)
    if subtype not in TYPED or _by_a_bot(event, context):
        return NOTHING
    return _typed(event, id, channel, context, edits=False)


def _by_a_bot(event: Json, context: Context) -> bool:
    return bool(maybe(event, "bot_id")) or maybe(event, "user") in ("", context.bot, "USLACKBOT")


def _edited(event: Json, id: str, channel: str, context: Context) -> Heard:
    """An edit by its author; a change that Slack made itself (a preview of a link) leaves the words as they were."""
    message = part_of(event, "message")
    before = event.get("previous_message")
    same = isinstance(before, Mapping) and maybe(before, "text") == maybe(message, "text")
    if same or _by_a_bot(message, context) or maybe(message, "subtype") not in TYPED:
        return NOTHING
    return _typed(message, id, channel, context, edits=True)


def _typed(message: Json, id: str, channel: str, context: Context, edits: bool) -> Heard:
    person, ts = words(message, "user"), words(message, "ts")
    text, names = as_typed(maybe(message, "text"))
    thread = maybe(message, "thread_ts")
    said = MessageReceived(
        event_id=id,
        sender=context.sender(person),
        where=context.person(person, thread if thread != ts else ""),
        at=context.at,
        text=ConfidentialText(text),
        message_id=ts,
        edits=edits,
        kind="text" if text.strip() else _kind(message),
        names=names,
    )
    return Heard(said, seen="" if edits else f"{channel}:{ts}")


def _kind(message: Json) -> str:
    files = message.get("files")
    first = files[0] if isinstance(files, Sequence) and files and isinstance(files[0], Mapping) else {}
    return FILE_KINDS.get(maybe(first, "mimetype").partition("/")[0], "other")


def _mention(event: Json, id: str, context: Context) -> Heard:
    """Words to the bot in a channel; in a direct message the same words arrive as a message."""
    channel, person = words(event, "channel"), words(event, "user")
    if channel.startswith("D") or _by_a_bot(event, context):
        return NOTHING
    text, names = as_typed(maybe(event, "text"))
    said = MessageReceived(
        event_id=id,
        sender=context.sender(person),
        where=context.channel(channel, maybe(event, "thread_ts")),
        at=context.at,
        text=ConfidentialText(without_mention(text, context.bot)),
        message_id=words(event, "ts"),
        edits="edited" in event,
        kind="text" if text.strip() else _kind(event),
        names=names,
    )
    return Heard(said)


def _joined(event: Json, id: str, context: Context) -> Heard:
    person, channel = words(event, "user"), context.channel(words(event, "channel"))
    if person == context.bot:
        by = context.sender(maybe(event, "inviter") or person)
        return Heard(BotAdded(event_id=id, sender=by, where=channel, at=context.at))
    # Somebody of another organisation in a shared channel: their `team` is not the one that installed the bot.
    foreign = maybe(event, "team") not in ("", context.workspace) and not context.workspace.startswith("E")
    joined = MemberJoined(event_id=id, sender=context.sender(person), where=channel, at=context.at, counts=not foreign)
    return Heard(joined)


def _left(event: Json, id: str, context: Context) -> Heard:
    person, channel = words(event, "user"), context.channel(words(event, "channel"))
    kind = BotRemoved if person == context.bot else MemberLeft
    return Heard(kind(event_id=id, sender=context.sender(person), where=channel, at=context.at))


def _gone(event: Json, id: str, context: Context) -> Heard:
    """The bot is out of the channel, or the channel is no more."""
    by = context.sender(maybe(event, "actor_id") or maybe(event, "user") or context.bot or "USLACKBOT")
    channel = context.channel(words(event, "channel"))
    return Heard(BotRemoved(event_id=id, sender=by, where=channel, at=context.at))


def _archived(event: Json, id: str, context: Context) -> Heard:
    kind = ConversationUnarchived if words(event, "type").endswith("_unarchive") else ConversationArchived
    by = context.sender(maybe(event, "user") or context.bot or "USLACKBOT")
    return Heard(kind(event_id=id, sender=by, where=context.channel(words(event, "channel")), at=context.at))


def _renamed(event: Json, id: str, context: Context) -> Heard:
    channel = part_of(event, "channel")
    where = context.channel(words(channel, "id"))
    moved = ConversationMoved(
        event_id=id,
        sender=context.sender(context.bot or "USLACKBOT"),
        where=where,
        at=context.at,
        to=where,
        title=maybe(channel, "name"),
    )
    return Heard(moved)


def _renumbered(event: Json, id: str, context: Context) -> Heard:
    moved = ConversationMoved(
        event_id=id,
        sender=context.sender(context.bot or "USLACKBOT"),
        where=context.channel(words(event, "old_channel_id")),
        at=context.at,
        to=context.channel(words(event, "new_channel_id")),
    )
    return Heard(moved)


def _changed(event: Json, id: str, context: Context) -> Heard:
    """An account was closed, or is a guest's from now on. That one is a full member's again is found before the next round:
    Slack tells of every change of a profile, and most are nobody's business."""
    user = part_of(event, "user")
    person, left_out = words(user, "id"), left_out_of(user, context.workspace)
    if not left_out:
        return NOTHING
    sender = replace(context.sender(person), left_out=left_out)
    return Heard(PersonChanged(event_id=id, sender=sender, where=context.person(person), at=context.at))


def _home(event: Json, id: str, context: Context) -> Heard:
    if maybe(event, "tab") != "home":
        return NOTHING
    person = words(event, "user")
    opened = HomeOpened(event_id=id, sender=context.sender(person), where=context.person(person), at=context.at)
    return Heard(opened)


def _revoked(event: Json, id: str, context: Context) -> Heard:  # noqa: ARG001 (an entry of READERS)
    return Heard(revoked=context.workspace)


def _tokens_revoked(event: Json, id: str, context: Context) -> Heard:  # noqa: ARG001 (an entry of READERS)
    tokens = part_of(event, "tokens")
    return Heard(revoked=context.workspace) if tokens.get("bot") else NOTHING


READERS: dict[str, Callable[[Json, str, Context], Heard]] = {
    "message": _message,
    "app_mention": _mention,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _gone,
    "group_left": _gone,
    "channel_deleted": _gone,
    "group_deleted": _gone,
    "channel_archive": _archived,
    "group_archive": _archived,
    "channel_unarchive": _archived,
    "group_unarchive": _archived,
    "channel_rename": _renamed,
    "group_rename": _renamed,
    "channel_id_changed": _renumbered,
    "user_change": _changed,
    "app_home_opened": _home,
    "app_uninstalled": _revoked,
    "tokens_revoked": _tokens_revoked,
}
MEANS_NOTHING = frozenset({"channel_shared", "channel_unshared", "channel_created", "im_created"})

__all__ = ["MEANS_NOTHING", "READERS", "Unreadable", "hear"]
