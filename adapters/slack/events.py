"""Events API payloads: messages, mentions, people, channels, and the app's removal or loss of access. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from adapters.slack.accounts import left_out_of
from adapters.slack.markup import as_typed, without_mention
from adapters.slack.reading import (
    NOTHING,
    Context,
    Json,
    ParsedPayload,
    UnreadablePayloadError,
    first_required_text,
    optional_text,
    part_of,
    required_text,
)
from bot.domain.confidential import ConfidentialText
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ConversationArchived,
    ConversationMoved,
    ConversationUnarchived,
    GroupOfPeopleChanged,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    PersonChanged,
)
from bot.domain.text_files import asks_to_read, is_text_file

TYPED = ("", "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person typed or sent; all others are the platform's or the bot's own."""
FILE_KINDS = {"audio": "voice", "image": "photo", "video": "video"}


def parse_event(body: Json, context: Context) -> ParsedPayload | None:
    """None for a kind that is not known. Raises UnreadableRowError for one whose parts are missing."""
    event = part_of(body, "event")
    read = READERS.get(required_text(event, "type"))
    if read is None:
        return NOTHING if optional_text(event, "type") in MEANS_NOTHING else None
    return read(event, optional_text(body, "event_id") or _event_identity(event), context)


def _event_identity(event: Json) -> str:
    """Return what tells an event from all others where it has no id. Raises UnreadableRowError when nothing does."""
    where, who = event.get("channel"), event.get("user")
    at = first_required_text(event, "event_ts", "ts")
    named = (part if isinstance(part, str) else "" for part in (where, who, event.get("subtype")))
    return ":".join(("slack", required_text(event, "type"), *named, at))


def _parse_message(event: Json, id: str, context: Context) -> ParsedPayload:
    channel = required_text(event, "channel")
    if not (optional_text(event, "channel_type") == "im" or channel.startswith("D")):
        return NOTHING
    subtype = optional_text(event, "subtype")
    if subtype == "message_changed":
        return _parse_edit(event, id, channel, context)
    if subtype not in TYPED or _by_a_bot(event, context):
        return NOTHING
    return _parse_typed(event, id, channel, context, edits=False)


def _by_a_bot(event: Json, context: Context) -> bool:
    return bool(optional_text(event, "bot_id")) or optional_text(event, "user") in ("", context.bot, "USLACKBOT")


def _parse_edit(event: Json, id: str, channel: str, context: Context) -> ParsedPayload:
    """An edit by its author; a change that Slack made itself (a preview of a link) leaves the words as they were."""
    message = part_of(event, "message")
    before = event.get("previous_message")
    same = isinstance(before, Mapping) and optional_text(before, "text") == optional_text(message, "text")
    if same or _by_a_bot(message, context) or optional_text(message, "subtype") not in TYPED:
        return NOTHING
    return _parse_typed(message, id, channel, context, edits=True)


def _parse_typed(message: Json, id: str, channel: str, context: Context, edits: bool) -> ParsedPayload:
    person, ts = required_text(message, "user"), required_text(message, "ts")
    text, names = as_typed(optional_text(message, "text"))
    thread = optional_text(message, "thread_ts")
    file = _text_file(message) if not text.strip() or asks_to_read(text) else ""
    said = MessageReceived(
        event_id=id,
        sender=context.sender(person),
        where=context.person(person, thread if thread != ts else ""),
        at=context.at,
        text=ConfidentialText(text),
        message_id=ts,
        edits=edits,
        kind="file" if file else "text" if text.strip() else _message_kind(message),
        names=names,
        file_ref=file,
    )
    return ParsedPayload(said, seen="" if edits else f"{channel}:{ts}")


def _first_file(message: Json) -> Json:
    files = message.get("files")
    return files[0] if isinstance(files, Sequence) and files and isinstance(files[0], Mapping) else {}


def _text_file(message: Json) -> str:
    """Return the address at which Slack has the text file that was sent; empty without one."""
    first = _first_file(message)
    size = first.get("size")
    name, kind = optional_text(first, "name"), optional_text(first, "mimetype")
    fits = is_text_file(name, kind, size if isinstance(size, int) else 0)
    return (optional_text(first, "url_private_download") or optional_text(first, "url_private")) if fits else ""


def _message_kind(message: Json) -> str:
    first = _first_file(message)
    return FILE_KINDS.get(optional_text(first, "mimetype").partition("/")[0], "other")


def _parse_mention(event: Json, id: str, context: Context) -> ParsedPayload:
    """Words to the bot in a channel; in a direct message the same words arrive as a message."""
    channel, person = required_text(event, "channel"), required_text(event, "user")
    if channel.startswith("D") or _by_a_bot(event, context):
        return NOTHING
    text, names = as_typed(optional_text(event, "text"))
    said = MessageReceived(
        event_id=id,
        sender=context.sender(person),
        where=context.channel(channel, optional_text(event, "thread_ts")),
        at=context.at,
        text=ConfidentialText(without_mention(text, context.bot)),
        message_id=required_text(event, "ts"),
        edits="edited" in event,
        kind="text" if text.strip() else _message_kind(event),
        names=names,
    )
    return ParsedPayload(said)


