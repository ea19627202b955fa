"""What people do in the stand-in: write, press, fill in, command, and what they see."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP, BOT_USER, TEAM, Json, Message

NO_BUTTON = "no such button"


class Hands:
    """Acts for people in a `FakeSlack`; every deed is delivered and its acknowledgement returned (None without one)."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack

    def event(self, inner: Json) -> Json:
        who = {
            "enterprise_id": None,
            "team_id": TEAM,
            "user_id": BOT_USER,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        number = self.slack.number()
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": {"event_ts": f"1764000000.{number:06}", **inner},
            "event_id": f"Ev{number:08}",
            "event_time": 1764000000,
            "authorizations": [who],
        }

    def _deed(self, user: str) -> Json:
        trigger = self.slack.trigger()
        self.slack.trigger_of[trigger] = user
        name = self.slack.users[user].name.lower()
        return {
            "team": {"id": TEAM, "domain": "harbour"},
            "user": {"id": user, "username": name, "name": name, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": trigger,
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def message(self, user: str, text: str, **more: object) -> Json:
        """A direct message that is kept in the conversation, as an event."""
        channel = self.slack.direct(user)
        ts = self.slack.ts()
        self.slack.messages.append(Message(channel.id, ts, text, [], {}, user=user))
        inner = {"type": "message", "user": user, "text": text, "ts": ts, "channel": channel.id, "channel_type": "im"}
        return self.event(inner | more)

    async def say(self, user: str, text: str, **more: object) -> Json | None:
        return await self.slack.deliver(self.message(user, text, **more))

    async def send_file(self, user: str, name: str, data: bytes, text: str = "") -> Json | None:
        """Send a file to the bot, with words beside it."""
        self.slack.files_sent[name] = data
        url = f"{self.slack.url}/files-pri/{name}"
        file = {"id": "F0LIST001", "name": name, "mimetype": "text/csv", "size": len(data), "url_private_download": url}
        return await self.slack.deliver(self.message(user, text, subtype="file_share", files=[file]))

    def mentioning(self, user: str, channel: str, text: str, **more: object) -> Json:
        ts = self.slack.ts()
        words = f"<@{BOT_USER}> {text}"
        inner = {"type": "app_mention", "user": user, "text": words, "ts": ts, "channel": channel, "team": TEAM}
        return self.event(inner | more)

    async def mention(self, user: str, channel: str, text: str, **more: object) -> Json | None:
        return await self.slack.deliver(self.mentioning(user, channel, text, **more))

    async def command(self, user: str, text: str, channel: str = "") -> Json | None:
        return await self.slack.deliver(self.commanding(user, text, channel))

    async def shortcut(self, user: str) -> Json | None:
        """Use the app's shortcut that is offered everywhere."""
        body = {"type": "shortcut", "callback_id": "answer", **self._deed(user), "action_ts": self.slack.ts()}
        return await self.slack.deliver(body)

    async def use_as_answer(self, user: str, channel: str, text: str, author: str = "") -> Json | None:
        """Use the shortcut of a message that `author`, or the person themselves, wrote in a channel."""
        message = {"type": "message", "user": author or user, "ts": self.slack.ts(), "text": text}
        place = {"channel": {"id": channel, "name": "somewhere"}, "message": message, "message_ts": message["ts"]}
        body = {"type": "message_action", "callback_id": "use_as_answer", **self._deed(user), **place}
        return await self.slack.deliver(body)

    def commanding(self, user: str, text: str, channel: str = "") -> Json:
        deed = self._deed(user)
        return {
            "command": "/folkmoot",
            "text": text,
            "team_id": TEAM,
            "channel_id": channel or self.slack.direct(user).id,
            "user_id": user,
            "user_name": deed["user"]["name"],
            "trigger_id": deed["trigger_id"],
            "is_enterprise_install": "false",
        }

    def pressing(self, user: str, channel: str, label: str) -> Json:
        """The payload of a press of the newest button of this label that the person sees there. Raises LookupError."""
        for message in reversed(self.slack.visible(channel, user)):
            button = _button(message.blocks, label)
            if button:
                return self.pressed(user, channel, message.ts, button)
        seen = [label for m in self.slack.visible(channel, user) for label in labels(m.blocks)]
        raise LookupError(f"{label!r} among {seen}")

    def pressed(self, user: str, channel: str, ts: str, button: Json) -> Json:
        action = {name: button[name] for name in ("type", "action_id", "value", "text") if name in button}
        message = next((m for m in self.slack.messages if (m.channel, m.ts) == (channel, ts)), None)
        blocks = [{"block_id": f"b{n}", **block} for n, block in enumerate(message.blocks)] if message else []
        among = [
            b["block_id"]
            for b in blocks
            if any(e.get("action_id") == action["action_id"] for e in b.get("elements", ()))
        ]
        seen = {"message": {"ts": ts, "text": message.text, "blocks": blocks}} if message else {}
        hidden = {"is_ephemeral": True} if message and message.private_to else {}
        return {
            **seen,
            "type": "block_actions",
            **self._deed(user),
            "container": {"type": "message", "message_ts": ts, "channel_id": channel}
            | hidden
            | self._thread(channel, ts),
            "channel": {"id": channel, "name": self.slack.channels[channel].name},
            "actions": [{**action, "block_id": among[0] if among else "b", "action_ts": self.slack.ts()}],
        }

    def _thread(self, channel: str, ts: str) -> Json:
        found = next((m.thread_ts for m in self.slack.messages if (m.channel, m.ts) == (channel, ts)), "")
        return {"thread_ts": found} if found else {}

    async def press(self, user: str, channel: str, label: str) -> Json | None:
        return await self.slack.deliver(self.pressing(user, channel, label))

    async def press_at_home(self, user: str, label: str) -> Json | None:
        button = _button(self.slack.homes[user]["blocks"], label)
        if button is None:
            raise LookupError(label)
        body = self.pressed(user, self.slack.direct(user).id, "0", button)
        del body["channel"]
        return await self.slack.deliver({**body, "container": {"type": "view", "view_id": "V1"}})

    def filling(self, user: str, values: Mapping[str, str]) -> Json:
        """The payload of the modal in front of the person, sent with these values and else as it was."""
        modal = self.slack.modals[user]
        state: Json = {}
        for block in modal.view["blocks"]:
            if block["type"] == "input":
                state[block["block_id"]] = {block["element"]["action_id"]: _state(block, values)}
        view = {
            **modal.view,
            "id": modal.id,
            "hash": modal.hash,
            "state": {"values": state},
            "app_installed_team_id": TEAM,
        }
        return {"type": "view_submission", **self._deed(user), "view": view, "response_urls": []}

    async def choose(self, user: str, block_id: str, value: str) -> Json | None:
        """Choose in the modal in front of the person, which stays as it is. An input that does not ask for it sends nothing."""
        modal = self.slack.modals[user]
        block = next(block for block in modal.view["blocks"] if block.get("block_id") == block_id)
        if not block.get("dispatch_action"):
            return None
        state = _state(block, {block_id: value})
        action = {"action_id": block["element"]["action_id"], "block_id": block_id, "action_ts": self.slack.ts()}
        body = self.filling(user, {block_id: value})
        body = {**body, "type": "block_actions", "actions": [{**action, **state}]}
        return await self.slack.deliver({**body, "container": {"type": "view", "view_id": modal.id}})

    async def fill(self, user: str, values: Mapping[str, str]) -> Json | None:
        for name, value in values.items():
            if any(
                block.get("block_id") == name and block.get("dispatch_action")
                for block in self.slack.modals[user].view["blocks"]
            ):
                await self.choose(user, name, value)
        answer = await self.slack.deliver(self.filling(user, values))
        if answer is not None and answer.get("response_action") == "errors":
            self.slack.modals[user].errors = answer["errors"]
        elif answer is not None:
            del self.slack.modals[user]
        return answer

    async def join(self, user: str, channel: str) -> Json | None:
        self.slack.channels[channel].members.add(user)
        kind = {"type": "member_joined_channel", "user": user, "channel": channel, "channel_type": "C", "team": TEAM}
        return await self.slack.deliver(self.event(kind))

    async def leave(self, user: str, channel: str) -> Json | None:
        self.slack.channels[channel].members.discard(user)
        kind = {"type": "member_left_channel", "user": user, "channel": channel, "channel_type": "C", "team": TEAM}
        return await self.slack.deliver(self.event(kind))

    async def regroup(self, group: str, *users: str) -> Json | None:
        """A user group has these people from now on."""
        before = self.slack.groups.get(group, set())
        self.slack.groups[group] = set(users)
        inner = {
            "type": "subteam_members_changed",
            "subteam_id": group,
            "team_id": TEAM,
            "added_users": sorted(set(users) - before),
            "removed_users": sorted(before - set(users)),
            "event_ts": self.slack.ts(),
        }
        return await self.slack.deliver(self.event(inner))

    async def open_home(self, user: str) -> Json | None:
        inner = {"type": "app_home_opened", "user": user, "channel": self.slack.direct(user).id, "tab": "home"}
        return await self.slack.deliver(self.event(inner))

    def sees(self, user: str, channel: str = "") -> list[str]:
        """The messages that a person sees there as they are shown, oldest first."""
        found = self.slack.visible(channel or self.slack.direct(user).id, user)
        return [shown(message) for message in found]


def _state(block: Json, values: Mapping[str, str]) -> Json:
    element = block["element"]
    given = values.get(block["block_id"])
    kind = element["type"]
    if kind == "plain_text_input":
        value = element.get("initial_value") if given is None else given
        return {"type": kind, "value": value or None}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": (given or "").split()}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": given}
    options = [*element.get("options", ()), *(o for g in element.get("option_groups", ()) for o in g["options"])]
    chosen = next((option for option in options if option["value"] == given), element.get("initial_option"))
    return {"type": kind, "selected_option": chosen}


def _button(blocks: list[Json], label: str) -> Json | None:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["text"]["text"] == label:
                found: Json = element
                return found
    return None


def labels(blocks: list[Json]) -> list[str]:
    return [e["text"]["text"] for block in blocks if block["type"] == "actions" for e in block["elements"]]


def shown(message: Message) -> str:
    return "\n".join(filter(None, (words_of(block) for block in message.blocks))) or message.text


def words_of(part: object) -> str:
    """All words that a block shows, one after another, with the numbers that Slack puts before the points of a list."""
    if isinstance(part, list):
        return "\n".join(filter(None, map(words_of, part)))
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "rich_text_section":
        return "".join(map(words_of, part["elements"]))
    if isinstance(part.get("text"), str):
        return str(part["text"])
    if part.get("style") == "ordered":
        return "\n".join(f"{n}. {words_of(point)}" for n, point in enumerate(part["elements"], 1))
    return "\n".join(filter(None, (words_of(value) for value in part.values())))
