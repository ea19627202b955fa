"""A workspace in memory: its people, channels, messages, modals; and what the Web API's methods do to it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any

from tests.fakes.slack.rules import RefusedError, check_message, check_view

TEAM, BOT_USER, BOT_ID, APP = "T01CRISIS0", "U0FOLKMOOT", "B0FOLKMOOT", "A0FOLKMOOT"
OTHER_TEAM = "T02ELSEWHERE"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-the-bots-token", "xapp-the-apps-token", "8f742231b10e8888abcd99yyyzzz85a5"
TRIGGER_SECONDS = 3.0

Json = dict[str, Any]


@dataclass
class User:
    id: str
    name: str
    is_bot: bool = False
    guest: bool = False
    deleted: bool = False
    cannot_be_reached: bool = False
    foreign: bool = False


@dataclass
class Channel:
    id: str
    name: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    private: bool = False
    person: str = ""


@dataclass
class Message:
    channel: str
    ts: str
    text: str
    blocks: list[Json]
    metadata: Json
    user: str = BOT_USER
    thread_ts: str = ""
    private_to: str = ""
    edited: bool = False


@dataclass
class Modal:
    """A modal in front of a person; `errors` are those that the app answered to what was sent."""

    id: str
    view: Json
    user: str
    hash: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """Something that was shown, as it was then: `kind` is message, form or home; `viewer` is empty for everyone there."""

    kind: str
    channel: str
    viewer: str
    text: str
    blocks: list[Json]


class SlackWorld:
    """`scopes` are those of the bot's token. Methods are named as in the Web API, with underscores for dots."""

    def __init__(self, scopes: set[str]) -> None:
        self.scopes = set(scopes)
        self.users: dict[str, User] = {BOT_USER: User(BOT_USER, "Folkmoot", is_bot=True)}
        self.untold: set[str] = set()
        """People of whom nothing can be learned at the moment."""
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, set[str]] = {}
        self.emails: dict[str, str] = {}
        self.files_sent: dict[str, bytes] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, Modal] = {}
        self.homes: dict[str, Json] = {}
        self.shown: list[tuple[str, Json]] = []
        self.files: dict[str, bytes] = {}
        self.named: dict[str, str] = {}
        self.shared: list[tuple[str, str]] = []
        """Files that were shared in a conversation: its id, and the file's."""
        self.triggers: dict[str, float] = {}
        self.log: list[Shown] = []
        self.url = ""
        self.seconds: Callable[[], float] = monotonic
        self._numbers = count(1)

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        return f"1764000000.{self.number():06}"

    def add_user(self, id: str, name: str, **kind: bool) -> User:
        self.users[id] = User(id, name, **kind)
        return self.users[id]

    def add_channel(self, id: str, name: str, members: set[str], with_bot: bool = True) -> Channel:
        self.channels[id] = Channel(id, name, members | ({BOT_USER} if with_bot else set()))
        return self.channels[id]

    def direct(self, person: str) -> Channel:
        """The direct conversation of a person with the bot."""
        found = next((one for one in self.channels.values() if one.person == person), None)
        if found is None:
            id = f"D0{person}"
            found = self.channels[id] = Channel(id, "directmessage", {person, BOT_USER}, person=person)
        return found

    def trigger(self) -> str:
        id = f"{self.number()}.1395872398.trigger"
        self.triggers[id] = self.seconds() + TRIGGER_SECONDS
        return id

    def visible(self, channel: str, viewer: str) -> list[Message]:
        found = self.channels.get(channel)
        if found is None or viewer not in found.members:
            return []
        return [m for m in self.messages if m.channel == channel and m.private_to in ("", viewer)]

    # --- methods

    def auth_test(self) -> Json:
        return {"url": "https://harbour.example/", "team": "Harbour", "user": "folkmoot", "team_id": TEAM} | {
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def chat_postMessage(self, channel: str, **arguments: Any) -> Json:
        place = self._writable(channel)
        check_message(arguments)
        return self._keep(place, arguments)

    def _keep(self, place: Channel, arguments: Json, private_to: str = "") -> Json:
        message = Message(
            place.id,
            self.ts(),
            arguments["text"],
            arguments.get("blocks") or [],
            arguments.get("metadata") or {},
            thread_ts=arguments.get("thread_ts") or "",
            private_to=private_to,
        )
        self._check_pictures(message.blocks)
        self.messages.append(message)
        self._note(message)
        return {"channel": place.id, "ts": message.ts, "message": {"ts": message.ts, "text": message.text}}

    def _note(self, message: Message) -> None:
        viewer = message.private_to or self.channels[message.channel].person
        self.log.append(Shown("message", message.channel, viewer, message.text, message.blocks))

    def _check_pictures(self, blocks: list[Json]) -> None:
        if any(b["type"] == "image" and b.get("slack_file", {}).get("id") not in self.files for b in blocks):
            raise RefusedError("invalid_blocks")

    def chat_postEphemeral(self, channel: str, user: str, **arguments: Any) -> Json:
        place = self._writable(channel)
        check_message(arguments)
        if user not in place.members:
            raise RefusedError("user_not_in_channel")
        done = self._keep(place, arguments, private_to=user)
        return {"message_ts": done["ts"]}

    def chat_update(self, channel: str, ts: str, **arguments: Any) -> Json:
        place = self._writable(channel)
        check_message(arguments)
        found = next((m for m in self.messages if m.channel == place.id and m.ts == ts and not m.private_to), None)
        if found is None:
            raise RefusedError("message_not_found")
        found.text, found.blocks, found.edited = arguments["text"], arguments.get("blocks") or [], True
        found.metadata = arguments.get("metadata") or found.metadata
        self._note(found)
        return {"channel": place.id, "ts": ts, "text": found.text}

    def chat_getPermalink(self, channel: str, message_ts: str) -> Json:
        if not any(m.channel == channel and m.ts == message_ts for m in self.messages):
            raise RefusedError("message_not_found")
        link = f"https://harbour.slack.com/archives/{channel}/p{message_ts.replace('.', '')}"
        return {"channel": channel, "permalink": link}

    def _writable(self, channel: str) -> Channel:
        if channel in self.users:
            place = self._open(channel)
        elif channel in self.channels:
            place = self.channels[channel]
        else:
            raise RefusedError("channel_not_found")
        if place.archived or (place.person and self.users[place.person].deleted):
            raise RefusedError("is_archived")
        if BOT_USER not in place.members:
            raise RefusedError("not_in_channel")
        if place.person and self.users[place.person].cannot_be_reached:
            raise RefusedError("messages_tab_disabled")
        return place

    def _open(self, person: str) -> Channel:
        user = self.users[person]
        if user.deleted:
            raise RefusedError("user_disabled")
        if user.is_bot:
            raise RefusedError("cannot_dm_bot")
        return self.direct(person)

    def conversations_open(self, users: str = "", **_: Any) -> Json:
        if users not in self.users:
            raise RefusedError("user_not_found")
        return {"channel": {"id": self._open(users).id}}

    def conversations_info(self, channel: str, **_: Any) -> Json:
        found = self._known(channel)
        told = {"is_member": BOT_USER in found.members, "is_archived": found.archived}
        return {"channel": {"id": found.id, "name": found.name, **told}}

    def conversations_history(
        self, channel: str, limit: Any = 100, oldest: Any = 0, include_all_metadata: Any = False, cursor: str = ""
    ) -> Json:
        return self._listed(self._known(channel), limit, oldest, include_all_metadata, "", cursor)

    def conversations_replies(
        self,
        channel: str,
        ts: str,
        limit: Any = 100,
        oldest: Any = 0,
        include_all_metadata: Any = False,
        cursor: str = "",
    ) -> Json:
        return self._listed(self._known(channel), limit, oldest, include_all_metadata, ts, cursor)

    def _listed(self, place: Channel, limit: Any, oldest: Any, metadata: Any, thread: str, cursor: str = "") -> Json:
        if BOT_USER not in place.members:
            raise RefusedError("not_in_channel")
        rows = [m for m in self.messages if m.channel == place.id and not m.private_to and m.thread_ts == thread]
        rows = [m for m in rows if float(m.ts) >= float(oldest)]
        with_metadata = metadata in (True, "1", "true", 1)
        replies = {m.thread_ts: m.ts for m in self.messages if m.channel == place.id and m.thread_ts}
        told = [
            _told(m, with_metadata) | ({"latest_reply": replies[m.ts]} if m.ts in replies else {})
            for m in (rows if thread else reversed(rows))
        ]
        return _page("messages", told, limit, cursor)

    def _known(self, channel: str) -> Channel:
        found = self.channels.get(channel)
        if found is None or (found.private and BOT_USER not in found.members):
            raise RefusedError("channel_not_found")
        return found

    def users_info(self, user: str, **_: Any) -> Json:
        found = self.users.get(user)
        if found is None:
            raise RefusedError("user_not_found")
        if user in self.untold:
            raise RefusedError("internal_error", status=500)
        return {"user": _told_of(found)}

    def users_list(self, limit: Any = 0, cursor: str = "", **_: Any) -> Json:
        """People of other organisations are not among them."""
        own = [_told_of(user) for user in self.users.values() if not user.foreign and user.id not in self.untold]
        return _page("members", own, limit, cursor)

    def conversations_members(self, channel: str, limit: Any = 100, cursor: str = "") -> Json:
        return _page("members", sorted(self._known(channel).members), limit, cursor)

    def users_lookupByEmail(self, email: str, **_: Any) -> Json:
        found = next((id for id in self.users if self.emails.get(id) == email), "")
        if not found:
            raise RefusedError("users_not_found")
        return {"user": {"id": found, "name": self.users[found].name}}

    def usergroups_users_list(self, usergroup: str, **_: Any) -> Json:
        if usergroup not in self.groups:
            raise RefusedError("no_such_subteam")
        return {"users": sorted(self.groups[usergroup])}

    def users_conversations(self, **_: Any) -> Json:
        mine = [
            one for one in self.channels.values() if BOT_USER in one.members and not one.person and not one.archived
        ]
        return {"channels": [{"id": one.id, "name": one.name} for one in mine]}

    def views_open(self, view: Json, trigger_id: str = "") -> Json:
        person = self._by_trigger(trigger_id)
        check_view(view)
        modal = Modal(f"V{self.number():08}", view, person, f"{self.number()}.hash")
        self.modals[person] = modal
        self.shown.append((person, view))
        self.log.append(Shown("form", "", person, view["title"]["text"], view["blocks"]))
        return {"view": {**view, "id": modal.id, "hash": modal.hash}}

    def _by_trigger(self, trigger_id: str) -> str:
        until = self.triggers.get(trigger_id)
        if until is None:
            raise RefusedError("invalid_trigger_id")
        if until < 0:
            raise RefusedError("exchanged_trigger_id")
        if until < self.seconds():
            raise RefusedError("expired_trigger_id")
        self.triggers[trigger_id] = -1
        return self.trigger_of[trigger_id]

    trigger_of: dict[str, str]

    def views_publish(self, view: Json, user_id: str, **_: Any) -> Json:
        check_view(view)
        if user_id not in self.users:
            raise RefusedError("user_not_found")
        self.homes[user_id] = view
        self.log.append(Shown("home", "", user_id, "", view["blocks"]))
        return {"view": {**view, "id": f"V{self.number():08}"}}

    def files_getUploadURLExternal(self, filename: str, length: Any, **_: Any) -> Json:
        id = f"F{self.number():08}"
        self.named[id] = filename
        return {"upload_url": f"{self.url}/upload/{id}", "file_id": id}

    def files_completeUploadExternal(self, files: list[Json], channel_id: str = "", **_: Any) -> Json:
        if any(one["id"] not in self.files for one in files):
            raise RefusedError("file_not_found")
        if channel_id:
            if channel_id not in self.channels:
                raise RefusedError("channel_not_found")
            self._writable(channel_id)
            self.shared += [(channel_id, one["id"]) for one in files]
        return {"files": [{"id": one["id"]} for one in files]}

    def oauth_v2_access(self, code: str = "", **_: Any) -> Json:
        if code != "good-code":
            raise RefusedError("invalid_code")
        return {
            "app_id": APP,
            "authed_user": {"id": "U0AMIRA001"},
            "scope": ",".join(sorted(self.scopes)),
            "token_type": "bot",
            "access_token": BOT_TOKEN,
            "bot_user_id": BOT_USER,
            "team": {"id": TEAM, "name": "Harbour"},
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _told_of(user: User) -> Json:
    return {
        "id": user.id,
        "team_id": OTHER_TEAM if user.foreign else TEAM,
        "name": user.name.lower(),
        "deleted": user.deleted,
        "profile": {"display_name": user.name, "real_name": user.name},
        "is_bot": user.is_bot,
        "is_restricted": user.guest,
    }


def _page(name: str, rows: list[Any], limit: Any, cursor: str) -> Json:
    """A page of at most `limit` rows; the cursor is the place at which the next one begins."""
    if not 1 <= int(limit) <= 1000:
        raise RefusedError("invalid_limit")
    start = int(cursor.removeprefix("at:") or 0) if cursor.startswith("at:") or not cursor else -1
    if not 0 <= start <= len(rows):
        raise RefusedError("invalid_cursor")
    end = start + int(limit)
    after = f"at:{end}" if end < len(rows) else ""
    return {name: rows[start:end], "response_metadata": {"next_cursor": after}}


def _told(message: Message, with_metadata: bool) -> Json:
    own = {"bot_id": BOT_ID} if message.user == BOT_USER else {}
    metadata = {"metadata": message.metadata} if with_metadata and message.metadata else {}
    base = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    return base | {"blocks": message.blocks} | own | metadata


def token_of(header: str) -> str:
    if header.startswith("Basic "):
        return base64.b64decode(header[6:]).decode().partition(":")[0]
    return header.removeprefix("Bearer ")