def _parse_joined(event: Json, id: str, context: Context) -> ParsedPayload:
    person, channel = required_text(event, "user"), context.channel(required_text(event, "channel"))
    if person == context.bot:
        by = context.sender(optional_text(event, "inviter") or person)
        return ParsedPayload(BotAdded(event_id=id, sender=by, where=channel, at=context.at))
    # Somebody of another organisation in a shared channel: their `team` is not the one that installed the bot.
    foreign = optional_text(event, "team") not in ("", context.workspace) and not context.workspace.startswith("E")
    joined = MemberJoined(event_id=id, sender=context.sender(person), where=channel, at=context.at, counts=not foreign)
    return ParsedPayload(joined)


def _parse_left(event: Json, id: str, context: Context) -> ParsedPayload:
    person, channel = required_text(event, "user"), context.channel(required_text(event, "channel"))
    kind = BotRemoved if person == context.bot else MemberLeft
    return ParsedPayload(kind(event_id=id, sender=context.sender(person), where=channel, at=context.at))


def _parse_bot_removed(event: Json, id: str, context: Context) -> ParsedPayload:
    """The bot is out of the channel, or the channel is no more."""
    by = context.sender(optional_text(event, "actor_id") or optional_text(event, "user") or context.bot or "USLACKBOT")
    channel = context.channel(required_text(event, "channel"))
    return ParsedPayload(BotRemoved(event_id=id, sender=by, where=channel, at=context.at))


def _parse_archived(event: Json, id: str, context: Context) -> ParsedPayload:
    kind = ConversationUnarchived if required_text(event, "type").endswith("_unarchive") else ConversationArchived
    by = context.sender(optional_text(event, "user") or context.bot or "USLACKBOT")
    return ParsedPayload(
        kind(event_id=id, sender=by, where=context.channel(required_text(event, "channel")), at=context.at)
    )


def _parse_renamed(event: Json, id: str, context: Context) -> ParsedPayload:
    channel = part_of(event, "channel")
    where = context.channel(required_text(channel, "id"))
    moved = ConversationMoved(
        event_id=id,
        sender=context.sender(context.bot or "USLACKBOT"),
        where=where,
        at=context.at,
        to=where,
        title=optional_text(channel, "name"),
    )
    return ParsedPayload(moved)


def _parse_renumbered(event: Json, id: str, context: Context) -> ParsedPayload:
    moved = ConversationMoved(
        event_id=id,
        sender=context.sender(context.bot or "USLACKBOT"),
        where=context.channel(required_text(event, "old_channel_id")),
        at=context.at,
        to=context.channel(required_text(event, "new_channel_id")),
    )
    return ParsedPayload(moved)


def _parse_user_change(event: Json, id: str, context: Context) -> ParsedPayload:
    """An account was closed, or is a guest's from now on. That one is a full member's again is found before the next round:
    Slack tells of every change of a profile, and most are nobody's business."""
    user = part_of(event, "user")
    person, left_out = required_text(user, "id"), left_out_of(user, context.workspace)
    if not left_out:
        return NOTHING
    sender = replace(context.sender(person), left_out=left_out)
    return ParsedPayload(PersonChanged(event_id=id, sender=sender, where=context.person(person), at=context.at))


def _parse_group_changed(event: Json, id: str, context: Context) -> ParsedPayload:
    """The people of a user group, or the group itself. Who they are now is read, as those of a channel are."""
    told = event.get("subteam")
    group = required_text(told, "id") if isinstance(told, Mapping) else required_text(event, "subteam_id")
    by = context.sender(context.bot or "USLACKBOT")
    return ParsedPayload(GroupOfPeopleChanged(event_id=id, sender=by, where=context.channel(group), at=context.at))


def _parse_home_opened(event: Json, id: str, context: Context) -> ParsedPayload:
    if optional_text(event, "tab") != "home":
        return NOTHING
    person = required_text(event, "user")
    opened = HomeOpened(event_id=id, sender=context.sender(person), where=context.person(person), at=context.at)
    return ParsedPayload(opened)


def _parse_uninstalled(event: Json, id: str, context: Context) -> ParsedPayload:  # noqa: ARG001 (an entry of READERS)
    return ParsedPayload(revoked=context.workspace)


def _tokens_revoked(event: Json, id: str, context: Context) -> ParsedPayload:  # noqa: ARG001 (an entry of READERS)
    tokens = part_of(event, "tokens")
    return ParsedPayload(revoked=context.workspace) if tokens.get("bot") else NOTHING


READERS: dict[str, Callable[[Json, str, Context], ParsedPayload]] = {
    "message": _parse_message,
    "app_mention": _parse_mention,
    "member_joined_channel": _parse_joined,
    "member_left_channel": _parse_left,
    "subteam_members_changed": _parse_group_changed,
    "subteam_updated": _parse_group_changed,
    "channel_left": _parse_bot_removed,
    "group_left": _parse_bot_removed,
    "channel_deleted": _parse_bot_removed,
    "group_deleted": _parse_bot_removed,
    "channel_archive": _parse_archived,
    "group_archive": _parse_archived,
    "channel_unarchive": _parse_archived,
    "group_unarchive": _parse_archived,
    "channel_rename": _parse_renamed,
    "group_rename": _parse_renamed,
    "channel_id_changed": _parse_renumbered,
    "user_change": _parse_user_change,
    "app_home_opened": _parse_home_opened,
    "app_uninstalled": _parse_uninstalled,
    "tokens_revoked": _tokens_revoked,
}
MEANS_NOTHING = frozenset({"channel_shared", "channel_unshared", "channel_created", "im_created"})

__all__ = ["MEANS_NOTHING", "READERS", "UnreadablePayloadError", "parse_event"]
