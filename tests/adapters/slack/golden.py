"""Slack as a platform on which the golden conversations are played: people act in the stand-in, through the real SDK and Bolt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from adapters.slack.app import SlackAdapter
from bot.domain.conversation import ConversationRef
from bot.ports import OnEvent
from tests.adapters.slack.stand import FAST, channel, person
from tests.fakes.slack.hands import Hands, words_of
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, BOT_USER, SECRET, TEAM, Json, Message, Shown
from tests.golden.platforms import MENTION, NotHereError, Press, Seen

MIMES = {"voice": "audio/webm", "photo": "image/jpeg"}


class _Clock:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now

    async def sleep(self, seconds: float) -> None:
        return None


class _Adapter(SlackAdapter):
    """Brings its stand-in up when the product starts first; a later start is one of a new process."""

    def __init__(self, slack: FakeSlack, clock: _Clock) -> None:
        super().__init__(BOT_TOKEN, clock, app_token=APP_TOKEN, signing_secret=SECRET, limits=FAST)
        self._slack = slack
        self._up = False

    async def start(self, on_event: OnEvent) -> None:
        await super().stop()
        if not self._up:
            await self._slack.__aenter__()
            self._up = True
        self.client.web.base_url = self._slack.api_url
        await super().start(on_event)
        await self._slack.connected()

    async def end(self) -> None:
        await super().stop()
        if self._up:
            await self._slack.__aexit__()


class SlackPlatform:
    """Ids of people and channels are their names, so that what is compared is the same everywhere."""

    name = "slack"

    def __init__(
        self, now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
    ) -> None:
        self.slack = FakeSlack()
        self.hands = Hands(self.slack)
        self.adapter = _Adapter(self.slack, _Clock(now))
        self._typed: dict[tuple[str, str], Json] = {}
        self._last: Json | None = None
        self.kinds: dict[str, str] = {}

    def person(self, name: str) -> ConversationRef:
        if name not in self.slack.users and self.kinds.get(name) != "unknown":
            self.slack.add_user(name, name.title())
        return person(name)

    def channel(self, name: str) -> ConversationRef:
        id = name.removeprefix("#")
        if "/" in id:
            raise NotHereError("topics: a channel has none")
        if id not in self.slack.channels:
            self.slack.add_channel(id, id, set())
        return channel(id)

    def account(self, who: str, kind: str) -> None:
        self.person(who)
        self.kinds[who] = kind
        user = self.slack.users[who]
        user.guest, user.is_bot, user.foreign, user.deleted = (
            kind == each for each in ("guest", "bot", "foreign", "gone")
        )
        self.slack.untold.discard(who)
        if kind == "unconfirmed":
            self.slack.untold.add(who)
        if kind == "unknown":
            del self.slack.users[who]

    def _place(self, who: str, channel: str) -> str:
        self.person(who)
        if not channel:
            return self.slack.direct(who).id
        id = self.channel(channel).channel or ""
        self.slack.channels[id].members.add(who)
        return id

    async def _bring(self, body: Json) -> Json:
        self._last = body
        answer = await self.slack.deliver(body)
        assert answer is not None, "every payload is acknowledged"
        return answer

    async def press(self, id: str, who: str, press: Press) -> None:
        self.person(who)
        message, button = self._find(who, press)
        await self._bring(self.hands.pressed(who, message.channel, message.ts, button))

    def _find(self, who: str, press: Press) -> tuple[Message, Json]:
        found = [
            (message, button)
            for message in self.slack.messages
            if self._sees(who, message)
            for button, above in _buttons(message.blocks)
            if button["text"]["text"] == press.label and press.under in above
        ]
        if not found:
            raise LookupError(f"{who} sees no [{press.label}]")
        return found[0] if press.first else found[-1]

    def _sees(self, who: str, message: Message) -> bool:
        place = self.slack.channels[message.channel]
        return place.person == who if place.person else message.private_to in ("", who)

    async def fill(self, id: str, who: str, values: Mapping[str, str]) -> None:
        modal = self.slack.modals.get(who)
        if modal is None:
            raise LookupError(f"{who} has no form open")
        given = {name: _chosen(modal.view["blocks"], name, value) for name, value in values.items()}
        body = self.hands.filling(who, given)
        answer = await self._bring(body)
        if answer.get("response_action") == "errors":
            # What was filled in stays in a form that is wrong.
            for block in modal.view["blocks"]:
                if block.get("block_id") in given and block["element"]["type"] == "plain_text_input":
                    block["element"]["initial_value"] = given[block["block_id"]]
        else:
            del self.slack.modals[who]

    async def close(self, id: str, who: str) -> None:
        del self.slack.modals[who]

    async def type(self, id: str, who: str, channel: str, text: str, addressed: bool = True) -> None:
        self._place(who, channel)
        if not channel:
            body = self._typed[who, text] = self.hands.message(who, _as_slack_says(text))
            await self._bring(body)
        elif addressed:
            await self._bring(self.hands.mentioning(who, channel.removeprefix("#"), _as_slack_says(text)))
        # What people say to each other in a channel is not brought to the bot: it does not ask for it.

    async def edit(self, id: str, who: str, old: str, new: str) -> None:
        inner = self._typed[who, old]["event"]
        message = {
            "type": "message",
            "user": who,
            "text": _as_slack_says(new),
            "ts": inner["ts"],
            "edited": {"user": who},
        }
        changed = {"type": "message", "subtype": "message_changed", "message": message, "previous_message": inner}
        self._typed[who, new] = self._typed[who, old]
        await self._bring(self.hands.event({**changed, "channel": inner["channel"], "channel_type": "im"}))

    async def show(self, id: str, who: str, kind: str) -> None:
        if kind not in MIMES:
            raise NotHereError(f"no {kind}")
        self._place(who, "")
        files = [{"id": "F1", "mimetype": MIMES[kind]}]
        await self._bring(self.hands.message(who, "", subtype="file_share", files=files))

    async def command(self, id: str, who: str, channel: str, text: str) -> None:
        place = self._place(who, channel)
        for name in MENTION.findall(text):
            self.person(name)
        await self._bring(self.hands.commanding(who, MENTION.sub(r"<@\1|\1>", text), place))

    async def happen(self, id: str, who: str, channel: str, what: str, to: str = "") -> None:
        place = self._place(who, channel)
        if what == "joined as a guest":
            self.slack.users[who].guest = True
        if what == "left":
            self.take(channel, who)
        elif what == "moved":
            self.slack.channels[self.channel(to).channel or ""].members |= self.slack.channels[place].members
        elif what in ("archived", "unarchived"):
            self.slack.channels[place].archived = what == "archived"
        elif what == "removed":
            self.slack.channels[place].members.discard(BOT_USER)
        elif what == "added":
            self.slack.channels[place].members.add(BOT_USER)
        there: Json = {"channel": place, "channel_type": "C", "team": TEAM}
        kinds: dict[str, Callable[[], Json]] = {
            "added": lambda: {"type": "member_joined_channel", "user": BOT_USER, "inviter": who, **there},
            "archived": lambda: {"type": "channel_archive", "channel": place, "user": who},
            "unarchived": lambda: {"type": "channel_unarchive", "channel": place, "user": who},
            "removed": lambda: {"type": "channel_left", "channel": place, "actor_id": who},
            "left": lambda: {"type": "member_left_channel", "user": who, **there},
            "changed": lambda: {"type": "user_change", "user": self.slack.users_info(who)["user"]},
            "moved": lambda: {
                "type": "channel_id_changed",
                "old_channel_id": place,
                "new_channel_id": self.channel(to).channel,
            },
        }
        joined: Json = {"type": "member_joined_channel", "user": who, **there}
        inner = kinds[what]() if what in kinds else joined
        await self._bring(self.hands.event(inner))

    def put(self, channel: str, who: str, kind: str = "") -> None:
        self._place(who, channel)
        self.account(who, kind)

    def take(self, channel: str, who: str) -> None:
        self.slack.channels[self.channel(channel).channel or ""].members.discard(who)

    def deaf(self, channel: str, deaf: bool) -> None:
        if deaf:
            place = self.channel(channel).channel
            self.slack.fail("conversations.members", error="missing_scope", channel=place, times=1_000_000)
        else:
            self.slack.heal()

    async def again(self) -> None:
        if self._last is None:
            raise LookupError("nothing was delivered yet")
        await self._bring(self._last)

    def block(self, who: str, blocked: bool) -> None:
        raise NotHereError("nobody can block a bot")

    def seen(self) -> list[Seen]:
        return [self._seen(each) for each in self.slack.log]

    def _seen(self, shown: Shown) -> Seen:
        place = self.slack.channels.get(shown.channel)
        name = f"#{shown.channel}" if place and not place.person else ""
        return Seen(name, shown.viewer, shown.kind, words_of(shown.blocks), shown.text)


def _as_slack_says(text: str) -> str:
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, entity)
    return text


def _buttons(blocks: list[Json]) -> list[tuple[Json, str]]:
    """Every button with the text that stands over it, back to the buttons before."""
    found: list[tuple[Json, str]] = []
    since = 0
    for place, block in enumerate(blocks):
        if block["type"] == "actions":
            above = words_of(blocks[since:place])
            found += [(button, above) for button in block["elements"]]
            since = place + 1
    return found


def _chosen(blocks: list[Json], name: str, value: str) -> str:
    """The value that stands for a label in a list to choose from; what is typed stays as it is. Raises LookupError."""
    inputs: dict[str, Any] = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    if name not in inputs:
        raise LookupError(f"the form has no field {name}")
    if inputs[name]["type"] == "plain_text_input":
        return value
    if inputs[name]["type"] == "conversations_select":
        return value.strip("<#>")
    options = {option["text"]["text"]: option["value"] for option in inputs[name]["options"]}
    if value not in (*options, *options.values()):
        raise LookupError(f"{value!r} is no choice; there are {list(options)}")
    return str(options.get(value, value))
